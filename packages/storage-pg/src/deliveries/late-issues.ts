import type { Id } from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { idsIn } from '../ids.js'

/**
 * Rules are to look at them. Who claims one meanwhile is waited for, and who looks at it already looks again: what they saw
 * was before this.
 */
export async function noteLateIssues(tx: Queries, s: string, ids: Iterable<Id>, lookAt: Date): Promise<void> {
  const sorted = [...new Set(ids)].sort((a, b) => Number(a) - Number(b))
  if (sorted.length === 0) return
  await tx.rows(
    `insert into ${s}.late_issues as l (issue_id, look_at)
     select id, $2::timestamptz from unnest($1::bigint[]) as named(id)
     on conflict (issue_id) do update set look_at = excluded.look_at where l.look_at > excluded.look_at`,
    [sorted, lookAt],
  )
}

export async function claimLateIssues(db: Database, now: Date, limit: number, until: Date): Promise<readonly Id[]> {
  // Index: late_issues_to_look_at.
  const rows = await db.rows<{ issue_id: Id }>(
    `with due as (
       select issue_id from ${db.schema}.late_issues
       where look_at <= $1
       order by look_at
       limit $2
       for update skip locked
     )
     update ${db.schema}.late_issues l set look_at = $3
     from due
     where l.issue_id = due.issue_id
     returning l.issue_id`,
    [now, limit, until],
  )
  return rows.map(({ issue_id }) => issue_id)
}

/** What somebody is about to note again stays. */
export async function forgetLateIssues(db: Database, ids: readonly Id[], until: Date): Promise<void> {
  await db.rows(
    `delete from ${db.schema}.late_issues where issue_id in (
       select issue_id from ${db.schema}.late_issues
       where issue_id = any($1::bigint[]) and look_at = $2
       for update skip locked
     )`,
    [idsIn(ids), until],
  )
}
