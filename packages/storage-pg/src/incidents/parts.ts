import { AppError, type Id } from '@mishap/core'
import type { Queries } from '../database.js'

/** Resolves automatic incidents that no monitor is in any more. Locked by the caller. */
export async function resolveEmpty(
  tx: Queries,
  s: string,
  left: readonly { readonly incident_id: Id; readonly at: Date }[],
): Promise<void> {
  if (left.length === 0) return
  await tx.rows(
    `with resolved as (
       update ${s}.incidents i set status = 'resolved', resolved_at = q.at
       from json_to_recordset($1::json) as q(incident_id bigint, at timestamptz)
       where i.id = q.incident_id and i.is_automatic and i.resolved_at is null
         and not exists (select from ${s}.incident_monitors p where p.incident_id = i.id and p.ended_at is null)
       returning i.id, q.at
     )
     insert into ${s}.incident_entries (incident_id, at, kind) select id, at, 'resolved' from resolved`,
    [JSON.stringify(left)],
  )
}

/** Ends the part of monitors in whatever incident they are in. */
export async function leaveIncidents(
  tx: Queries,
  s: string,
  {
    organizationId,
    monitorIds,
    at,
  }: { readonly organizationId: Id; readonly monitorIds: readonly Id[]; readonly at: Date },
): Promise<void> {
  const left = await tx.rows<{ incident_id: Id }>(
    `with locked as (
       select i.id from ${s}.incidents i
       where i.organization_id = $1 and i.id in (
         select incident_id from ${s}.incident_monitors where monitor_id = any($2::bigint[]) and ended_at is null
       )
       order by i.id for update
     )
     update ${s}.incident_monitors p set ended_at = $3
     where p.monitor_id = any($2::bigint[]) and p.ended_at is null and p.incident_id in (select id from locked)
     returning p.incident_id`,
    [organizationId, monitorIds, at],
  )
  const ids = [...new Set(left.map(({ incident_id }) => incident_id))]
  await resolveEmpty(
    tx,
    s,
    ids.map((id) => ({ incident_id: id, at })),
  )
}

/**
 * Locks monitors of the organization, so that no check of them opens an incident meanwhile. Throws `not_found` where one is
 * not its, `conflict` where one is in an incident.
 */
export async function mustBeFree(tx: Queries, s: string, organizationId: Id, monitorIds: readonly Id[]): Promise<void> {
  const found = await tx.rows<{ id: Id }>(
    `select id from ${s}.monitors where organization_id = $1 and id = any($2::bigint[]) order by id for update`,
    [organizationId, monitorIds],
  )
  if (found.length < new Set(monitorIds).size)
    throw new AppError('not_found', 'Wanted monitors of the organization, found another')
  const [taken] = await tx.rows<{ name: string; number: number }>(
    `select m.name, i.number
     from ${s}.incident_monitors p
     join ${s}.incidents i on i.id = p.incident_id
     join ${s}.monitors m on m.id = p.monitor_id
     where p.ended_at is null and p.monitor_id = any($1::bigint[])
     order by m.id limit 1`,
    [monitorIds],
  )
  if (taken !== undefined) throw new AppError('conflict', `${taken.name} is in incident #${taken.number} already`)
}
