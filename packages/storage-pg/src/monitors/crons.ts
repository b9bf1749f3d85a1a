import type { CheckInPlace, Id, MonitorStorage, PlannedCron } from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { isId, isStorableName } from '../ids.js'
import { noteSteps, sureOfRuns } from './cron-steps.js'
import { type MonitorRow, monitorColumns, toMonitor } from './row.js'

export function pgCrons(db: Database): Pick<MonitorStorage, 'ofCheckIns' | 'countCrons' | 'plan'> {
  const s = db.schema
  return {
    async ofCheckIns(places) {
      const known = places.filter(isKnown)
      if (known.length === 0) return []
      const wanted = known.map(({ organizationId, projectId, monitorSlug }) => ({
        ...{ organization_id: organizationId, project_id: projectId, slug: monitorSlug },
      }))
      // Index: monitors_of_check_ins.
      const rows = await db.rows<MonitorRow>(
        `select ${monitorColumns('m')}
         from (
           select distinct organization_id, project_id, slug
           from json_to_recordset($1::json) as q(organization_id bigint, project_id bigint, slug text)
         ) q
         join ${s}.monitors m on m.project_id = q.project_id and m.cron->>'slug' = q.slug and m.cron is not null
         where m.organization_id = q.organization_id`,
        [JSON.stringify(wanted)],
      )
      return rows.map(toMonitor)
    },
    async countCrons(organizationId, projectId) {
      if (!isId(organizationId) || !isId(projectId)) return 0
      // Index: monitors_of_check_ins.
      const row = await db.first<{ count: number }>(
        `select count(*)::int as count from ${s}.monitors
         where project_id = $2 and organization_id = $1 and cron is not null`,
        [organizationId, projectId],
      )
      return row?.count ?? 0
    },
    async plan(planned) {
      const known = planned.filter(({ organizationId, monitorId }) => isId(organizationId) && isId(monitorId))
      const kept = known.length === 0 ? new Set<Id>() : await db.transaction((tx) => keep(tx, s, known))
      return new Set(planned.map(({ monitorId }) => monitorId).filter((id) => !kept.has(id)))
    },
  }
}

async function keep(tx: Queries, s: string, planned: readonly PlannedCron[]): Promise<ReadonlySet<Id>> {
  const byMonitor = new Map((await sureOfRuns(tx, s, planned)).toReversed().map((one) => [one.monitorId, one]))
  const first = [...byMonitor.values()]
  const rows = await tx.rows<{ id: Id }>(
    `with given as (
       select m.id, q.next_check_at
       from json_to_recordset($1::json)
         as q(organization_id bigint, monitor_id bigint, version int, next_check_at timestamptz)
       join ${s}.monitors m
         on m.id = q.monitor_id and m.organization_id = q.organization_id and m.version = q.version
       order by m.id
       for update of m
     )
     update ${s}.monitors m set version = m.version + 1, busy_until = null, next_check_at = g.next_check_at
     from given g
     where m.id = g.id
     returning m.id`,
    [JSON.stringify(first.map(toColumns))],
  )
  const kept = new Set(rows.map(({ id }) => id))
  await noteSteps(
    tx,
    s,
    first.filter(({ monitorId }) => kept.has(monitorId)),
  )
  return kept
}

function isKnown({ organizationId, projectId, monitorSlug }: CheckInPlace): boolean {
  return isId(organizationId) && isId(projectId) && isStorableName(monitorSlug)
}

function toColumns({ organizationId, monitorId, version, nextCheckAt }: PlannedCron) {
  return { organization_id: organizationId, monitor_id: monitorId, version, next_check_at: nextCheckAt }
}
