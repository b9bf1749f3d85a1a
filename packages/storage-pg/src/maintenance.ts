import {
  AppError,
  type Id,
  MAINTENANCE_BOUNDS,
  type Maintenance,
  type MaintenanceSchedule,
  type MaintenanceSetup,
  type MaintenanceStorage,
  maintenanceEnd,
} from '@mishap/core'
import type { Database } from './database.js'
import { idsIn, isId, mustBeId } from './ids.js'

export function pgMaintenance(db: Database): MaintenanceStorage {
  const s = db.schema
  const columns = `w.id, w.organization_id, w.title, w.text, w.schedule, w.groups, w.tags, w.is_public, w.created_at,
    array_to_json(array(
      select m.id::text from jsonb_array_elements_text(w.monitor_ids) e(id)
      join ${s}.monitors m on m.id = e.id::bigint and m.organization_id = w.organization_id
      order by m.id
    )) as monitor_ids`
  const one = async (text: string, values: readonly unknown[]) => {
    const row = await db.first<MaintenanceRow>(text, values)
    return row === null ? null : toMaintenance(row)
  }
  return {
    async create(organizationId, setup, now) {
      mustBeId(organizationId, 'an organization')
      const made = await one(
        `insert into ${s}.maintenance_windows as w
           (organization_id, title, text, schedule, ends_at, monitor_ids, groups, tags, is_public, created_at)
         select o.id, $2, $3, $4::jsonb, $5, $6::jsonb, $7::jsonb, $8::jsonb, $9, $10 from ${s}.organizations o
         where o.id = $1
           and (select count(*) from ${s}.maintenance_windows x where x.organization_id = $1) < $11
         returning ${columns}`,
        [organizationId, ...valuesOf(setup), now, MAINTENANCE_BOUNDS.windows],
      )
      if (made !== null) return made
      if ((await db.first(`select id from ${s}.organizations where id = $1`, [organizationId])) === null)
        throw new AppError('not_found', `Wanted the id of an organization, found ${JSON.stringify(organizationId)}`)
      throw new AppError('conflict', `Wanted at most ${MAINTENANCE_BOUNDS.windows} maintenance windows`)
    },
    async list(organizationId) {
      if (!isId(organizationId)) return []
      // Index: maintenance_windows_of_organization.
      const rows = await db.rows<MaintenanceRow>(
        `select ${columns} from ${s}.maintenance_windows w
         where w.organization_id = $1
         order by w.created_at desc, w.id desc`,
        [organizationId],
      )
      return rows.map(toMaintenance)
    },
    async get(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return null
      return one(`select ${columns} from ${s}.maintenance_windows w where w.id = $2 and w.organization_id = $1`, [
        organizationId,
        id,
      ])
    },
    async update(organizationId, id, setup) {
      if (!isId(organizationId) || !isId(id)) return null
      return one(
        `update ${s}.maintenance_windows w set
           title = $3, text = $4, schedule = $5::jsonb, ends_at = $6, monitor_ids = $7::jsonb, groups = $8::jsonb,
           tags = $9::jsonb, is_public = $10
         where w.organization_id = $1 and w.id = $2
         returning ${columns}`,
        [organizationId, id, ...valuesOf(setup)],
      )
    },
    async delete(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return false
      const text = `delete from ${s}.maintenance_windows where organization_id = $1 and id = $2 returning id`
      return (await db.first(text, [organizationId, id])) !== null
    },
    async unfinished(now) {
      // Index: maintenance_windows_by_end.
      const rows = await db.rows<MaintenanceRow>(
        `select ${columns} from ${s}.maintenance_windows w where w.ends_at is null or w.ends_at >= $1`,
        [now],
      )
      return rows.map(toMaintenance)
    },
  }
}

function valuesOf({ title, text, schedule, monitorIds, groups, tags, isPublic }: MaintenanceSetup): readonly unknown[] {
  const lists = [[...new Set(idsIn(monitorIds))], groups, tags].map((list) => JSON.stringify(list))
  return [title, text, JSON.stringify(schedule), maintenanceEnd(schedule), ...lists, isPublic]
}

/** As JSON has it: dates are texts. */
type Stored<T> = T extends unknown
  ? { [K in keyof T]: T[K] extends Date | null ? string | Extract<T[K], null> : T[K] }
  : never

interface MaintenanceRow {
  readonly id: Id
  readonly organization_id: Id
  readonly title: string
  readonly text: string
  readonly schedule: Stored<MaintenanceSchedule>
  readonly monitor_ids: readonly Id[]
  readonly groups: readonly string[]
  readonly tags: readonly string[]
  readonly is_public: boolean
  readonly created_at: Date
}

function toMaintenance(row: MaintenanceRow): Maintenance {
  return {
    ...{ id: row.id, organizationId: row.organization_id, title: row.title, text: row.text },
    ...{ schedule: toSchedule(row.schedule), monitorIds: row.monitor_ids, groups: row.groups, tags: row.tags },
    ...{ isPublic: row.is_public, createdAt: row.created_at },
  }
}

function toSchedule(stored: Stored<MaintenanceSchedule>): MaintenanceSchedule {
  if (stored.kind === 'single') return { ...stored, start: new Date(stored.start), end: new Date(stored.end) }
  return { ...stored, until: stored.until === null ? null : new Date(stored.until) }
}
