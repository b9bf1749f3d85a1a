import type { Id } from '@mishap/core'
import type { Database } from './database.js'
import { isId } from './ids.js'

/** Looked at in one go, of what is open for long and looked at again and again. */
const SLICE = 2_000

export interface Slice {
  /** Those with ids above, up to and with `last`. */
  readonly after: Id
  readonly last: Id
  /** Where the one after it begins; null: it was the last one. */
  readonly next: Id | null
}

/** The rows of a table that come first behind one, by its primary key; null where there are none. */
export async function sliceOf(db: Database, table: string, after: Id | null): Promise<Slice | null> {
  const from = after !== null && isId(after) ? after : '0'
  const row = await db.first<{ last: Id | null; count: number }>(
    `select max(id) as last, count(*)::int as count
     from (select id from ${db.schema}.${table} where id > $1 order by id limit ${SLICE}) as slice`,
    [from],
  )
  if (row === null || row.last === null) return null
  return { after: from, last: row.last, next: row.count < SLICE ? null : row.last }
}
