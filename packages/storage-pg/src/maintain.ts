import type { Id } from '@mishap/core'
import type { Database } from './database.js'
import { deleteIssueContents } from './deletion.js'
import { dayOf, daysFrom, dropPartitionsBefore, ensurePartitions } from './partitions.js'

const DAY_MS = 86_400_000
/** Days that are there before anybody needs them: late replays behind, a `maintain` that did not run ahead. */
const DAYS_BEHIND = 2
const DAYS_AHEAD = 7
const ISSUES_AT_ONCE = 1000
/** Counts of what was taken and refused are small, and asked for over longer times than events. */
const OUTCOME_RETENTIONS = 4

/**
 * Makes the partitions of the coming days and drops what is past retention: events, counters, and issues that were not
 * seen since. Days are of UTC; a day is dropped when all of it is past.
 */
export async function maintain(
  db: Database,
  { now, retentionDays }: { readonly now: Date; readonly retentionDays: number },
): Promise<void> {
  const s = db.schema
  const daysBefore = (count: number) => new Date(Date.parse(dayOf(now)) - count * DAY_MS)
  const oldest = daysBefore(retentionDays)
  await ensurePartitions(db, daysFrom(daysBefore(DAYS_BEHIND), DAYS_BEHIND + 1 + DAYS_AHEAD))
  await dropPartitionsBefore(db, dayOf(oldest))
  await db.rows(`delete from ${s}.sessions where expires_at <= $1`, [now])
  await db.rows(`delete from ${s}.issue_hourly where hour < $1`, [oldest])
  await db.rows(`delete from ${s}.issue_tags where last_seen_at < $1`, [oldest])
  await db.rows(`delete from ${s}.project_outcomes where hour < $1`, [daysBefore(OUTCOME_RETENTIONS * retentionDays)])
  while ((await deleteForgottenIssues(db, oldest)) === ISSUES_AT_ONCE);
}

/** Some of the issues without an event since `oldest`. Answers how many. */
async function deleteForgottenIssues(db: Database, oldest: Date): Promise<number> {
  const s = db.schema
  return db.transaction(async (tx) => {
    const rows = await tx.rows<{ id: Id; organization_id: Id }>(
      `with locked as (
         select id, organization_id from ${s}.issues
         where last_seen_at < $1
         order by id
         limit ${ISSUES_AT_ONCE}
         for update
       )
       delete from ${s}.issues i using locked
       where i.id = locked.id and i.organization_id = locked.organization_id
       returning i.id, i.organization_id`,
      [oldest],
    )
    const byOrganization = new Map<Id, Id[]>()
    for (const { id, organization_id } of rows)
      byOrganization.set(organization_id, [...(byOrganization.get(organization_id) ?? []), id])
    for (const [organizationId, ids] of byOrganization) await deleteIssueContents(tx, s, organizationId, ids)
    return rows.length
  })
}
