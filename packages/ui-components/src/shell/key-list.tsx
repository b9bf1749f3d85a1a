import { Kbd } from '../primitives/index.js'
import type { Shortcut } from '../provider/shortcut-registry.js'
import css from './keyboard-help.module.css'

/** What keys do, and which they are. */
export function KeyList({ shortcuts }: { readonly shortcuts: readonly Pick<Shortcut, 'keys' | 'label'>[] }) {
  return (
    <dl className={css.list}>
      {shortcuts.map(({ keys, label }) => (
        <div key={label} className={css.row}>
          <dt className={css.label}>{label}</dt>
          <dd className={css.keys}>
            <Keys keys={keys} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Keys({ keys }: { readonly keys: readonly string[] }) {
  const first = keys[0]
  const last = keys.at(-1)
  if (keys.length > 2 && first !== undefined && last !== undefined) {
    return (
      <>
        <Kbd>{first}</Kbd> to <Kbd>{last}</Kbd>
      </>
    )
  }
  return keys.map((combination, at) => (
    <span key={combination} className={css.combination}>
      {at > 0 ? <span className={css.or}>or</span> : null}
      {keysOf(combination).map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
    </span>
  ))
}

/** What to press, as it is written on a keyboard. */
function keysOf(combination: string): readonly string[] {
  if (combination === ' ') return ['Space']
  if (/^[A-Z]$/.test(combination)) return ['Shift', combination]
  return combination.split(' ').map((key) => (key === 'Escape' ? 'Esc' : key))
}
