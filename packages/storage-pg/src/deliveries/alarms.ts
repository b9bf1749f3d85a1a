import type { Alarm, AlarmStorage, AlertRecipient, Id } from '@mishap/core'
import type { Database } from '../database.js'
import { idsIn, isId } from '../ids.js'
import { sliceOf } from '../slices.js'
import { RECIPIENT } from './row.js'

export function pgAlarms(db: Database): AlarmStorage {
  const s = db.schema
  return {
    async note(recipientId, alarms, { now, closesFrom }) {
      const known = new Set(idsIn(alarms.map(({ id }) => id)))
      const rows = alarms.filter(({ id }) => known.has(id))
      if (rows.length === 0 || !isId(recipientId)) return true
      const found = await db.rows<{ is_free: boolean }>(
        `insert into ${s}.alert_alarms as a (recipient_id, key, issue_id, monitor_id, next_at)
         select distinct on (q.key) r.id, q.key,
           case when q.of = 'issue' then q.id end, case when q.of = 'monitor' then q.id end, $3
         from json_to_recordset($2::json) as q(key text, of text, id bigint)
         join ${s}.alert_recipients r on r.id = $1
         order by q.key
         on conflict (recipient_id, key) do update set
           next_at = case when a.is_closing and a.next_at > $4 then a.next_at else excluded.next_at end,
           attempts = case when a.is_closing and a.next_at > $4 then a.attempts else 0 end,
           is_closing = a.is_closing and a.next_at > $4
         returning not is_closing as is_free`,
        [recipientId, JSON.stringify(rows), closesFrom, now],
      )
      return found.every(({ is_free: isFree }) => isFree)
    },
    async claimOver(now, limit, leaseMs, after) {
      const slice = await sliceOf(db, 'alert_alarms', after)
      if (slice === null) return { items: [], next: null }
      // Indexes: alert_alarms_pkey; of each issues_pkey, monitors_pkey. With `offset 0` each is looked up, whatever the planner
      // thinks of reading all of them.
      const rows = await db.rows<AlarmRow>(
        `with over as (
           select a.id, a.attempts as before
           from ${s}.alert_alarms a
           join ${s}.alert_recipients r on r.id = a.recipient_id
           join ${s}.project_alerts p on p.id = r.alert_id
           where a.id > $4 and a.id <= $5 and a.next_at <= $1
             and case when a.issue_id is not null
               then not exists (
                 select from ${s}.issues i
                 where i.organization_id = p.organization_id and i.id = a.issue_id
                   and i.status <> 'resolved' and i.merged_into is null
                 offset 0)
               else not exists (select from ${s}.monitors m where m.id = a.monitor_id and m.status <> 'up' offset 0)
             end
           order by a.id
           limit $2
           for update of a skip locked
         )
         update ${s}.alert_alarms a set next_at = $3, attempts = a.attempts + 1, is_closing = true
         from over, ${s}.alert_recipients r, ${s}.project_alerts p
         where a.id = over.id and r.id = a.recipient_id and p.id = r.alert_id
         returning a.id, a.key, a.next_at, over.before as attempts, p.organization_id, p.project_id,
           ${RECIPIENT} as recipient`,
        [now, limit, new Date(now.getTime() + leaseMs), slice.after, slice.last],
      )
      const items = rows.toSorted((a, b) => Number(a.id) - Number(b.id)).map(toAlarm)
      return { items, next: items.length < limit ? slice.next : after }
    },
    async forget({ id, claimedUntil }) {
      if (!isId(id)) return
      await db.rows(`delete from ${s}.alert_alarms where id = $1 and next_at = $2`, [id, claimedUntil])
    },
    async postpone({ id, claimedUntil }, until) {
      if (!isId(id)) return
      await db.rows(`update ${s}.alert_alarms set next_at = $3, is_closing = false where id = $1 and next_at = $2`, [
        ...[id, claimedUntil, until],
      ])
    },
  }
}

interface AlarmRow {
  readonly id: Id
  readonly key: string
  readonly attempts: number
  readonly next_at: Date
  readonly organization_id: Id
  readonly project_id: Id
  readonly recipient: AlertRecipient
}

function toAlarm({ id, key, attempts, next_at, organization_id, project_id, recipient }: AlarmRow): Alarm {
  const of = { organizationId: organization_id, projectId: project_id, recipient }
  return { id, key, attempts, ...of, claimedUntil: next_at }
}
