import { boundCheckIn, type CheckIn, type CheckInStorage, type NewCheckIn } from '@mishap/core'
import type { Database } from '../database.js'
import { notOfDeletedProject } from '../deletion.js'
import { isId, isStorableName } from '../ids.js'
import { emptyPage, readPage } from '../paging.js'
import { acceptItems, ofProjects } from './accept.js'
import { CHECK_IN_COLUMNS, type CheckInRow, toCheckIn } from './check-in-row.js'
import { pgCronCheckIns } from './cron-check-ins.js'

export function pgCheckIns(db: Database): CheckInStorage {
  const s = db.schema
  return {
    ...pgCronCheckIns(db),
    async add(batch) {
      const checkIns = batch
        .filter(({ organizationId, projectId }) => isId(organizationId) && isId(projectId))
        .map(boundCheckIn)
      if (checkIns.length === 0) return
      await acceptItems(db, checkIns, async (tx, owned) => {
        const changed: { project_id: string; received_at: Date }[] = []
        for (const round of roundsOf(owned))
          changed.push(
            ...(await tx.rows<{ project_id: string; received_at: Date }>(
              `insert into ${s}.check_ins as c (organization_id, project_id, check_in_id, monitor_slug, status, duration_ms,
                 environment, release, monitor_config, received_at, updated_at, is_unheard)
               select q.organization_id, q.project_id, q.check_in_id, q.monitor_slug, q.status, q.duration_ms,
                 q.environment, q.release, q.monitor_config, q.received_at, q.received_at, true
               from json_to_recordset($1::json) as q(
                 organization_id bigint, project_id bigint, check_in_id uuid, monitor_slug text, status text,
                 duration_ms float8, environment text, release text, monitor_config json, received_at timestamptz
               )
               join ${s}.projects p on p.id = q.project_id and p.organization_id = q.organization_id
               order by q.project_id, q.check_in_id
               on conflict (organization_id, project_id, check_in_id) do update set
                 status = excluded.status,
                 duration_ms = coalesce(excluded.duration_ms, c.duration_ms),
                 environment = coalesce(excluded.environment, c.environment),
                 release = coalesce(excluded.release, c.release),
                 monitor_config = coalesce(excluded.monitor_config, c.monitor_config),
                 updated_at = greatest(excluded.updated_at, c.updated_at),
                 is_unheard = true
               where case
                 when c.status = 'in_progress' and excluded.status <> 'in_progress' then true
                 when c.status <> 'in_progress' and excluded.status = 'in_progress' then false
                 else excluded.updated_at > c.updated_at
               end
               returning project_id, updated_at as received_at`,
              [JSON.stringify(round.map(toColumns))],
            )),
          )
        return ofProjects(owned, changed, { category: 'monitor' })
      })
    },
    async list(organizationId, projectId, page, filter) {
      if (!isId(organizationId) || !isId(projectId)) return emptyPage()
      const slug = filter?.monitorSlug
      if (slug !== undefined && !isStorableName(slug)) return emptyPage()
      // Indexes: check_ins_of_project, check_ins_of_monitor.
      return readPage<CheckInRow, CheckIn>(db, page, {
        select: `select ${CHECK_IN_COLUMNS} from ${s}.check_ins c`,
        where: `c.organization_id = $1 and c.project_id = $2 ${slug === undefined ? '' : 'and c.monitor_slug = $3'}
          and ${notOfDeletedProject(s, 'c.project_id', 'c.organization_id')}`,
        values: [organizationId, projectId, ...(slug === undefined ? [] : [slug])],
        keys: [
          { expression: 'c.received_at', type: 'timestamptz' },
          { expression: 'c.check_in_id', type: 'uuid' },
        ],
        descending: true,
        toItem: toCheckIn,
        keyOf: (checkIn) => [checkIn.receivedAt.toISOString(), checkIn.checkInId],
      })
    },
  }
}

/** A statement may meet a row once: the first reports on each run, the second ones, …, each round sorted. */
function roundsOf(batch: readonly NewCheckIn[]): readonly (readonly NewCheckIn[])[] {
  const met = new Map<string, number>()
  const rounds: NewCheckIn[][] = []
  for (const checkIn of batch) {
    const key = `${checkIn.projectId} ${checkIn.checkInId}`
    const index = met.get(key) ?? 0
    met.set(key, index + 1)
    rounds[index] ??= []
    rounds[index].push(checkIn)
  }
  return rounds
}

function toColumns(checkIn: NewCheckIn) {
  return {
    organization_id: checkIn.organizationId,
    project_id: checkIn.projectId,
    check_in_id: checkIn.checkInId,
    monitor_slug: checkIn.monitorSlug,
    status: checkIn.status,
    duration_ms: checkIn.durationMs,
    environment: checkIn.environment,
    release: checkIn.release,
    monitor_config: checkIn.monitorConfig,
    received_at: checkIn.receivedAt,
  }
}
