import type { Id, OutcomeCount } from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { isId } from '../ids.js'
import { writerLocks } from '../locks.js'
import { countOutcomes } from '../outcomes.js'
import { ofOwners, ownersOf } from '../owners.js'

interface OfProject {
  readonly organizationId: Id
  readonly projectId: Id
}

/**
 * Runs `write` in a transaction that keeps the projects of the batch from being deleted or moved meanwhile, with the batch
 * as it is of the organizations that have them now. Counts what it answers in the same transaction: nothing is counted
 * that was not written.
 */
export async function acceptItems<T extends OfProject>(
  db: Database,
  batch: readonly T[],
  write: (tx: Queries, batch: readonly T[]) => Promise<readonly OutcomeCount[]>,
): Promise<void> {
  const projectIds = batch.map(({ projectId }) => projectId)
  await db.transaction(
    async (tx) => {
      const owned = ofOwners(batch, await ownersOf(tx, db.schema, projectIds))
      await countOutcomes(tx, db.schema, await write(tx, owned))
    },
    { settings: writerLocks(db.schema, projectIds) },
  )
}

/** What can be stored at all, once each and in one order everywhere. */
export function byProject<T extends OfProject>(batch: readonly T[], idOf: (item: T) => string): readonly T[] {
  const byKey = new Map<string, T>()
  for (const item of batch) {
    const key = `${item.projectId} ${idOf(item)}`
    if (!byKey.has(key) && isId(item.organizationId) && isId(item.projectId)) byKey.set(key, item)
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)
}

/** One accepted count for each row that was written. */
export function ofProjects(
  batch: readonly OfProject[],
  written: readonly { readonly project_id: Id; readonly received_at: Date; readonly quantity?: number }[],
  { category }: { readonly category: string },
): readonly OutcomeCount[] {
  const organizations = new Map(batch.map(({ projectId, organizationId }) => [projectId, organizationId]))
  return written.flatMap(({ project_id: projectId, received_at: hour, quantity = 1 }) => {
    const organizationId = organizations.get(projectId)
    if (organizationId === undefined) return []
    return [{ organizationId, projectId, hour, category, outcome: 'accepted', reason: '', quantity }]
  })
}
