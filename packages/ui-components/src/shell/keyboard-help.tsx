import { Checkbox, Dialog } from '../primitives/index.js'
import type { Shortcut } from '../provider/shortcut-registry.js'
import { KeyList } from './key-list.js'
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
            <KeyList shortcuts={shortcuts.filter((shortcut) => shortcut.group === group)} />
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
