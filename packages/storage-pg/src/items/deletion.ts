import type { Id, RetentionDays } from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { deleteAttachments } from './attachments.js'

const DAY_MS = 86_400_000
/** A session is reported on for some days; what is delivered again comes within weeks. */
const STATE_DAYS = 7
const DELIVERY_DAYS = 30

/** What came with the events of issues goes with them; to be called while the events are there. */
export async function deleteItemsOfIssues(
  tx: Queries,
  s: string,
  about: { readonly organizationId: Id; readonly issueIds: readonly Id[]; readonly days: readonly [string, string] },
): Promise<void> {
  const { organizationId, issueIds, days } = about
  await tx.rows(`delete from ${s}.feedback where organization_id = $1 and issue_id = any($2::bigint[])`, [
    organizationId,
    issueIds,
  ])
  const any = await tx.rows<{ found: number }>(
    `select 1 as found from ${s}.attachments where organization_id = $1 limit 1`,
    [organizationId],
  )
  if (any.length === 0) return
  await deleteAttachments(tx, s, {
    where: `a.organization_id = $1 and exists (
      select from ${s}.events e
      where e.organization_id = $1 and e.event_id = a.event_id and e.project_id = a.project_id
        and e.issue_id = any($2::bigint[]) and e.day between $3::date and $4::date
    )`,
    values: [organizationId, issueIds, ...days],
  })
}

export async function deleteItemsOfProject(tx: Queries, s: string, organizationId: Id, projectId: Id): Promise<void> {
  const values = [organizationId, projectId]
  await deleteAttachments(tx, s, { where: 'a.organization_id = $1 and a.project_id = $2', values })
  for (const table of ['feedback', 'session_states', 'session_counts', 'release_health', 'release_users', 'check_ins'])
    await tx.rows(`delete from ${s}.${table} where organization_id = $1 and project_id = $2`, values)
}

/** What is past retention, and attachments whose event is gone for another reason. */
export async function dropOldItems(
  db: Database,
  now: Date,
  oldest: (kind: keyof RetentionDays) => Date,
): Promise<void> {
  const s = db.schema
  const daysBefore = (days: number) => new Date(now.getTime() - days * DAY_MS)
  const drop = (table: string, column: string, before: Date) =>
    db.rows(`delete from ${s}.${table} where ${column} < $1`, [before])
  await drop('feedback', 'received_at', oldest('feedback'))
  await drop('check_ins', 'received_at', oldest('checkIns'))
  await drop('release_health', 'hour', oldest('sessions'))
  await drop('release_users', 'day', oldest('sessions'))
  await drop('session_states', 'received_at', daysBefore(STATE_DAYS))
  await drop('session_counts', 'received_at', daysBefore(DELIVERY_DAYS))
  await deleteAttachments(db, s, { where: 'a.received_at < $1', values: [oldest('attachments')] })
  await deleteAttachments(db, s, {
    where: `a.received_at < $1
      and not exists (
        select from ${s}.events e
        where e.organization_id = a.organization_id and e.event_id = a.event_id and e.project_id = a.project_id
      )
      and not exists (
        select from ${s}.feedback f
        where f.organization_id = a.organization_id and f.project_id = a.project_id and f.feedback_id = a.event_id
      )`,
    values: [daysBefore(1)],
  })
}
