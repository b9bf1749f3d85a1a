import type { Id } from '@mishap/core'
import type { Queries } from './database.js'
import { idsIn } from './ids.js'

/** Whose a project is now and was before, and from where its rows still follow. */
export interface Owner {
  readonly organizationId: Id
  readonly earlier: readonly Id[]
  readonly movesFrom: Id | null
}

/**
 * Whose the projects are. What was taken in before a project changed hands names the organization of then; while the
 * caller holds the locks of `writerLocks`, the answer stays true.
 */
export async function ownersOf(tx: Queries, s: string, projectIds: readonly Id[]): Promise<ReadonlyMap<Id, Owner>> {
  const ids = [...new Set(idsIn(projectIds))]
  if (ids.length === 0) return new Map()
  // Indexes: projects_pkey, project_moves_pkey, project_homes_pkey.
  const rows = await tx.prepared<{ id: Id; organization_id: Id; from_id: Id | null; earlier: readonly Id[] }>(
    `select p.id, p.organization_id, m.from_id,
       (select coalesce(json_agg(h.organization_id::text), '[]')
        from ${s}.project_homes h
        where h.project_id = p.id) as earlier
     from ${s}.projects p
     left join ${s}.project_moves m on m.project_id = p.id
     where p.id = any($1::bigint[])`,
    [ids],
  )
  return new Map(
    rows.map(({ id, organization_id: organizationId, earlier, from_id: movesFrom }) => [
      id,
      { organizationId, earlier, movesFrom },
    ]),
  )
}

/** The same with the organizations of now. What names one that never had the project stays as it is, and is of nobody. */
export function ofOwners<T extends { readonly organizationId: Id; readonly projectId: Id }>(
  batch: readonly T[],
  owners: ReadonlyMap<Id, Owner>,
): readonly T[] {
  return batch.map((one) => {
    const owner = owners.get(one.projectId)
    if (owner === undefined || owner.organizationId === one.organizationId) return one
    return owner.earlier.includes(one.organizationId) ? { ...one, organizationId: owner.organizationId } : one
  })
}
