import type { Context } from '../context.js'
import type { Author, Priority, StatusRequest } from '../ports/issue-state.js'
import type { Id } from '../ports/model.js'
import type { IssueFilter } from '../ports/storage.js'
import { type AssigneeName, findAssignee } from './assignee.js'
import { setIssueStatus, tellChanged } from './change.js'

/** Several changes of the same issues; what is not given stays. */
export interface IssueChange {
  readonly status?: StatusRequest
  /** null: nobody. */
  readonly assignee?: AssigneeName | null
  readonly priority?: Priority
  readonly hasSeen?: boolean
  readonly isBookmarked?: boolean
  readonly isSubscribed?: boolean
}

export interface Editor extends Author {
  readonly userId: Id
}

/**
 * Changes every matching issue and tells open pages. The status comes last: it may be what the filter asks for.
 * Answers the ids that changed. Rejects with `not_found` before anything has changed where the assignee is none of the
 * organization.
 */
export async function changeIssues(
  context: Context,
  filter: IssueFilter,
  change: IssueChange,
  editor: Editor,
): Promise<readonly Id[]> {
  const { issues } = context.storage
  const { assignee, priority, status } = change
  const found =
    assignee === undefined || assignee === null
      ? null
      : await findAssignee(context, filter.organizationId, assignee, editor.userId)
  const marks = {
    ...(change.hasSeen === true ? { seenAt: editor.at } : {}),
    ...(change.isBookmarked === undefined ? {} : { isBookmarked: change.isBookmarked }),
    ...(change.isSubscribed === undefined ? {} : { isSubscribed: change.isSubscribed }),
  }
  const changed = new Set<Id>()
  if (Object.keys(marks).length > 0) for (const id of await issues.mark(filter, editor.userId, marks)) changed.add(id)
  if (assignee !== undefined) for (const id of await issues.assign(filter, found, editor)) changed.add(id)
  if (priority !== undefined) for (const id of await issues.setPriority(filter, priority, editor)) changed.add(id)
  await tellChanged(context, filter, [...changed])
  if (status !== undefined) for (const id of await setIssueStatus(context, filter, status, editor)) changed.add(id)
  return [...changed]
}
