import { AppError, boundRepository, type Repository, type RepositoryStorage } from '@mishap/core'
import type { Database } from '../database.js'
import { isId, mustBeId } from '../ids.js'
import { emptyPage, readPage } from '../paging.js'

export function pgRepositories(db: Database): RepositoryStorage {
  const s = db.schema
  return {
    async list(organizationId, page) {
      if (!isId(organizationId)) return emptyPage()
      return readPage<RepositoryRow, Repository>(db, page, {
        select: `select ${COLUMNS} from ${s}.repositories`,
        where: 'organization_id = $1',
        values: [organizationId],
        keys: [{ expression: 'id', type: 'bigint' }],
        toItem: toRepository,
        keyOf: ({ id }) => [id],
      })
    },
    async create(repository) {
      const { organizationId, name, url, provider, createdAt } = boundRepository(repository)
      const [row] = await db.rows<RepositoryRow>(
        `insert into ${s}.repositories (organization_id, name, url, provider, created_at)
         values ($1, $2, $3, $4, $5)
         returning ${COLUMNS}`,
        [mustBeId(organizationId, 'an organization'), name, url, provider && JSON.stringify(provider), createdAt],
      )
      if (row === undefined) throw new AppError('internal', 'Wanted the repository that was made, found none')
      return toRepository(row)
    },
  }
}

const COLUMNS = 'id, organization_id, name, url, provider, created_at'

interface RepositoryRow {
  readonly id: string
  readonly organization_id: string
  readonly name: string
  readonly url: string
  readonly provider: Repository['provider']
  readonly created_at: Date
}

function toRepository(row: RepositoryRow): Repository {
  return {
    id: row.id,
    organizationId: row.organization_id,
    name: row.name,
    url: row.url,
    provider: row.provider,
    createdAt: row.created_at,
  }
}
