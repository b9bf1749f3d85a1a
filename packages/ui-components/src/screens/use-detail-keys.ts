import type { IssueChangeInput, IssueStatusName } from '@mishap/core/client'
import type { RefObject } from 'react'
import type { IssueActionsHandle } from '../issues/issue-actions.js'
import { useShortcuts } from '../provider/use-shortcuts.js'

export interface DetailKeys {
  /** Ids of the issues around this one in the list that the reader came from. */
  readonly previous: string | null
  readonly next: string | null
  readonly goToIssue: (id: string) => void
  readonly back: () => void
  /** Undefined while the issue is on its way. */
  readonly status: IssueStatusName | undefined
  readonly change: (change: IssueChangeInput) => void
  /** False where there is nothing to take back. */
  readonly undo: () => boolean
  /** Left out for readers, who have no buttons to press. */
  readonly actions?: RefObject<IssueActionsHandle | null>
}

/** The keys of an issue's page. */
export function useDetailKeys(keys: DetailKeys): void {
  const issue = (id: string | null) => () => id !== null && keys.goToIssue(id)
  const group = 'Issue'
  const { actions, status } = keys
  const set = (wanted: IssueStatusName) => status !== undefined && status !== wanted && keys.change({ status: wanted })
  useShortcuts([
    ...(actions === undefined
      ? []
      : [
          { keys: ['e'], label: 'Resolve', group, run: () => set('resolved') },
          { keys: ['m'], label: 'Ignore…', group, run: () => actions.current?.openIgnore() },
          { keys: ['a'], label: 'Assign…', group, run: () => actions.current?.openAssign() },
          { keys: ['P'], label: 'Priority…', group, run: () => actions.current?.openPriority() },
          { keys: ['u'], label: 'Take back, or reopen', group, run: () => keys.undo() || set('unresolved') },
        ]),
    { keys: ['j'], label: 'Next issue of the list', group, run: issue(keys.next) },
    { keys: ['k'], label: 'Previous issue of the list', group, run: issue(keys.previous) },
    { keys: ['Escape'], label: 'Back to the list', group, run: keys.back },
  ])
}
