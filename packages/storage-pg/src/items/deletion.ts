import type { RetentionDays } from '@mishap/core'
import type { Database } from '../database.js'
import { deleteAttachments } from './attachments.js'

const DAY_MS = 86_400_000
/** A session is reported on for some days; what is delivered again comes within weeks. */
const STATE_DAYS = 7
const DELIVERY_DAYS = 30

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
      and not exists (select from ${s}.project_moves m where m.project_id = a.project_id)
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
