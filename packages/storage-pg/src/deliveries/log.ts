import {
  DELIVERY_BOUNDS,
  type Delivery,
  type DeliveryAttempt,
  type DeliveryDetail,
  type DeliveryFilter,
  type Id,
  type Page,
  type PageRequest,
  planPage,
  type RecipientKind,
} from '@mishap/core'
import type { Database } from '../database.js'
import { idsIn, isId } from '../ids.js'
import { emptyPage, readPage } from '../paging.js'
import { columnsOf, type DeliveryRow, toDelivery } from './row.js'

export async function listDeliveries(
  db: Database,
  organizationId: Id,
  { state, alertId, projectId }: DeliveryFilter,
  page: PageRequest,
): Promise<Page<Delivery>> {
  const s = db.schema
  const ids = [organizationId, alertId, projectId].filter((id) => id !== undefined)
  if (!ids.every(isId)) return emptyPage()
  const { limit, cursor, backwards } = planPage(page, 1)
  const values: unknown[] = [organizationId]
  const bound = (value: unknown) => `$${values.push(value)}`
  const order = backwards ? 'asc' : 'desc'
  const own = ['a.organization_id = $1']
  if (alertId !== undefined) own.push(`a.id = ${bound(alertId)}`)
  if (projectId !== undefined) own.push(`a.project_id = ${bound(projectId)}`)
  const such = ['x.alert_id = a.id']
  if (state !== undefined) such.push(`x.state = ${bound(state)}`)
  if (cursor !== null) such.push(`x.id ${backwards ? '>' : '<'} ${bound(cursor.key[0])}::bigint`)
  const first = (count: number) => `cross join lateral (
      select x.id from ${s}.deliveries x where ${such.join(' and ')} order by x.id ${order} limit ${count}
    ) as d`
  // Indexes: deliveries_of_alert, deliveries_unsent. Of each alert one is looked at; what a page has is of the alerts that
  // these come first of.
  const alerts = `select a.id from ${s}.project_alerts a ${first(1)}
    where ${own.join(' and ')} order by d.id ${order} limit ${limit + 1}`
  return readPage<DeliveryRow, Delivery>(db, page, {
    select: `select ${columnsOf(s)}
      from (select d.id from (${alerts}) as a ${first(limit + 1)} order by d.id ${order} limit ${limit + 1}) as found
      join ${s}.deliveries d on d.id = found.id
      join ${s}.project_alerts a on a.id = d.alert_id`,
    where: 'true',
    values,
    keys: [{ expression: 'd.id', type: 'bigint' }],
    descending: true,
    toItem: toDelivery,
    keyOf: ({ id }) => [id],
  })
}

export async function findDelivery(db: Database, organizationId: Id, id: Id): Promise<DeliveryDetail | null> {
  if (!isId(organizationId) || !isId(id)) return null
  const s = db.schema
  const row = await db.first<DeliveryRow & { payload: string | null }>(
    `select ${columnsOf(s)}, d.payload
     from ${s}.deliveries d join ${s}.project_alerts a on a.id = d.alert_id
     where d.id = $2 and a.organization_id = $1`,
    [organizationId, id],
  )
  if (row === null) return null
  // Index: delivery_attempts_pkey.
  const history = await db.rows<DeliveryAttempt>(
    `select at, ms, status, error, answer from ${s}.delivery_attempts
     where delivery_id = $1 order by number desc limit ${DELIVERY_BOUNDS.history}`,
    [id],
  )
  return { delivery: toDelivery(row), payload: row.payload, history: history.toReversed() }
}

export async function lastMade(db: Database, alertIds: readonly Id[]): Promise<ReadonlyMap<Id, Date>> {
  // Index: deliveries_of_alert, from its end.
  const rows = await db.rows<{ id: Id; created_at: Date }>(
    `select named.id, d.created_at
     from unnest($1::bigint[]) as named(id)
     cross join lateral (
       select x.created_at from ${db.schema}.deliveries x where x.alert_id = named.id order by x.id desc limit 1
     ) as d`,
    [idsIn(alertIds)],
  )
  return new Map(rows.map((row) => [row.id, row.created_at]))
}

export async function lastSent(db: Database, organizationId: Id): Promise<ReadonlyMap<RecipientKind, Date>> {
  if (!isId(organizationId)) return new Map()
  const s = db.schema
  // Index: deliveries_last_sent, once for each recipient, and once for each alert that may have had none.
  const rows = await db.rows<{ kind: RecipientKind; at: Date }>(
    `select to_whom.kind, max(d.at) as at
     from ${s}.project_alerts a
     cross join lateral (
       select 0 as id, 'email' as kind
       union all
       select r.id, r.kind from ${s}.alert_recipients r where r.alert_id = a.id
     ) as to_whom
     cross join lateral (
       select max(x.attempted_at) as at from ${s}.deliveries x
       where x.alert_id = a.id and coalesce(x.recipient_id, 0) = to_whom.id and x.state = 'sent'
       offset 0
     ) as d
     where a.organization_id = $1 and d.at is not null
     group by 1`,
    [organizationId],
  )
  return new Map(rows.map(({ kind, at }) => [kind, at]))
}
