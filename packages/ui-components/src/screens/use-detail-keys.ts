import type { IssueStatusName } from '@mishap/core/client'
import { useShortcuts } from '../provider/use-shortcuts.js'

export interface DetailKeys {
  /** Ids of the issues around this one in the list that the reader came from. */
  readonly previous: string | null
  readonly next: string | null
  readonly goToIssue: (id: string) => void
  readonly back: () => void
  readonly setStatus: (status: IssueStatusName) => void
  /** False where there is nothing to take back. */
  readonly undo: () => boolean
}

/** The keys of an issue's page. */
export function useDetailKeys(keys: DetailKeys): void {
  const issue = (id: string | null) => () => id !== null && keys.goToIssue(id)
  const group = 'Issue'
  useShortcuts([
    { keys: ['e'], label: 'Resolve', group, run: () => keys.setStatus('resolved') },
    { keys: ['m'], label: 'Ignore', group, run: () => keys.setStatus('ignored') },
    { keys: ['u'], label: 'Take back, or reopen', group, run: () => keys.undo() || keys.setStatus('unresolved') },
    { keys: ['j'], label: 'Next issue of the list', group, run: issue(keys.next) },
    { keys: ['k'], label: 'Previous issue of the list', group, run: issue(keys.previous) },
    { keys: ['Escape'], label: 'Back to the list', group, run: keys.back },
  ])
}
