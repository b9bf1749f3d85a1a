import { AppError, type Id, type NewEvent, type Usage } from '@mishap/core'
import type { Database, Queries } from './database.js'
import { dayOf } from './partitions.js'

/*
 * What each project holds is counted by day, in the transactions that write and remove events. So it is exact, dropping
 * a day is dropping its counts, and whoever locks a day's counts may count its events without holding up other days.
 */

/** Counts events that were just written. Throws `not_found` when a project is gone. */
export async function addUsage(tx: Queries, s: string, events: readonly NewEvent[]): Promise<void> {
  const rows = sumByDay(events)
  if (rows.length === 0) return
  // Index: projects_pkey. In one order everywhere.
  const counted = await tx.prepared(
    `insert into ${s}.project_days as d (organization_id, project_id, day, events, payloads, bytes)
     select q.organization_id, q.project_id, q.day, q.events, q.events, q.bytes
     from json_to_recordset($1::json) as q(
       organization_id bigint, project_id bigint, day date, events bigint, bytes bigint
     )
     join ${s}.projects p on p.id = q.project_id and p.organization_id = q.organization_id
     order by q.project_id, q.day
     on conflict (organization_id, project_id, day) do update set
       events = d.events + excluded.events, payloads = d.payloads + excluded.payloads, bytes = d.bytes + excluded.bytes
     returning d.project_id`,
    [JSON.stringify(rows)],
  )
  if (counted.length < rows.length)
    throw new AppError('not_found', 'Wanted the projects of the events, found some of them deleted')
}

function sumByDay(events: readonly NewEvent[]) {
  const byDay = new Map<string, { organization_id: Id; project_id: Id; day: string; events: number; bytes: number }>()
  for (const { organizationId, projectId, receivedAt, payload } of events) {
    const day = dayOf(receivedAt)
    const key = `${projectId} ${day}`
    const row = byDay.get(key) ?? { organization_id: organizationId, project_id: projectId, day, events: 0, bytes: 0 }
    row.events += 1
    row.bytes += payload.length
    byDay.set(key, row)
  }
  return [...byDay.values()]
}

/** What events of a project held on a day. */
export interface DayUsage extends Usage {
  readonly organizationId: Id
  readonly projectId: Id
  readonly day: string
}

/** Runs a `delete from … events t …` and sums up what it removed. */
export async function removedFrom(
  tx: Queries,
  deletion: string,
  values: readonly unknown[],
): Promise<readonly DayUsage[]> {
  const rows = await tx.rows<DayUsage & { events: string; payloads: string; bytes: string }>(
    `with removed as (
       ${deletion}
       returning t.organization_id, t.project_id, t.day, t.payload_removed_at, octet_length(t.payload) as size
     )
     select organization_id as "organizationId", project_id as "projectId", day::text, count(*) as events,
       count(*) filter (where payload_removed_at is null) as payloads, coalesce(sum(size), 0) as bytes
     from removed
     group by organization_id, project_id, day`,
    values,
  )
  return rows.map((row) => ({
    ...row,
    events: Number(row.events),
    payloads: Number(row.payloads),
    bytes: Number(row.bytes),
  }))
}

export async function takeOff(tx: Queries, s: string, removed: readonly DayUsage[]): Promise<void> {
  const sorted = [...removed].sort((a, b) => Number(a.projectId) - Number(b.projectId) || (a.day < b.day ? -1 : 1))
  for (const { organizationId, projectId, day, events, payloads, bytes } of sorted)
    await tx.rows(
      `update ${s}.project_days set events = events - $4, payloads = payloads - $5, bytes = bytes - $6
       where organization_id = $1 and project_id = $2 and day = $3`,
      [organizationId, projectId, day, events, payloads, bytes],
    )
}

/**
 * Counts once more what projects hold of a day. Whoever writes to the same day of the same project waits meanwhile,
 * so it is for days that are over.
 */
export async function recountDay(db: Database, day: string): Promise<void> {
  const s = db.schema
  const projects = await db.rows<{ organization_id: Id; project_id: Id }>(
    `select p.organization_id, p.id as project_id
     from ${s}.projects p
     where not exists (select from ${s}.project_moves m where m.project_id = p.id) and (exists (
         select from ${s}.project_days d
         where d.organization_id = p.organization_id and d.project_id = p.id and d.day = $1::date
       ) or exists (
         select from ${s}.events e
         where e.organization_id = p.organization_id and e.project_id = p.id and e.day = $1::date
       ))
     order by p.id`,
    [day],
  )
  for (const { organization_id, project_id } of projects)
    await db.transaction(async (tx) => {
      const values = [organization_id, project_id, day]
      await tx.rows(
        `insert into ${s}.project_days as d (organization_id, project_id, day, events, payloads, bytes)
         select organization_id, id, $3::date, 0, 0, 0 from ${s}.projects where organization_id = $1 and id = $2
         on conflict (organization_id, project_id, day) do update set events = d.events`,
        values,
      )
      // A statement of its own: it sees all that was written before the row above was ours.
      await tx.rows(
        `update ${s}.project_days d set events = e.events, payloads = e.payloads, bytes = e.bytes
         from (
           select count(*) as events, count(*) filter (where payload_removed_at is null) as payloads,
             coalesce(sum(octet_length(payload)), 0) as bytes
           from ${s}.events
           where organization_id = $1 and project_id = $2 and day = $3::date
         ) as e
         where d.organization_id = $1 and d.project_id = $2 and d.day = $3::date`,
        values,
      )
    })
}
