import type { IssueChangeInput, IssueJson } from '@mishap/core/client'
import { useShortcuts } from '../provider/use-shortcuts.js'

export interface IssueKeys {
  readonly issues: readonly IssueJson[]
  readonly cursor: string | null
  readonly setCursor: (id: string) => void
  readonly open: (issue: IssueJson) => void
  readonly toggle: (id: string) => void
  /** Chooses these as well. */
  readonly add: (ids: readonly string[]) => void
  /** Puts away the preview, else what is chosen. */
  readonly clear: () => void
  readonly change: (change: IssueChangeInput) => void
  /** Opens one of the pickers where the keyboard is. */
  readonly pick: (what: 'assignee' | 'priority' | 'ignore') => void
  readonly preview: () => void
  readonly merge: () => void
  /** False where there is nothing to take back. */
  readonly undo: () => boolean
  readonly focusSearch: () => void
  readonly applyNews: () => void
}

/** The keys of an issue list. They act on what is chosen, else on the row that they are at. */
export function useIssueKeys(keys: IssueKeys): void {
  const { issues, cursor } = keys
  const current = issues.find(({ id }) => id === cursor)
  const move = (by: 1 | -1): string | null => {
    const at = issues.findIndex(({ id }) => id === cursor)
    const start = by === 1 ? 0 : issues.length - 1
    const next = issues[at === -1 ? start : Math.max(0, Math.min(issues.length - 1, at + by))]
    if (next === undefined) return null
    keys.setCursor(next.id)
    const link = linkOf(next.id)
    link?.focus({ preventScroll: true })
    link?.closest('tr')?.scrollIntoView({ block: 'nearest' })
    return next.id
  }
  const extend = (by: 1 | -1) => {
    const to = move(by)
    if (to !== null) keys.add(cursor === null ? [to] : [cursor, to])
  }
  const group = 'Issue list'
  useShortcuts([
    { keys: ['j'], label: 'Next issue', group, run: () => move(1) },
    { keys: ['k'], label: 'Previous issue', group, run: () => move(-1) },
    { keys: ['Enter', 'o'], label: 'Open', group, run: () => current !== undefined && keys.open(current) },
    { keys: [' '], label: 'Preview', group, run: keys.preview },
    { keys: ['x'], label: 'Choose', group, run: () => current !== undefined && keys.toggle(current.id) },
    { keys: ['J', 'K'], label: 'Choose down, up', group, run: ({ key }) => extend(key === 'J' ? 1 : -1) },
    { keys: ['Escape'], label: 'Choose none', group, run: keys.clear },
    { keys: ['e'], label: 'Resolve', group, run: () => keys.change({ status: 'resolved' }) },
    { keys: ['m'], label: 'Ignore…', group, run: () => keys.pick('ignore') },
    { keys: ['a'], label: 'Assign…', group, run: () => keys.pick('assignee') },
    { keys: ['p'], label: 'Priority…', group, run: () => keys.pick('priority') },
    { keys: ['M'], label: 'Merge what is chosen…', group, run: keys.merge },
    {
      keys: ['u'],
      label: 'Take back, or reopen',
      group,
      run: () => keys.undo() || keys.change({ status: 'unresolved' }),
    },
    { keys: ['.'], label: 'Put what is new into the list', group, run: keys.applyNews },
    { keys: ['/'], label: 'Search', group, run: keys.focusSearch },
  ])
}

/** The title of a shown issue, which has the focus when the keyboard is at its row. */
export function linkOf(id: string | null): HTMLElement | null {
  return id === null ? null : document.querySelector<HTMLElement>(`[data-issue="${CSS.escape(id)}"]`)
}
