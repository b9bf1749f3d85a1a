import { hashToken, newToken } from '../auth/tokens.js'
import type { Context } from '../context.js'
import { notFound } from '../orgs/access.js'
import { type Editor, type IssueEdits, UNDO_MINUTES } from '../ports/issue-changes.js'
import type { StatusRequest } from '../ports/issue-state.js'
import type { IssueFilter } from '../ports/issues.js'
import type { Id } from '../ports/model.js'
import { type AssigneeName, findAssignee } from './assignee.js'
import { tellChanged } from './change.js'

export type { Editor }

/** Several changes of the same issues; what is not given stays. */
export interface IssueChange extends Pick<IssueEdits, 'priority'> {
  readonly status?: StatusRequest
  /** null: nobody. */
  readonly assignee?: AssigneeName | null
  readonly hasSeen?: boolean
  readonly isBookmarked?: boolean
  readonly isSubscribed?: boolean
}

/** What was changed, and the key that takes it back; null where nothing was. */
export interface Changed {
  readonly ids: readonly Id[]
  readonly undo: string | null
}

/**
 * Changes every matching issue and tells open pages. With `isReversible` it can be taken back for ten minutes.
 * Rejects with `not_found` before anything has changed where the assignee is none of the organization.
 */
export async function changeIssues(
  context: Context,
  filter: IssueFilter,
  change: IssueChange,
  editor: Editor,
  isReversible = false,
): Promise<Changed> {
  const edits = await editsOf(context, filter.organizationId, change, editor)
  const { token, hash: keyHash } = newToken()
  const expiresAt = new Date(editor.at.getTime() + UNDO_MINUTES * 60_000)
  const undo = isReversible ? { keyHash, expiresAt } : undefined
  const ids = await context.storage.issues.change(filter, edits, editor, undo)
  await tellChanged(context, filter, ids)
  return { ids, undo: isReversible && ids.length > 0 ? token : null }
}

/**
 * Takes a change back where nobody has changed an issue again since; answers how many it restored. Rejects with
 * `not_found` where that was done, is somebody else's, or is longer ago than ten minutes.
 */
export async function undoChange(
  context: Context,
  organizationId: Id,
  undo: string,
  editor: Editor,
): Promise<{ readonly restored: number; readonly left: number }> {
  const undone = await context.storage.issues.undoChange(organizationId, hashToken(undo), editor)
  if (undone === null) throw notFound('change that can be taken back')
  await tellChanged(context, { organizationId, projectIds: null }, undone.restored)
  return { restored: undone.restored.length, left: undone.left }
}

async function editsOf(
  context: Context,
  organizationId: Id,
  { assignee, status, priority, hasSeen, isBookmarked, isSubscribed }: IssueChange,
  editor: Editor,
): Promise<IssueEdits> {
  const marks = {
    ...(hasSeen === true ? { seenAt: editor.at } : {}),
    ...(isBookmarked === undefined ? {} : { isBookmarked }),
    ...(isSubscribed === undefined ? {} : { isSubscribed }),
  }
  const found = assignee ? await findAssignee(context, organizationId, assignee, editor.userId) : null
  return {
    ...(Object.keys(marks).length === 0 ? {} : { marks }),
    ...(assignee === undefined ? {} : { assignee: found }),
    ...(priority === undefined ? {} : { priority }),
    ...(status === undefined ? {} : { status }),
  }
}
