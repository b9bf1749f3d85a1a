import { authorOf, type IssueFilter, type IssueWorkStorage, statusRequest } from '@mishap/core'
import type { Database } from '../database.js'
import { idsIn, isId } from '../ids.js'
import { addActivity } from './activity.js'
import { type Edit, editAssignee, editMarks, editPriority, editStatus, inChunks } from './edit.js'
import { MARK_COLUMNS, type MarkRow, toMark } from './marks.js'
import { ISSUE_COLUMNS, type IssueRow, toIssue } from './row.js'

type Work = Omit<IssueWorkStorage, 'activity' | 'comment' | 'getComment' | 'editComment' | 'deleteComment'>

export function pgIssueWork(db: Database): Work {
  const s = db.schema
  const editAll = (filter: IssueFilter, edit: Edit | null) =>
    edit === null
      ? Promise.resolve([])
      : inChunks(db, filter, edit.differs, (tx, ids) => edit.apply(tx, filter.organizationId, ids))
  return {
    async setStatus(filter, status, by) {
      return editAll(filter, editStatus(s, statusRequest(status), authorOf(by)))
    },
    async assign(filter, assignee, author) {
      return editAll(filter, editAssignee(s, assignee, author))
    },
    async setPriority(filter, priority, author) {
      return editAll(filter, editPriority(s, priority, author))
    },
    async mark(filter, userId, change) {
      return isId(userId) ? editAll(filter, editMarks(s, userId, change)) : []
    },
    async marksOf(organizationId, issueIds, userId) {
      const known = idsIn(issueIds)
      if (!isId(organizationId) || !isId(userId) || known.length === 0) return new Map()
      // Index: issue_marks_pkey.
      const rows = await db.rows<MarkRow>(
        `select ${MARK_COLUMNS} from ${s}.issue_marks
         where organization_id = $1 and issue_id = any($2::bigint[]) and user_id = $3`,
        [organizationId, known, userId],
      )
      return new Map(rows.map((row) => [row.issue_id, toMark(row)]))
    },
    async marksOn(organizationId, issueId, limit) {
      if (!isId(organizationId) || !isId(issueId)) return []
      // Index: issue_marks_pkey.
      const rows = await db.rows<MarkRow>(
        `select ${MARK_COLUMNS} from ${s}.issue_marks
         where organization_id = $1 and issue_id = $2
         order by seen_at desc nulls last, user_id
         limit $3`,
        [organizationId, issueId, limit],
      )
      return rows.map(toMark)
    },
    async wake(now, limit) {
      return db.transaction(async (tx) => {
        // Index: issues_to_wake. Others who wake take other issues.
        const rows = await tx.rows<IssueRow>(
          `with due as (
             select d.id, d.organization_id from ${s}.issues d
             where d.wake_at <= $1
             order by d.wake_at
             limit $2
             for update skip locked
           )
           update ${s}.issues i set status = 'unresolved', status_details = null, wake_at = null
           from due
           where i.id = due.id and i.organization_id = due.organization_id
           returning ${ISSUE_COLUMNS}`,
          [now, limit],
        )
        const woken = rows.map(toIssue)
        const about = { kind: 'set_unresolved', data: { reason: 'until' } } as const
        await addActivity(
          tx,
          s,
          woken.map(({ id, organizationId }) => ({ organizationId, issueId: id, ...about })),
          authorOf(now),
        )
        return woken
      })
    },
    async escalate(organizationId, issueId, { at, events, limit }, notSince) {
      if (!isId(organizationId) || !isId(issueId)) return null
      return db.transaction(async (tx) => {
        const [row] = await tx.rows<IssueRow>(
          `update ${s}.issues i set
             status = 'unresolved', status_details = null, wake_at = null,
             escalated_at = $3, escalated_events = $4, escalated_limit = $5
           where i.id = $2 and i.organization_id = $1 and i.merged_into is null and (
             (i.status = 'ignored' and i.status_details ->> 'kind' = 'escalating')
             or (i.status = 'unresolved' and (i.escalated_at is null or i.escalated_at < $6))
           )
           returning ${ISSUE_COLUMNS}`,
          [organizationId, issueId, at, events, limit, notSince],
        )
        if (row === undefined) return null
        const data = { event_count: events, limit }
        await addActivity(tx, s, [{ organizationId, issueId, kind: 'set_escalating', data }], authorOf(at))
        return toIssue(row)
      })
    },
  }
}
