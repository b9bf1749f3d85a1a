import type { Id } from '@mishap/core'
import type { Queries } from './database.js'
import { literal } from './migrations/script.js'

/*
 * Who writes events of a project holds its lock together with other writers; who deletes in it holds it alone. So what a
 * writer has looked up stays there until it commits, and neither waits for rows of the other in a circle.
 */

/** Statements that take the projects' locks for a writer, to the end of its transaction. */
export function writerLocks(s: string, projectIds: readonly Id[]): string {
  return inOrder(projectIds)
    .map((id) => `select pg_advisory_xact_lock_shared(${keyOf(s, id)})`)
    .join(';')
}

/** Waits for the writers of the projects and holds up new ones, to the end of the transaction. */
export async function lockOutWriters(tx: Queries, s: string, projectIds: readonly Id[]): Promise<void> {
  for (const id of inOrder(projectIds)) await tx.rows(`select pg_advisory_xact_lock(${keyOf(s, id)})`)
}

function keyOf(s: string, projectId: Id): string {
  return `hashtextextended(${literal(`mishap ${s} project ${projectId}`)}, 0)`
}

function inOrder(ids: readonly Id[]): readonly Id[] {
  return [...new Set(ids)].sort()
}
