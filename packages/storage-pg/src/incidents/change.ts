import {
  type Id,
  INCIDENT_BOUNDS,
  type IncidentActor,
  type IncidentStatus,
  type IncidentStorage,
  storable,
} from '@mishap/core'
import type { Queries } from '../database.js'
import { isId } from '../ids.js'

interface Wanted {
  readonly organizationId: Id
  readonly id: Id
  readonly change: Parameters<IncidentStorage['change']>[2]
  readonly actor: IncidentActor
}

/** Whether there is such an incident. */
export async function changeIncident(tx: Queries, s: string, wanted: Wanted): Promise<boolean> {
  const { organizationId, id, change, actor } = wanted
  const [before] = await tx.rows<{ status: IncidentStatus }>(
    `select status from ${s}.incidents where id = $2 and organization_id = $1 for update`,
    [organizationId, id],
  )
  if (before === undefined) return false
  await tx.rows(
    `update ${s}.incidents set title = coalesce($2, title), severity = coalesce($3, severity) where id = $1`,
    [id, change.title === undefined ? null : storable(change.title, INCIDENT_BOUNDS.title), change.severity ?? null],
  )
  if (change.status !== undefined && change.status !== before.status)
    await setStatus(tx, s, { id, status: change.status, before: before.status, actor })
  return true
}

async function setStatus(
  tx: Queries,
  s: string,
  { id, status, before, actor }: { id: Id; status: IncidentStatus; before: IncidentStatus; actor: IncidentActor },
): Promise<void> {
  const by = isId(actor.userId) ? actor.userId : null
  if (status === 'resolved') {
    await tx.rows(`update ${s}.incidents set status = $2, resolved_at = $3, resolved_by = $4 where id = $1`, [
      ...[id, status, actor.at, by],
    ])
    await tx.rows(`update ${s}.incident_monitors set ended_at = $2 where incident_id = $1 and ended_at is null`, [
      ...[id, actor.at],
    ])
  } else if (status === 'acknowledged')
    await tx.rows(
      `update ${s}.incidents set status = $2, acknowledged_at = $3, acknowledged_by = $4, resolved_at = null,
         resolved_by = null
       where id = $1`,
      [id, status, actor.at, by],
    )
  else
    await tx.rows(
      `update ${s}.incidents set status = $2, acknowledged_at = null, acknowledged_by = null, resolved_at = null,
         resolved_by = null
       where id = $1`,
      [id, status],
    )
  if (before === 'resolved') await takeBack(tx, s, id)
  await tx.rows(`insert into ${s}.incident_entries (incident_id, at, kind, user_id) values ($1, $2, $3, $4)`, [
    ...[id, actor.at, kindOf(status, before), by],
  ])
}

function kindOf(status: IncidentStatus, before: IncidentStatus): string {
  if (status === 'open' || (before === 'resolved' && status !== 'resolved')) return 'reopened'
  return status
}

/** Its monitors are in it again, save those that another incident has by now. A check may open one just now. */
async function takeBack(tx: Queries, s: string, id: Id): Promise<void> {
  await tx.rows(
    `select id from ${s}.monitors where id in (select monitor_id from ${s}.incident_monitors where incident_id = $1)
     order by id for update`,
    [id],
  )
  await tx.rows(
    `update ${s}.incident_monitors p set ended_at = null
     where p.incident_id = $1
       and not exists (select from ${s}.incident_monitors o where o.monitor_id = p.monitor_id and o.ended_at is null)`,
    [id],
  )
}
