import { boundSignal, type CheckedMonitor, type Id, type IncidentSignal } from '@mishap/core'
import type { Queries } from '../database.js'
import { resolveEmpty } from './parts.js'

type Signalled = CheckedMonitor & { readonly signal: IncidentSignal }

/** What checks that were kept mean for incidents. Their monitors are locked by the caller. */
export async function noteSignals(tx: Queries, s: string, checked: readonly CheckedMonitor[]): Promise<void> {
  const signalled = checked.filter((one): one is Signalled => one.signal !== null)
  if (signalled.length === 0) return
  const rows = signalled.map(toRow)
  const ups = rows.filter(({ kind }) => kind === 'up')
  const others = rows.filter(({ kind }) => kind !== 'up')
  if (others.length > 0) {
    await joinOpen(tx, s, others)
    await openNew(tx, s, others)
  }
  if (ups.length > 0) await end(tx, s, ups)
}

function toRow({ organizationId, monitorId, check, signal }: Signalled) {
  const { kind, title, cause } = boundSignal(signal)
  return { organization_id: organizationId, monitor_id: monitorId, at: check.at, kind, title, cause }
}

type Row = ReturnType<typeof toRow>

const GIVEN = `json_to_recordset($1::json)
  as q(organization_id bigint, monitor_id bigint, at timestamptz, kind text, title text, cause text)`

/** Adds to the incidents that the monitors are in. */
async function joinOpen(tx: Queries, s: string, rows: readonly Row[]): Promise<void> {
  await tx.rows(
    `with locked as (
       select i.id from ${s}.incidents i
       where i.id in (
         select p.incident_id from ${s}.incident_monitors p join ${GIVEN} on q.monitor_id = p.monitor_id
         where p.ended_at is null
       )
       order by i.id for update
     ), worse as (
       update ${s}.incidents i set severity = 'down'
       from ${s}.incident_monitors p join ${GIVEN} on q.monitor_id = p.monitor_id
       where p.incident_id = i.id and p.ended_at is null and q.kind = 'down' and i.severity = 'degraded'
         and i.is_automatic and i.id in (select id from locked)
     )
     insert into ${s}.incident_entries (incident_id, at, kind, text, monitor_id)
     select p.incident_id, q.at, 'monitor_' || q.kind, q.cause, q.monitor_id
     from ${s}.incident_monitors p join ${GIVEN} on q.monitor_id = p.monitor_id
     where p.ended_at is null and p.incident_id in (select id from locked)
     order by q.at, q.monitor_id`,
    [JSON.stringify(rows)],
  )
}

/** Opens one for each monitor that is in none. */
async function openNew(tx: Queries, s: string, rows: readonly Row[]): Promise<void> {
  const taken = await tx.rows<{ monitor_id: Id }>(
    `select monitor_id from ${s}.incident_monitors where ended_at is null and monitor_id = any($1::bigint[])`,
    [rows.map(({ monitor_id }) => monitor_id)],
  )
  const isIn = new Set(taken.map(({ monitor_id }) => monitor_id))
  const fresh = rows.filter(({ monitor_id }) => !isIn.has(monitor_id))
  if (fresh.length === 0) return
  await tx.rows(
    `with given as (
       select q.*, row_number() over (partition by q.organization_id order by q.at, q.monitor_id)::int as place
       from ${GIVEN}
     ), counted as (
       insert into ${s}.incident_numbers as n (organization_id, newest)
       select organization_id, count(*)::int from given group by organization_id order by organization_id
       on conflict (organization_id) do update set newest = n.newest + excluded.newest
       returning organization_id, newest
     ), numbered as (
       select g.*, c.newest - (count(*) over (partition by g.organization_id))::int + g.place as number
       from given g join counted c on c.organization_id = g.organization_id
     ), opened as (
       insert into ${s}.incidents (organization_id, number, title, severity, cause, is_automatic, started_at)
       select organization_id, number, title, kind, cause, true, at from numbered
       returning id, organization_id, number
     ), joined as (
       insert into ${s}.incident_monitors (incident_id, monitor_id)
       select o.id, n.monitor_id
       from opened o join numbered n on n.organization_id = o.organization_id and n.number = o.number
     )
     insert into ${s}.incident_entries (incident_id, at, kind, text, monitor_id)
     select o.id, n.at, 'monitor_' || n.kind, n.cause, n.monitor_id
     from opened o join numbered n on n.organization_id = o.organization_id and n.number = o.number`,
    [JSON.stringify(fresh)],
  )
}

/** Ends the parts of the monitors, and incidents that have none left. */
async function end(tx: Queries, s: string, rows: readonly Row[]): Promise<void> {
  const ended = await tx.rows<{ incident_id: Id; at: Date }>(
    `with locked as (
       select i.id from ${s}.incidents i
       where i.id in (
         select p.incident_id from ${s}.incident_monitors p join ${GIVEN} on q.monitor_id = p.monitor_id
         where p.ended_at is null
       )
       order by i.id for update
     ), ended as (
       update ${s}.incident_monitors p set ended_at = q.at
       from ${GIVEN}
       where q.monitor_id = p.monitor_id and p.ended_at is null and p.incident_id in (select id from locked)
       returning p.incident_id, q.monitor_id, q.at
     ), said as (
       insert into ${s}.incident_entries (incident_id, at, kind, monitor_id)
       select incident_id, at, 'monitor_up', monitor_id from ended order by at, monitor_id
     )
     select incident_id, max(at) as at from ended group by incident_id`,
    [JSON.stringify(rows)],
  )
  await resolveEmpty(tx, s, ended)
}
