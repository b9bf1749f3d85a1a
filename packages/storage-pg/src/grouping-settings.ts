import { boundGroupingChange, boundGroupingSettings, type Id, type ProjectStorage } from '@mishap/core'
import type { Database } from './database.js'
import { idsIn, isId } from './ids.js'

/** How projects group their events. */
export function pgGroupingSettings(
  db: Database,
): Pick<ProjectStorage, 'groupingSettings' | 'updateGroupingSettings' | 'findGroupingSettings'> {
  const s = db.schema
  return {
    async groupingSettings(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return null
      const row = await db.first<{ grouping: unknown }>(
        `select grouping from ${s}.projects where organization_id = $1 and id = $2`,
        [organizationId, id],
      )
      return row === null ? null : boundGroupingSettings(row.grouping)
    },
    async updateGroupingSettings(organizationId, id, change) {
      if (!isId(organizationId) || !isId(id)) return null
      const row = await db.first<{ grouping: unknown }>(
        `update ${s}.projects
         set grouping = coalesce(grouping, '{}') || $3::jsonb
         where organization_id = $1 and id = $2
         returning grouping`,
        [organizationId, id, JSON.stringify(boundGroupingChange(change))],
      )
      return row === null ? null : boundGroupingSettings(row.grouping)
    },
    async findGroupingSettings(projectIds) {
      // Index: projects_pkey.
      const rows = await db.rows<{ id: Id; grouping: unknown }>(
        `select id, grouping from ${s}.projects where id = any($1::bigint[]) and grouping is not null`,
        [idsIn(projectIds)],
      )
      return new Map(rows.map((row) => [row.id, boundGroupingSettings(row.grouping)]))
    },
  }
}
