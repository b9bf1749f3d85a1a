import { DELIVERY_DAYS, HOOK_DAYS, REQUEST_COUNT_DAYS, retentionDaysOf, type Storage, UNMERGE_DAYS } from '@mishap/core'
import type { Database } from './database.js'
import { deleteIssues } from './deletion.js'
import { dropOldIncidents } from './incidents/past.js'
import { dropOldItems } from './items/deletion.js'
import {
  CHECK_DAYS,
  type DailyTable,
  dayOf,
  daysFrom,
  dropPartitionsBefore,
  EVENT_DAYS,
  ensurePartitions,
  HOUR_DAYS,
  MINUTE_DAYS,
} from './partitions.js'

const DAY_MS = 86_400_000
/** Days that are there before anybody needs them: late replays behind, a `maintain` that did not run ahead. */
const DAYS_BEHIND = 2
const DAYS_AHEAD = 7

/**
 * Makes the partitions of the coming days and drops what is past retention: events, counters, and issues that were not
 * seen since. Days are of UTC; a day is dropped when all of it is past.
 */
export async function maintain(
  db: Database,
  { now, retentionDays, retention }: Parameters<Storage['maintain']>[0],
): Promise<void> {
  const s = db.schema
  const days = retentionDaysOf(retentionDays, retention)
  const daysBefore = (count: number) => new Date(Date.parse(dayOf(now)) - count * DAY_MS)
  const needed = daysFrom(daysBefore(DAYS_BEHIND), DAYS_BEHIND + 1 + DAYS_AHEAD)
  const daily: readonly (readonly [DailyTable, number])[] = [
    ...[[EVENT_DAYS, days.events] as const, [CHECK_DAYS, days.monitorChecks] as const],
    ...[[MINUTE_DAYS, days.monitorMinutes] as const, [HOUR_DAYS, days.monitorHours] as const],
  ]
  for (const [table, kept] of daily) {
    await ensurePartitions(db, table, needed)
    await dropPartitionsBefore(db, table, dayOf(daysBefore(kept)))
  }
  await db.rows(`delete from ${s}.monitor_days where day < $1::date`, [dayOf(daysBefore(days.monitorDays))])
  await db.rows(`delete from ${s}.sessions where expires_at <= $1`, [now])
  await db.rows(`delete from ${s}.user_secrets where expires_at <= $1`, [now])
  await db.rows(`delete from ${s}.email_confirmations where expires_at <= $1`, [now])
  await db.rows(`delete from ${s}.sign_in_attempts where expires_at <= $1`, [now])
  await db.rows(`delete from ${s}.issue_hourly where hour < $1`, [daysBefore(days.counters)])
  await db.rows(`delete from ${s}.issue_tags where last_seen_at < $1`, [daysBefore(days.counters)])
  await db.rows(`delete from ${s}.project_outcomes where hour < $1`, [daysBefore(days.outcomes)])
  await db.rows(`delete from ${s}.project_requests where hour < $1`, [daysBefore(REQUEST_COUNT_DAYS)])
  await db.rows(`delete from ${s}.ingest_log where at < $1`, [daysBefore(days.events)])
  await db.rows(`delete from ${s}.deliveries where created_at < $1 and next_attempt_at is null`, [
    daysBefore(DELIVERY_DAYS),
  ])
  await db.rows(`delete from ${s}.channels where used_at < $1`, [daysBefore(DELIVERY_DAYS)])
  // What nothing takes any more, such as an address that was replaced, never works again.
  await db.rows(
    `delete from ${s}.channel_outages o
     where o.since < $1 and not exists (select from ${s}.channels c where c.key = o.key)`,
    [daysBefore(DELIVERY_DAYS)],
  )
  await dropOldIncidents(db, daysBefore(days.incidents))
  await db.rows(`delete from ${s}.mutes where until < $1`, [now])
  await db.rows(`delete from ${s}.alert_notices n where not exists (select from ${s}.issues i where i.id = n.issue_id)`)
  await db.rows(`delete from ${s}.integration_hooks where at < $1`, [daysBefore(HOOK_DAYS)])
  await db.rows(`delete from ${s}.issue_moves where done_at < $1`, [daysBefore(1)])
  await db.rows(`delete from ${s}.issue_splits where at < $1`, [daysBefore(UNMERGE_DAYS)])
  await db.rows(`delete from ${s}.issue_undos where expires_at < $1`, [now])
  await deleteIssues(db, { where: 'i.last_seen_at < $1', values: [daysBefore(days.issues)] })
  await dropOldItems(db, now, (kind) => daysBefore(days[kind]))
}
