import type { ProjectStorage } from '@mishap/core'
import type { Database } from './database.js'
import { isId, isStorableName } from './ids.js'

/** Who owns what in a project. */
export function pgOwnership(db: Database): Pick<ProjectStorage, 'ownership' | 'setOwnership'> {
  const s = db.schema
  return {
    async ownership(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return null
      const row = await db.first<{ ownership: string }>(
        `select ownership from ${s}.projects where organization_id = $1 and id = $2`,
        [organizationId, id],
      )
      return row?.ownership ?? null
    },
    async setOwnership(organizationId, id, rules) {
      if (!isId(organizationId) || !isId(id) || !isStorableName(rules)) return false
      const rows = await db.rows(
        `update ${s}.projects set ownership = $3 where organization_id = $1 and id = $2 returning id`,
        [organizationId, id, rules],
      )
      return rows.length > 0
    },
  }
}
