import { Checkbox, Dialog, Kbd } from '../primitives/index.js'
import type { Shortcut } from '../provider/shortcut-registry.js'
import css from './keyboard-help.module.css'

export interface KeyboardHelpProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly shortcuts: readonly Shortcut[]
  readonly isEnabled: boolean
  readonly onEnabledChange: (isEnabled: boolean) => void
}

/** The keys that do something on the present page. */
export function KeyboardHelp({ isOpen, onClose, shortcuts, isEnabled, onEnabledChange }: KeyboardHelpProps) {
  const groups = [...new Set(shortcuts.map(({ group }) => group))]
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Keyboard">
      <div className={css.groups}>
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <h3 className={css.group}>{group}</h3>
            <dl className={css.list}>
              {shortcuts
                .filter((shortcut) => shortcut.group === group)
                .map(({ keys, label }) => (
                  <div key={label} className={css.row}>
                    <dt className={css.label}>{label}</dt>
                    <dd className={css.keys}>
                      <Keys keys={keys} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <Checkbox
        label="Single keys do something"
        checked={isEnabled}
        onChange={(event) => onEnabledChange(event.target.checked)}
        className={css.toggle}
      />
    </Dialog>
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
