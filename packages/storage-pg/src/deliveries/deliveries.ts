import { DELIVERY_BOUNDS, type DeliveryStorage, didNotFail, storable } from '@mishap/core'
import type { Database } from '../database.js'
import { isId } from '../ids.js'
import { holdMessage } from './hold.js'
import { findDelivery, lastMade, lastSent, listDeliveries } from './log.js'
import { mailPeople } from './mail-people.js'
import { columnsOf, type DeliveryRow, toDelivery } from './row.js'
import { hasNews, isBehind, SUPERSEDED } from './supersede.js'

export function pgDeliveries(db: Database): DeliveryStorage {
  const s = db.schema
  const columns = columnsOf(s)
  return {
    async claim(now, limit, leaseMs) {
      // Indexes: deliveries_due, deliveries_due_of_issues. However many are due, no more are looked at.
      const of = (kind: string, atMost: string, order: { isOld: string; isNext: string }) =>
        `select d.id, d.next_attempt_at as due_at, ${order.isOld} as is_old from ${s}.deliveries d
           where d.next_attempt_at <= $1 and d.subject->>'kind' ${kind}${order.isNext}
           order by d.next_attempt_at, d.id
           limit ${atMost}
           for update of d skip locked`
      const inOrder = { isOld: hasNews(s, 'd'), isNext: ` and not ${isBehind(s, 'd', '$1')}` }
      const rows = await db.rows<DeliveryRow>(
        `with urgent as (
           ${of("<> 'issues'", '$2', inOrder)}
         ), others as (
           ${of("= 'issues'", '$2 - (select count(*) from urgent)', { isOld: 'false', isNext: '' })}
         ), due as (
           select * from urgent union all select * from others
         ), superseded as (
           update ${s}.deliveries d set ${SUPERSEDED} from due where d.id = due.id and due.is_old
         )
         update ${s}.deliveries d
         set next_attempt_at = $3, is_claimed = true, held = null, gathers = null, channel_key = null
         from due, ${s}.project_alerts a
         where d.id = due.id and not due.is_old and a.id = d.alert_id
         returning ${columns}, due.due_at`,
        [now, limit, new Date(now.getTime() + leaseMs)],
      )
      const order = (row: DeliveryRow) => [
        row.subject.kind === 'issues' ? 1 : 0,
        row.due_at?.getTime() ?? 0,
        Number(row.id),
      ]
      return rows.toSorted((a, b) => compare(order(a), order(b))).map(toDelivery)
    },
    async renew(id, until, next) {
      if (!isId(id)) return false
      const rows = await db.rows(
        `update ${s}.deliveries set next_attempt_at = $3
         where id = $1 and state = 'pending' and is_claimed and next_attempt_at = $2
         returning id`,
        [id, until, next],
      )
      return rows.length > 0
    },
    async nextDue() {
      // Indexes: deliveries_due, deliveries_due_of_issues.
      const first = (kind: string) =>
        `(select min(next_attempt_at) from ${s}.deliveries where next_attempt_at is not null and subject->>'kind' ${kind})`
      const text = `select least(${first("<> 'issues'")}, ${first("= 'issues'")}) as at`
      return (await db.first<{ at: Date | null }>(text))?.at ?? null
    },
    hold: (id, hold) => holdMessage(db, id, hold),
    async finish(id, { attempt, state, nextAttemptAt, payload }) {
      if (!isId(id)) return
      await db.rows(
        `with noted as (
           update ${s}.deliveries d set state = case when is_over.told then 'superseded' else $2 end,
             next_attempt_at = case when is_over.told then null else $3::timestamptz end, is_claimed = false,
             attempts = attempts + 1, attempted_at = $4, attempt_ms = $5, attempt_status = $6, attempt_error = $7,
             payload = coalesce($8, payload), held = null
           from (
             select o.id, $2 = 'pending' and ${hasNews(s, 'o')} as told from ${s}.deliveries o where o.id = $1
           ) as is_over
           where d.id = is_over.id and (d.state = 'pending' or $2 = 'sent')
           returning d.id
         )
         insert into ${s}.delivery_attempts (delivery_id, number, at, ms, status, error, answer)
         select id, (select coalesce(max(number), 0) + 1 from ${s}.delivery_attempts where delivery_id = $1), $4, $5, $6, $7, $9
         from noted
         on conflict do nothing`,
        [
          ...[
            id,
            state,
            state === 'pending' ? nextAttemptAt : null,
            attempt.at,
            Math.round(attempt.ms),
            attempt.status,
          ],
          storable(attempt.error, DELIVERY_BOUNDS.error),
          payload === null ? null : storable(payload, DELIVERY_BOUNDS.payload),
          storable(attempt.answer, DELIVERY_BOUNDS.answer),
        ],
      )
    },
    async address(id, people, now) {
      if (!isId(id)) return
      const rows = people.map(({ userId, address, reason }) => ({ user_id: userId, address, reason }))
      await db.rows(
        `with gone as (
           delete from ${s}.deliveries where id = $1 and address is null returning *
         )
         insert into ${s}.deliveries
           (alert_id, recipient_id, address, user_id, reason, subject, created_at, next_attempt_at)
         select g.alert_id, g.recipient_id, wanted.address, u.id, wanted.reason, g.subject, g.created_at, $3
         from gone g
         cross join json_to_recordset($2::json) as wanted(user_id bigint, address text, reason text)
         left join ${s}.users u on u.id = wanted.user_id
         where wanted.user_id is null or u.id is not null`,
        [id, JSON.stringify(rows), now],
      )
    },
    peopleOf: (organizationId, projectId, audience) => mailPeople(db, organizationId, projectId, audience),
    list: (organizationId, filter, page) => listDeliveries(db, organizationId, filter, page),
    get: (organizationId, id) => findDelivery(db, organizationId, id),
    async retry(organizationId, id, now, leaseMs) {
      if (!isId(organizationId) || !isId(id)) return null
      const row = await db.first<DeliveryRow>(
        `update ${s}.deliveries d
         set state = 'pending', attempts = 0, has_begun = true, is_claimed = true, held = null, gathers = null, next_attempt_at = $3
         from ${s}.project_alerts a
         where d.id = $2 and d.state = 'failed' and a.id = d.alert_id and a.organization_id = $1
         returning ${columns}`,
        [organizationId, id, new Date(now.getTime() + leaseMs)],
      )
      if (row !== null) return toDelivery(row)
      if ((await findDelivery(db, organizationId, id)) !== null) throw didNotFail()
      return null
    },
    lastMade: (alertIds) => lastMade(db, alertIds),
    lastSent: (organizationId) => lastSent(db, organizationId),
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((one, index) => one !== b[index])
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}
