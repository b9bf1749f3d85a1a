import type { CheckIn, CheckInStorage } from '@mishap/core'
import type { Database } from '../database.js'
import { isId, isStorableName } from '../ids.js'
import { CHECK_IN_COLUMNS, type CheckInRow, toCheckIn } from './check-in-row.js'

const MOST_RUNNING = 100

/** Check-ins as the monitors of their jobs read them. */
export function pgCronCheckIns(db: Database): Pick<CheckInStorage, 'unheard' | 'ignore' | 'running'> {
  const s = db.schema
  return {
    async unheard(limit) {
      // Index: check_ins_unheard.
      const rows = await db.rows<CheckInRow>(
        `select ${CHECK_IN_COLUMNS} from ${s}.check_ins c where c.is_unheard order by c.updated_at limit $1`,
        [limit],
      )
      return rows.map(toCheckIn)
    },
    async ignore(checkIns) {
      if (checkIns.length === 0) return
      await db.rows(
        `with given as (
           select c.organization_id, c.project_id, c.check_in_id
           from json_to_recordset($1::json)
             as q(organization_id bigint, project_id bigint, check_in_id uuid, updated_at timestamptz)
           join ${s}.check_ins c on c.organization_id = q.organization_id and c.project_id = q.project_id
             and c.check_in_id = q.check_in_id and c.updated_at = q.updated_at
           where c.is_unheard
           order by c.project_id, c.check_in_id
           for update of c
         )
         update ${s}.check_ins c set is_unheard = false, heard_as = c.status
         from given g
         where c.organization_id = g.organization_id and c.project_id = g.project_id and c.check_in_id = g.check_in_id`,
        [JSON.stringify(checkIns.map(toKey))],
      )
    },
    async running(places) {
      const known = places.filter(
        ({ organizationId, projectId, monitorSlug }) =>
          isId(organizationId) && isId(projectId) && isStorableName(monitorSlug),
      )
      if (known.length === 0) return []
      // Index: check_ins_running.
      const rows = await db.rows<CheckInRow>(
        `select ${CHECK_IN_COLUMNS}
         from (
           select distinct organization_id, project_id, monitor_slug
           from json_to_recordset($1::json) as q(organization_id bigint, project_id bigint, monitor_slug text)
         ) q
         cross join lateral (
           select c.* from ${s}.check_ins c
           where c.organization_id = q.organization_id and c.project_id = q.project_id
             and c.monitor_slug = q.monitor_slug and c.status = 'in_progress' and c.heard_as = 'in_progress'
           order by c.updated_at
           limit ${MOST_RUNNING}
         ) c
         order by c.updated_at`,
        [
          JSON.stringify(
            known.map(({ organizationId, projectId, monitorSlug }) => ({
              ...{ organization_id: organizationId, project_id: projectId, monitor_slug: monitorSlug },
            })),
          ),
        ],
      )
      return rows.map(toCheckIn)
    },
  }
}

/** What tells a run, and the report of it that was looked at. */
export function toKey({ organizationId, projectId, checkInId, updatedAt }: CheckIn) {
  return { organization_id: organizationId, project_id: projectId, check_in_id: checkInId, updated_at: updatedAt }
}
