import { boundIngestChange, boundIngestSettings, type Id, type IngestSettings, type ProjectStorage } from '@mishap/core'
import type { Database } from './database.js'
import { idsIn, isId } from './ids.js'

/** What projects say about what comes in. */
export function pgIngestSettings(
  db: Database,
): Pick<ProjectStorage, 'ingestSettings' | 'updateIngestSettings' | 'findIngestSettings'> {
  const s = db.schema
  return {
    async ingestSettings(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return null
      const row = await db.first<{ ingest_settings: unknown }>(
        `select ingest_settings from ${s}.projects where organization_id = $1 and id = $2`,
        [organizationId, id],
      )
      return row === null ? null : boundIngestSettings(row.ingest_settings)
    },
    async updateIngestSettings(organizationId, id, change) {
      if (!isId(organizationId) || !isId(id)) return null
      const { filters, scrub } = boundIngestChange(change)
      const row = await db.first<{ ingest_settings: unknown }>(
        `update ${s}.projects
         set ingest_settings = jsonb_build_object(
           'filters', coalesce(ingest_settings -> 'filters', '{}') || $3::jsonb,
           'scrub', coalesce(ingest_settings -> 'scrub', '{}') || $4::jsonb
         )
         where organization_id = $1 and id = $2
         returning ingest_settings`,
        [organizationId, id, JSON.stringify(filters), JSON.stringify(scrub)],
      )
      return row === null ? null : boundIngestSettings(row.ingest_settings)
    },
    async findIngestSettings(projectIds) {
      // Index: projects_pkey.
      const rows = await db.rows<{ id: Id; ingest_settings: unknown }>(
        `select id, ingest_settings from ${s}.projects where id = any($1::bigint[]) and ingest_settings is not null`,
        [idsIn(projectIds)],
      )
      return new Map<Id, IngestSettings>(rows.map((row) => [row.id, boundIngestSettings(row.ingest_settings)]))
    },
  }
}
