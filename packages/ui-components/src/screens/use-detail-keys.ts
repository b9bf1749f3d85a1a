import type { IssueChangeInput, IssueStatusName } from '@mishap/core/client'
import type { RefObject } from 'react'
import type { IssueActionsHandle } from '../issues/issue-actions.js'
import { bindKeys, ISSUE_KEYS } from '../provider/keys.js'
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
  const { actions, status } = keys
  const set = (wanted: IssueStatusName) => status !== undefined && status !== wanted && keys.change({ status: wanted })
  const changes = {
    resolve: () => set('resolved'),
    ignore: () => actions?.current?.openIgnore(),
    assign: () => actions?.current?.openAssign(),
    priority: () => actions?.current?.openPriority(),
    undo: () => keys.undo() || set('unresolved'),
  }
  useShortcuts(
    bindKeys(ISSUE_KEYS, {
      ...(actions === undefined ? {} : changes),
      next: issue(keys.next),
      previous: issue(keys.previous),
      back: keys.back,
    }),
  )
}
