import type { NewEvent } from '@mishap/core'
import type { Queries } from '../database.js'

/** Sets the time of the first event where a project has none; otherwise touches nothing. */
export async function noteFirstEvents(tx: Queries, s: string, events: readonly NewEvent[]): Promise<void> {
  const firsts = new Map<string, Date>()
  for (const { projectId, receivedAt } of events) {
    const before = firsts.get(projectId)
    if (before === undefined || receivedAt < before) firsts.set(projectId, receivedAt)
  }
  if (firsts.size === 0) return
  // Index: projects_pkey.
  await tx.prepared(
    `with locked as (
       select p.id, q.at
       from json_to_recordset($1::json) as q(id bigint, at timestamptz)
       join ${s}.projects p on p.id = q.id
       where p.first_event_at is null
       order by p.id
       for no key update of p
     )
     update ${s}.projects p set first_event_at = l.at
     from locked l
     where p.id = l.id and p.first_event_at is null`,
    [JSON.stringify([...firsts].map(([id, at]) => ({ id, at })))],
  )
}

/** Notes in which environments a project was seen. */
export async function addEnvironments(tx: Queries, s: string, events: readonly NewEvent[]): Promise<void> {
  const byName = new Map<string, object>()
  for (const { organizationId, projectId, environment } of events)
    if (environment !== null)
      byName.set(`${projectId} ${environment}`, {
        organization_id: organizationId,
        project_id: projectId,
        name: environment,
      })
  if (byName.size === 0) return
  const sorted = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await tx.prepared(
    `insert into ${s}.environments (organization_id, project_id, name)
     select q.organization_id, q.project_id, q.name
     from json_to_recordset($1::json) as q(organization_id bigint, project_id bigint, name text)
     on conflict (organization_id, project_id, name) do nothing`,
    [JSON.stringify(sorted)],
  )
}
