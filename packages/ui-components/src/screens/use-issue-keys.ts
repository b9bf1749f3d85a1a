import type { IssueJson, IssueStatusName } from '@mishap/core/client'
import { useShortcuts } from '../provider/use-shortcuts.js'

export interface IssueKeys {
  readonly issues: readonly IssueJson[]
  readonly cursor: string | null
  readonly setCursor: (id: string) => void
  readonly open: (issue: IssueJson) => void
  readonly toggle: (id: string) => void
  readonly clear: () => void
  readonly changeStatus: (status: IssueStatusName) => void
  /** False where there is nothing to take back. */
  readonly undo: () => boolean
  readonly focusSearch: () => void
  readonly applyNews: () => void
}

/** The keys of an issue list. They act on what is chosen, else on the row that they are at. */
export function useIssueKeys(keys: IssueKeys): void {
  const { issues, cursor } = keys
  const current = issues.find(({ id }) => id === cursor)
  const move = (by: 1 | -1) => {
    const at = issues.findIndex(({ id }) => id === cursor)
    const start = by === 1 ? 0 : issues.length - 1
    const next = issues[at === -1 ? start : Math.max(0, Math.min(issues.length - 1, at + by))]
    if (next === undefined) return
    keys.setCursor(next.id)
    const link = document.querySelector<HTMLElement>(`[data-issue="${CSS.escape(next.id)}"]`)
    link?.focus({ preventScroll: true })
    link?.closest('tr')?.scrollIntoView({ block: 'nearest' })
  }
  const group = 'Issue list'
  useShortcuts([
    { keys: ['j'], label: 'Next issue', group, run: () => move(1) },
    { keys: ['k'], label: 'Previous issue', group, run: () => move(-1) },
    { keys: ['Enter', 'o'], label: 'Open', group, run: () => current !== undefined && keys.open(current) },
    { keys: ['x'], label: 'Choose', group, run: () => current !== undefined && keys.toggle(current.id) },
    { keys: ['Escape'], label: 'Choose none', group, run: keys.clear },
    { keys: ['e'], label: 'Resolve', group, run: () => keys.changeStatus('resolved') },
    { keys: ['m'], label: 'Ignore', group, run: () => keys.changeStatus('ignored') },
    { keys: ['u'], label: 'Take back, or reopen', group, run: () => keys.undo() || keys.changeStatus('unresolved') },
    { keys: ['.'], label: 'Put what is new into the list', group, run: keys.applyNews },
    { keys: ['/'], label: 'Search', group, run: keys.focusSearch },
  ])
}
