export interface Shortcut {
  /** As `KeyboardEvent.key` has it (`j`, `Enter`, `?`), or two keys one after the other: `g i`. */
  readonly keys: readonly string[]
  /** What it does, for the list behind `?`. */
  readonly label: string
  readonly group: string
  readonly run: (event: KeyboardEvent) => void
}

/** Which keys do what at present. The shortcut added last wins; `?` lists them. */
export interface ShortcutRegistry {
  /** Returns what takes them away again. */
  add(shortcuts: readonly Shortcut[]): () => void
  list(): readonly Shortcut[]
  /** WCAG 2.1.4: single keys can be switched off. */
  isEnabled(): boolean
  setEnabled(isEnabled: boolean): void
  handle(event: KeyboardEvent): void
}

const SEQUENCE_MS = 1_000

export interface ShortcutOptions {
  readonly isEnabled?: boolean
  readonly onEnabledChange?: (isEnabled: boolean) => void
}

export function createShortcutRegistry(options: ShortcutOptions = {}): ShortcutRegistry {
  const added: (readonly Shortcut[])[] = []
  let isEnabled = options.isEnabled ?? true
  let first: { readonly key: string; readonly at: number } | null = null

  const list = () => added.flat()
  const find = (combination: string) => list().findLast((shortcut) => shortcut.keys.includes(combination))

  return {
    add(shortcuts) {
      added.push(shortcuts)
      return () => {
        const at = added.indexOf(shortcuts)
        if (at !== -1) added.splice(at, 1)
      }
    },
    list,
    isEnabled: () => isEnabled,
    setEnabled: (next) => {
      isEnabled = next
      options.onEnabledChange?.(next)
    },
    handle(event) {
      if (!isEnabled || event.defaultPrevented || !isFree(event)) return
      const isSequence = first !== null && event.timeStamp - first.at < SEQUENCE_MS
      const shortcut = (isSequence ? find(`${first?.key} ${event.key}`) : undefined) ?? find(event.key)
      first = { key: event.key, at: event.timeStamp }
      if (shortcut === undefined) return
      event.preventDefault()
      shortcut.run(event)
    },
  }
}

// Typing is typing, and a key with a modifier belongs to the browser or the system.
function isFree(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false
  const target = event.target as Partial<HTMLElement> | null
  if (typeof target?.closest !== 'function') return true
  if (target.isContentEditable === true) return false
  if (target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [role=menu]') !== null)
    return false
  if (target.closest('dialog[open]') !== null) return false
  // Enter and space already mean something on what has the focus; on a link only Enter does.
  const pressed = { Enter: 'a, button, summary, label, input', ' ': 'button, summary, label, input' }[event.key]
  return pressed === undefined || target.closest(pressed) === null
}
