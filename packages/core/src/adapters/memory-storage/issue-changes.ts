import { defaultPriority } from '../../issues/priority.js'
import { statusActivity } from '../../issues/status-request.js'
import type { Editor, IssueChangesStorage, IssueEdits } from '../../ports/issue-changes.js'
import type { ActivityKind, IssueMark } from '../../ports/issue-state.js'
import type { IssueWorkStorage } from '../../ports/issue-work.js'
import type { IssueFilter } from '../../ports/issues.js'
import type { Id, Issue } from '../../ports/model.js'
import { log } from './issue-work.js'
import type { IssueRow, NotedIssue, State } from './state.js'

/** Entries of what somebody does to an issue, or an event: after one of them it is not as the change had left it. */
const CHANGES: ReadonlySet<ActivityKind> = new Set<ActivityKind>([
  ...(['set_unresolved', 'set_resolved', 'set_resolved_in_release', 'set_resolved_in_commit'] as const),
  ...(['set_ignored', 'set_regression', 'set_escalating', 'set_priority', 'assigned', 'unassigned'] as const),
])

export function memoryIssueChanges(
  state: State,
  matching: (filter: IssueFilter) => readonly IssueRow[],
  work: Pick<IssueWorkStorage, 'setStatus' | 'assign' | 'setPriority' | 'mark'>,
): IssueChangesStorage {
  return {
    async change(filter, edits, author, undo) {
      const rows = matching(filter)
      const before = new Map(rows.map((row) => [row.issue.id, noted(row)]))
      const changed = await edit(filter.organizationId, rows, edits, author)
      if (undo !== undefined)
        state.undos.set(undo.keyHash, {
          ...{ organizationId: filter.organizationId, userId: author.userId, expiresAt: undo.expiresAt },
          issues: rows
            .filter((row) => changed.has(row.issue.id))
            .map((row) => ({ before: before.get(row.issue.id) ?? noted(row), after: noted(row) })),
        })
      return rows.map((row) => row.issue.id).filter((id) => changed.has(id))
    },
    async undoChange(organizationId, keyHash, author) {
      const undo = state.undos.get(keyHash)
      if (undo?.organizationId !== organizationId || undo.userId !== author.userId) return null
      state.undos.delete(keyHash)
      if (undo.expiresAt <= author.at) return null
      const changed = undo.issues.filter(({ before, after }) => !isSame(before, after) || !isSameMarks(before, after))
      if (changed.length === 0) return null
      const restored = changed.filter(({ before, after }) => {
        const row = state.issues.get(after.issue.id)
        if (row === undefined || !isAsLeft(row, after)) return false
        restore(state, row, { before, after }, author)
        return true
      })
      return { restored: restored.map(({ after }) => after.issue.id), left: changed.length - restored.length }
    },
  }

  async function edit(organizationId: Id, rows: readonly IssueRow[], edits: IssueEdits, author: Editor) {
    const { marks, assignee, priority, status } = edits
    const only = (ids: readonly Id[]): IssueFilter => ({ organizationId, projectIds: null, ids })
    const all = only(rows.map((row) => row.issue.id))
    const changed = new Set<Id>()
    const add = (ids: readonly Id[]) => {
      for (const id of ids) changed.add(id)
    }
    if (marks !== undefined) add(await work.mark(all, author.userId, marks))
    if (assignee !== undefined) add(await work.assign(all, assignee, author))
    if (priority === 'auto') {
      for (const row of rows) {
        const usual = defaultPriority(row.issue)
        if (row.issue.priority === usual) continue
        row.issue = { ...row.issue, priority: usual }
        log(state, row, 'set_priority', author, { priority: usual, isAutomatic: true })
        changed.add(row.issue.id)
      }
    } else if (priority !== undefined) add(await work.setPriority(all, priority, author))
    if (status !== undefined) add(await work.setStatus(all, status, author))
    return changed
  }
}

function noted({ issue, marks, activity }: IssueRow): NotedIssue {
  return { issue, marks: new Map(marks), activityId: activity.at(-1)?.id ?? '0' }
}

function isAsLeft({ issue, activity }: IssueRow, after: NotedIssue): boolean {
  const isNewer = activity.some(({ id, kind }) => Number(id) > Number(after.activityId) && CHANGES.has(kind))
  const { status, priority } = after.issue
  return !isNewer && issue.mergedInto === null && issue.status === status && issue.priority === priority
}

function isSame({ issue: a }: NotedIssue, { issue: b }: NotedIssue): boolean {
  return isSameStatus(a, b) && a.priority === b.priority && isSameAssignee(a, b)
}

function isSameMarks({ marks: a }: NotedIssue, { marks: b }: NotedIssue): boolean {
  return a.size === b.size && [...b].every(([userId, mark]) => isSameMark(a.get(userId), mark))
}

function isSameMark(a: IssueMark | undefined, b: IssueMark | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function isSameStatus(a: Issue, b: Issue): boolean {
  return a.status === b.status && JSON.stringify(a.statusDetails) === JSON.stringify(b.statusDetails)
}

function isSameAssignee({ assignee: a }: Issue, { assignee: b }: Issue): boolean {
  return a?.kind === b?.kind && a?.id === b?.id
}

function restore(
  state: State,
  row: IssueRow,
  { before, after }: { readonly before: NotedIssue; readonly after: NotedIssue },
  author: Editor,
): void {
  const { status, statusDetails, resolvedAt, priority, assignee } = before.issue
  row.issue = { ...row.issue, status, statusDetails, resolvedAt, priority, assignee }
  for (const [userId, mark] of after.marks) {
    const was = before.marks.get(userId)
    const now = row.marks.get(userId)
    // What users have said since stays.
    if (isSameMark(was, mark) || now?.isBookmarked !== mark.isBookmarked || now.isSubscribed !== mark.isSubscribed)
      continue
    if (was === undefined) row.marks.delete(userId)
    else row.marks.set(userId, was)
  }
  if (!isSameAssignee(before.issue, after.issue)) {
    if (assignee === null) log(state, row, 'unassigned', author, { isUndo: true })
    else log(state, row, 'assigned', author, { assignee: assignee.id, assigneeType: assignee.kind, isUndo: true })
  }
  if (priority !== after.issue.priority) log(state, row, 'set_priority', author, { priority, isUndo: true })
  if (isSameStatus(before.issue, after.issue)) return
  const { kind, data } = statusActivity(status, statusDetails)
  log(state, row, kind, author, { ...data, isUndo: true })
}
