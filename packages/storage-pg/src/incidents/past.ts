import type { Database } from '../database.js'

/** Of one transaction: an incident may have a thousand entries, which go with it. */
const INCIDENTS_AT_ONCE = 100
const WINDOWS_AT_ONCE = 1000

/** Incidents that were resolved before, with all that was said of them, and maintenance windows that were over. */
export async function dropOldIncidents(db: Database, before: Date): Promise<void> {
  const s = db.schema
  // Index: incidents_resolved. What somebody else is at, such as opening it again, is left for the next day.
  await removeAll(
    db,
    `delete from ${s}.incidents i
     where i.id = any(array(
       select o.id from ${s}.incidents o
       where o.resolved_at < $1
       order by o.resolved_at
       limit $2
       for update skip locked
     ))`,
    [before, INCIDENTS_AT_ONCE],
  )
  // Index: maintenance_windows_by_end.
  await removeAll(
    db,
    `delete from ${s}.maintenance_windows w
     where w.id = any(array(
       select o.id from ${s}.maintenance_windows o
       where o.ends_at < $1
       order by o.ends_at
       limit $2
       for update skip locked
     ))`,
    [before, WINDOWS_AT_ONCE],
  )
}

/** Again and again until there are fewer than one transaction takes. */
async function removeAll(db: Database, text: string, values: readonly [before: Date, atOnce: number]): Promise<void> {
  const [, atOnce] = values
  let removed = atOnce
  while (removed === atOnce) {
    const counted = `with removed as (${text} returning 1) select count(*)::int as removed from removed`
    removed = (await db.first<{ removed: number }>(counted, values))?.removed ?? 0
  }
}
