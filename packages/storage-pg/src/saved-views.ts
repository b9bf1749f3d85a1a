import {
  AppError,
  boundSavedView,
  type Id,
  SAVED_VIEW_BOUNDS,
  type SavedView,
  type SavedViewFields,
  type SavedViewStorage,
  tooManyViews,
} from '@mishap/core'
import type { Database, Queries } from './database.js'
import { isId, mustBeId } from './ids.js'

export function pgSavedViews(db: Database): SavedViewStorage {
  const s = db.schema
  return {
    async list(organizationId, userId) {
      if (!isId(organizationId) || !isId(userId)) return []
      // Index: saved_views_of_organization. At most the shared ones and those of one user are sorted.
      const rows = await db.rows<ViewRow>(
        `select ${COLUMNS} from ${s}.saved_views
         where organization_id = $1 and (is_shared or owner_id = $2)
         order by position, id`,
        [organizationId, userId],
      )
      return rows.map(toView)
    },
    async get(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return null
      // Index: saved_views_pkey.
      const row = await db.first<ViewRow>(
        `select ${COLUMNS} from ${s}.saved_views where id = $2 and organization_id = $1`,
        [organizationId, id],
      )
      return row === null ? null : toView(row)
    },
    async create(organizationId, ownerId, view) {
      mustBeId(organizationId, 'an organization')
      mustBeId(ownerId, 'a user')
      const { isShared, name, query, sort, position, ...lists } = boundSavedView(view)
      return db.transaction(async (tx) => {
        await lockViews(tx, s, organizationId)
        await mustFit(tx, s, { organizationId, ownerId, isShared })
        const [row] = await tx.rows<ViewRow>(
          `insert into ${s}.saved_views
             (organization_id, owner_id, is_shared, name, query, sort, project_ids, environments, columns, position)
           values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb, $9::jsonb, coalesce($10::int, (
             select least(coalesce(max(position) + 1, 0), ${SAVED_VIEW_BOUNDS.position}) from ${s}.saved_views
             where organization_id = $1 and (is_shared or owner_id = $2)
           )))
           returning ${COLUMNS}`,
          [organizationId, ownerId, isShared, name, query, sort, ...jsonOf(lists), position ?? null],
        )
        if (row === undefined) throw new AppError('internal', 'Wanted the view that was made, found none')
        return toView(row)
      })
    },
    async update(organizationId, id, change) {
      if (!isId(organizationId) || !isId(id)) return null
      const { isShared, name, query, sort, position, ...lists } = boundSavedView(change)
      return db.transaction(async (tx) => {
        await lockViews(tx, s, organizationId)
        const [before] = await tx.rows<ViewRow>(
          `select ${COLUMNS} from ${s}.saved_views where id = $2 and organization_id = $1`,
          [organizationId, id],
        )
        if (before === undefined) return null
        if (isShared !== undefined && isShared !== before.is_shared)
          await mustFit(tx, s, { organizationId, ownerId: before.owner_id, isShared })
        const [row] = await tx.rows<ViewRow>(
          `update ${s}.saved_views set
             is_shared = coalesce($3, is_shared), name = coalesce($4, name), query = coalesce($5, query),
             sort = coalesce($6, sort), project_ids = coalesce($7::jsonb, project_ids),
             environments = coalesce($8::jsonb, environments), columns = coalesce($9::jsonb, columns),
             position = coalesce($10, position)
           where id = $2 and organization_id = $1
           returning ${COLUMNS}`,
          [
            ...[organizationId, id, isShared ?? null, name ?? null, query ?? null, sort ?? null],
            ...jsonOf(lists),
            position ?? null,
          ],
        )
        return row === undefined ? null : toView(row)
      })
    },
    async delete(organizationId, id) {
      if (!isId(organizationId) || !isId(id)) return false
      const gone = await db.rows(`delete from ${s}.saved_views where id = $2 and organization_id = $1 returning id`, [
        organizationId,
        id,
      ])
      return gone.length > 0
    },
  }
}

const COLUMNS = `id, organization_id, owner_id, is_shared, name, query, sort, project_ids, environments, columns,
  position, created_at`

interface ViewRow {
  readonly id: Id
  readonly organization_id: Id
  readonly owner_id: Id | null
  readonly is_shared: boolean
  readonly name: string
  readonly query: string
  readonly sort: string
  readonly project_ids: readonly Id[]
  readonly environments: readonly string[]
  readonly columns: readonly string[]
  readonly position: number
  readonly created_at: Date
}

function toView(row: ViewRow): SavedView {
  return {
    id: row.id,
    organizationId: row.organization_id,
    ownerId: row.owner_id,
    isShared: row.is_shared,
    name: row.name,
    query: row.query,
    sort: row.sort,
    projectIds: row.project_ids,
    environments: row.environments,
    columns: row.columns,
    position: row.position,
    createdAt: row.created_at,
  }
}

type Lists = Partial<Pick<SavedViewFields, 'projectIds' | 'environments' | 'columns'>>

function jsonOf({ projectIds, environments, columns }: Lists): readonly (string | null)[] {
  return [projectIds, environments, columns].map((list) => (list === undefined ? null : JSON.stringify(list)))
}

/** One at a time changes how many there are. Throws `not_found` where the organization is gone. */
async function lockViews(tx: Queries, s: string, organizationId: Id): Promise<void> {
  const found = await tx.rows(`select id from ${s}.organizations where id = $1 for no key update`, [organizationId])
  if (found.length === 0) throw new AppError('not_found', `Wanted the id of an organization, found "${organizationId}"`)
}

async function mustFit(
  tx: Queries,
  s: string,
  { organizationId, ownerId, isShared }: Pick<SavedView, 'organizationId' | 'ownerId' | 'isShared'>,
): Promise<void> {
  const [row] = await tx.rows<{ found: number }>(
    `select count(*)::int as found from ${s}.saved_views
     where organization_id = $1 and is_shared = $2 and ($2 or owner_id = $3)`,
    [organizationId, isShared, ownerId],
  )
  if ((row?.found ?? 0) >= SAVED_VIEW_BOUNDS[isShared ? 'shared' : 'personal']) throw tooManyViews(isShared)
}
