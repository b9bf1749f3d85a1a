import type { Id } from '@mishap/core'
import type { Queries } from './database.js'
import { isId } from './ids.js'
import { literal } from './migrations/script.js'

/** So far the sequence is moved on for an id that is kept. One far above it is never reached. */
const FAR = 1_000_000

/**
 * The id that a project had on another server, where it is free; null where it is not, or where something of a project
 * that had it is still to go. Whoever inserts with it, or after it, may still find it taken at that moment.
 */
export async function keepId(tx: Queries, s: string, id: Id | undefined): Promise<Id | null> {
  if (id === undefined || !isId(id) || !Number.isSafeInteger(Number(id))) return null
  const [row] = await tx.rows<{ last_value: string }>(
    `select q.last_value::text as last_value
     from ${s}.projects_id_seq q
     where not exists (select from ${s}.projects p where p.id = $1)
       and not exists (select from ${s}.deletions d where d.project_id = $1)`,
    [id],
  )
  if (row === undefined) return null
  const ahead = Number(id) - Number(row.last_value)
  if (ahead > 0 && ahead <= FAR) await tx.rows(`select setval(${literal(`${s}.projects_id_seq`)}::regclass, $1)`, [id])
  return id
}
