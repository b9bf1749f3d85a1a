import {
  type AlertRecipient,
  DELIVERY_BOUNDS,
  type Delivery,
  type DeliveryStorage,
  type Id,
  storable,
} from '@mishap/core'
import type { Database } from '../database.js'
import { isId } from '../ids.js'
import { emptyPage, readPage } from '../paging.js'
import { fireIssueAlerts } from './fire.js'

export function pgDeliveries(db: Database): DeliveryStorage {
  const s = db.schema
  const columns = columnsOf(s)
  return {
    fireIssueAlerts: (now, since) => fireIssueAlerts(db, now, since),
    async claim(now, limit, leaseMs) {
      // Index: deliveries_due.
      const rows = await db.rows<DeliveryRow>(
        `with due as (
           select id, next_attempt_at as due_at from ${s}.deliveries
           where next_attempt_at <= $1
           order by next_attempt_at, id
           limit $2
           for update skip locked
         )
         update ${s}.deliveries d set next_attempt_at = $3
         from due, ${s}.project_alerts a
         where d.id = due.id and a.id = d.alert_id
         returning ${columns}, due.due_at`,
        [now, limit, new Date(now.getTime() + leaseMs)],
      )
      const order = (row: DeliveryRow) => row.due_at?.getTime() ?? 0
      return rows.toSorted((a, b) => order(a) - order(b) || Number(a.id) - Number(b.id)).map(toDelivery)
    },
    async nextDue() {
      // Index: deliveries_due.
      const text = `select min(next_attempt_at) as at from ${s}.deliveries where next_attempt_at is not null`
      return (await db.first<{ at: Date | null }>(text))?.at ?? null
    },
    async finish(id, { attempt, state, nextAttemptAt }) {
      if (!isId(id)) return
      await db.rows(
        `update ${s}.deliveries set state = $2, next_attempt_at = $3, attempts = attempts + 1, attempted_at = $4,
           attempt_ms = $5, attempt_status = $6, attempt_error = $7
         where id = $1`,
        [
          ...[id, state, state === 'pending' ? nextAttemptAt : null, attempt.at, Math.round(attempt.ms)],
          ...[attempt.status, storable(attempt.error, DELIVERY_BOUNDS.error)],
        ],
      )
    },
    async address(id, addresses, now) {
      if (!isId(id)) return
      await db.rows(
        `with gone as (
           delete from ${s}.deliveries where id = $1 and address is null returning *
         )
         insert into ${s}.deliveries
           (alert_id, recipient_id, address, subject, created_at, next_attempt_at)
         select g.alert_id, g.recipient_id, wanted.address, g.subject, g.created_at, $3
         from gone g cross join unnest($2::text[]) as wanted(address)`,
        [id, [...new Set(addresses)], now],
      )
    },
    async addressesOf(organizationId, projectId) {
      if (!isId(organizationId) || !isId(projectId)) return []
      const rows = await db.rows<{ email: string }>(
        `select distinct u.email
         from ${s}.project_teams pt
         join ${s}.teams t on t.id = pt.team_id and t.organization_id = $1
         join ${s}.team_members tm on tm.team_id = pt.team_id
         join ${s}.memberships m on m.id = tm.membership_id
         join ${s}.users u on u.id = m.user_id and u.is_active
         left join ${s}.user_projects up on up.user_id = u.id and up.project_id = pt.project_id
         where pt.project_id = $2 and coalesce(up.is_subscribed, u.subscribes_by_default)
         order by u.email`,
        [organizationId, projectId],
      )
      return rows.map(({ email }) => email)
    },
    async list(organizationId, projectId, alertId, page) {
      if (!isId(organizationId) || !isId(projectId) || !isId(alertId)) return emptyPage()
      // Index: deliveries_of_alert.
      return readPage<DeliveryRow, Delivery>(db, page, {
        select: `select ${columns} from ${s}.deliveries d join ${s}.project_alerts a on a.id = d.alert_id`,
        where: 'd.alert_id = $3 and a.organization_id = $1 and a.project_id = $2',
        values: [organizationId, projectId, alertId],
        keys: [{ expression: 'd.id', type: 'bigint' }],
        descending: true,
        toItem: toDelivery,
        keyOf: ({ id }) => [id],
      })
    },
  }
}

function columnsOf(s: string): string {
  return `d.id, a.organization_id, a.project_id, d.alert_id, d.address, d.subject, d.state, d.created_at, d.attempts,
    d.next_attempt_at, d.attempted_at, d.attempt_ms, d.attempt_status, d.attempt_error,
    (select json_build_object('id', r.id::text, 'kind', r.kind, 'url', r.url, 'tags', r.tags, 'config', r.config)
      from ${s}.alert_recipients r where r.id = d.recipient_id) as recipient`
}

interface DeliveryRow {
  readonly id: Id
  readonly organization_id: Id
  readonly project_id: Id
  readonly alert_id: Id
  readonly address: string | null
  readonly subject: Delivery['subject']
  readonly state: Delivery['state']
  readonly created_at: Date
  readonly attempts: number
  readonly next_attempt_at: Date | null
  readonly attempted_at: Date | null
  readonly attempt_ms: number | null
  readonly attempt_status: number | null
  readonly attempt_error: string
  readonly recipient: AlertRecipient | null
  /** Of those that were claimed. */
  readonly due_at?: Date
}

function toDelivery(row: DeliveryRow): Delivery {
  return {
    ...{ id: row.id, organizationId: row.organization_id, projectId: row.project_id, alertId: row.alert_id },
    ...{ recipient: row.recipient, address: row.address, subject: row.subject, state: row.state },
    ...{ createdAt: row.created_at, attempts: row.attempts, nextAttemptAt: row.next_attempt_at },
    attempt:
      row.attempted_at === null
        ? null
        : {
            ...{ at: row.attempted_at, ms: row.attempt_ms ?? 0 },
            ...{ status: row.attempt_status, error: row.attempt_error },
          },
  }
}
