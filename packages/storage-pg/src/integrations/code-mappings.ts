import {
  AppError,
  boundMapping,
  type CodeMapping,
  type Id,
  INTEGRATION_BOUNDS,
  type IntegrationStorage,
  tooManyMappings,
} from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { isId, mustBeId } from '../ids.js'
import { emptyPage, readPage } from '../paging.js'

type Mappings = Pick<
  IntegrationStorage,
  'mappings' | 'mappingsOf' | 'createMapping' | 'updateMapping' | 'deleteMapping'
>

export function pgCodeMappings(db: Database): Mappings {
  const s = db.schema
  // Of a project that has moved away there may be some until its move has removed them.
  const select = `select ${COLUMNS} from ${s}.code_mappings m join ${s}.integrations i on i.id = m.integration_id`
  const own = `select i.id from ${s}.integrations i where i.organization_id = $1`
  return {
    async mappings(organizationId, page) {
      if (!isId(organizationId)) return emptyPage()
      return readPage<MappingRow, CodeMapping>(db, page, {
        // Indexes: integrations_of_organization, code_mappings_of_integration.
        ...{ select, where: 'i.organization_id = $1', values: [organizationId] },
        keys: [{ expression: 'm.id', type: 'bigint' }],
        toItem: toMapping,
        keyOf: ({ id }) => [id],
      })
    },
    async mappingsOf(organizationId, projectId) {
      if (!isId(organizationId) || !isId(projectId)) return []
      // Index: code_mappings_of_project.
      const rows = await db.rows<MappingRow>(
        `${select} where m.project_id = $2 and i.organization_id = $1 order by m.id`,
        [organizationId, projectId],
      )
      return rows.map(toMapping)
    },
    async createMapping(organizationId, mapping) {
      return db.transaction(async (tx) => {
        await mustBeOwn(tx, s, organizationId, mapping)
        const [counted] = await tx.rows<{ count: number }>(
          `select count(*)::int as count from ${s}.code_mappings m where m.integration_id in (${own})`,
          [organizationId],
        )
        if ((counted?.count ?? 0) >= INTEGRATION_BOUNDS.mappings) throw tooManyMappings()
        const [row] = await tx.rows<MappingRow>(
          `insert into ${s}.code_mappings as m
             (integration_id, project_id, repository, stack_root, source_root, branch)
           values ($1, $2, $3, $4, $5, $6)
           returning ${COLUMNS}`,
          valuesOf(mapping),
        )
        if (row === undefined) throw new AppError('internal', 'Wanted the mapping that was made, found none')
        return toMapping(row)
      })
    },
    async updateMapping(organizationId, id, mapping) {
      if (!isId(organizationId) || !isId(id)) return null
      return db.transaction(async (tx) => {
        const found = await tx.rows(
          `select 1 from ${s}.code_mappings m where m.id = $2 and m.integration_id in (${own}) for update`,
          [organizationId, id],
        )
        if (found.length === 0) return null
        await mustBeOwn(tx, s, organizationId, mapping)
        const [row] = await tx.rows<MappingRow>(
          `update ${s}.code_mappings m
           set integration_id = $1, project_id = $2, repository = $3, stack_root = $4, source_root = $5, branch = $6
           where m.id = $7
           returning ${COLUMNS}`,
          [...valuesOf(mapping), id],
        )
        return row === undefined ? null : toMapping(row)
      })
    },
    async deleteMapping(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return false
      const text = `delete from ${s}.code_mappings m where m.id = $2 and m.integration_id in (${own}) returning m.id`
      return (await db.first(text, [organizationId, id])) !== null
    },
  }
}

/** One at a time adds to the mappings of an organization. */
async function mustBeOwn(tx: Queries, s: string, organizationId: Id, mapping: Omit<CodeMapping, 'id'>): Promise<void> {
  mustBeId(organizationId, 'an organization')
  await tx.rows(`select id from ${s}.organizations where id = $1 for no key update`, [organizationId])
  const known = [
    ['integrations', 'an integration', mapping.integrationId],
    ['projects', 'a project', mapping.projectId],
  ] as const
  for (const [table, what, id] of known) {
    mustBeId(id, what)
    const found = await tx.rows(
      `select 1 from ${s}.${table} t where t.organization_id = $1 and t.id = $2 for key share`,
      [organizationId, id],
    )
    if (found.length === 0) throw new AppError('not_found', `Wanted the id of ${what}, found ${JSON.stringify(id)}`)
  }
}

function valuesOf(mapping: Omit<CodeMapping, 'id'>): readonly unknown[] {
  const { integrationId, projectId, repository, stackRoot, sourceRoot, branch } = boundMapping(mapping)
  return [integrationId, projectId, repository, stackRoot, sourceRoot, branch]
}

const COLUMNS = 'm.id, m.integration_id, m.project_id, m.repository, m.stack_root, m.source_root, m.branch'

interface MappingRow {
  readonly id: Id
  readonly integration_id: Id
  readonly project_id: Id
  readonly repository: string
  readonly stack_root: string
  readonly source_root: string
  readonly branch: string
}

function toMapping(row: MappingRow): CodeMapping {
  return {
    id: row.id,
    integrationId: row.integration_id,
    projectId: row.project_id,
    repository: row.repository,
    stackRoot: row.stack_root,
    sourceRoot: row.source_root,
    branch: row.branch,
  }
}
