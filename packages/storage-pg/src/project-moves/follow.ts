import type { Id } from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { weightSql } from '../issues/tag-weight.js'
import { lockOutWriters } from '../locks.js'
import { removedFrom, takeOff } from '../usage.js'

/** Tables whose rows follow a part at a time. Each writes what comes meanwhile where the project is. */
export const FOLLOWING_OF_ISSUE = ['issue_tags', 'issue_hourly', 'issue_users']
export const FOLLOWING_OF_PROJECT = [
  ...['events', 'attachments', 'feedback', 'check_ins', 'project_outcomes', 'release_health', 'release_users'],
]

/** In one transaction at most: the project's writers wait meanwhile. */
const ISSUES_AT_ONCE = 100
const EVENTS_AT_ONCE = 2000
const ROWS_AT_ONCE = 5000

/**
 * Lets a bounded part of what belongs to a moved project follow it; false when there is nothing that no other caller is
 * at. Whoever dies in the middle has done nothing, and what was done before stays done.
 */
export async function followProject(db: Database): Promise<boolean> {
  const s = db.schema
  return db.patient.transaction(async (tx) => {
    const [move] = await tx.rows<Move>(
      `select project_id, from_id, to_id, issue_id from ${s}.project_moves
       order by started_at, project_id limit 1 for update skip locked`,
    )
    if (move === undefined) return false
    await lockOutWriters(tx, s, [move.project_id])
    const isMore =
      (await followIssues(tx, s, move)) || (await followEvents(tx, s, move)) || (await followRows(tx, s, move))
    if (!isMore) await tx.rows(`delete from ${s}.project_moves where project_id = $1`, [move.project_id])
    return true
  })
}

interface Move {
  readonly project_id: Id
  readonly from_id: Id
  readonly to_id: Id
  readonly issue_id: Id
}

/** Counters of the next issues, deleted ones among them. */
async function followIssues(tx: Queries, s: string, { project_id, from_id, to_id, issue_id }: Move): Promise<boolean> {
  // Indexes: issues_of_project_by_last_seen, deletions_of_project.
  const rows = await tx.rows<{ id: Id }>(
    `select id from (
       select i.id from ${s}.issues i where i.organization_id = $1 and i.project_id = $2 and i.id > $3
       union
       select d.issue_id from ${s}.deletions d where d.organization_id = $1 and d.project_id = $2 and d.issue_id > $3
     ) as own
     order by id limit ${ISSUES_AT_ONCE}`,
    [to_id, project_id, issue_id],
  )
  const last = rows.at(-1)
  if (last === undefined) return false
  const values = [from_id, to_id, rows.map(({ id }) => id)]
  const gone = (table: string) =>
    `delete from ${s}.${table} where organization_id = $1 and issue_id = any($3::bigint[]) returning *`
  await tx.rows(
    `with gone as (${gone('issue_tags')})
     insert into ${s}.issue_tags as t (organization_id, issue_id, key, value, count, last_seen_at, weight)
     select $2, issue_id, key, value, count, last_seen_at, weight from gone
     on conflict (organization_id, issue_id, key, value)
     do update set count = t.count + excluded.count, last_seen_at = greatest(t.last_seen_at, excluded.last_seen_at),
       weight = ${weightSql('(t.count + excluded.count)')}`,
    values,
  )
  await tx.rows(
    `with gone as (${gone('issue_hourly')})
     insert into ${s}.issue_hourly as h (organization_id, issue_id, hour, count)
     select $2, issue_id, hour, count from gone
     on conflict (organization_id, issue_id, hour) do update set count = h.count + excluded.count`,
    values,
  )
  // Who was seen on both sides was counted twice.
  await tx.rows(
    `with gone as (${gone('issue_users')}), added as (
       insert into ${s}.issue_users (organization_id, issue_id, user_key)
       select $2, issue_id, user_key from gone
       on conflict (organization_id, issue_id, user_key) do nothing
       returning issue_id
     ), twice as (
       select g.issue_id, g.count - coalesce(a.count, 0) as count
       from (select issue_id, count(*) as count from gone group by issue_id) as g
       left join (select issue_id, count(*) as count from added group by issue_id) as a using (issue_id)
     )
     update ${s}.issues i set user_count = greatest(0, i.user_count - twice.count)
     from twice
     where i.id = twice.issue_id and i.organization_id = $2 and twice.count > 0`,
    values,
  )
  await tx.rows(`update ${s}.project_moves set issue_id = $2 where project_id = $1`, [project_id, last.id])
  return true
}

async function followEvents(tx: Queries, s: string, { project_id, from_id, to_id }: Move): Promise<boolean> {
  const own = 't.organization_id = $1 and t.project_id = $2'
  // Index: events_of_project, in one partition after the other.
  const [found] = await tx.rows<{ day: string }>(`select t.day::text as day from ${s}.events t where ${own} limit 1`, [
    from_id,
    project_id,
  ])
  if (found === undefined) return false
  const some = await tx.rows<{ event_id: string }>(
    `select t.event_id from ${s}.events t where ${own} and t.day = $3::date limit ${EVENTS_AT_ONCE}`,
    [from_id, project_id, found.day],
  )
  // Index: events_pkey.
  const these = `${own} and t.day = $3::date and t.event_id = any($4::uuid[])`
  const values = [from_id, project_id, found.day, some.map(({ event_id }) => event_id)]
  // What came once more after its issue had been deleted. Asked of each event by the index, whatever the statistics say.
  const twice = `delete from ${s}.events t where ${these} and exists (
    select from ${s}.events n
    where n.organization_id = $5 and n.event_id = t.event_id and n.project_id = $2 and n.day = $3::date
    offset 0
  )`
  const removed = await removedFrom(tx, twice, [...values, to_id])
  await takeOff(
    tx,
    s,
    removed.map((usage) => ({ ...usage, organizationId: to_id })),
  )
  await tx.rows(`update ${s}.events t set organization_id = $5 where ${these}`, [...values, to_id])
  return true
}

/** Their keys within a project, and no counters: what is there already was sent twice. */
const KEYED = [
  ['attachments', 'id'],
  ['feedback', 'feedback_id'],
  ['check_ins', 'check_in_id'],
] as const

/** Columns, those of the key, and what becomes of two rows with one key. */
const COUNTED = [
  {
    table: 'project_outcomes',
    columns: 'hour, category, outcome, reason, quantity',
    key: 'organization_id, hour, project_id, category, outcome, reason',
    sum: 'quantity = t.quantity + excluded.quantity',
  },
  {
    table: 'release_health',
    columns: 'hour, release, environment, healthy, errored, abnormal, crashed',
    key: 'organization_id, hour, project_id, release, environment',
    sum: `healthy = t.healthy + excluded.healthy, errored = t.errored + excluded.errored,
      abnormal = t.abnormal + excluded.abnormal, crashed = t.crashed + excluded.crashed`,
  },
  {
    table: 'release_users',
    columns: 'day, release, environment, user_hash, result',
    key: 'organization_id, day, project_id, release, environment, user_hash',
    sum: 'result = greatest(t.result, excluded.result)',
  },
] as const

async function followRows(tx: Queries, s: string, { project_id, from_id, to_id }: Move): Promise<boolean> {
  const values = [from_id, to_id, project_id]
  const own = 't.organization_id = $1 and t.project_id = $3'
  for (const [table, key] of KEYED) {
    const rows = await tx.rows<{ key: string }>(
      `select t.${key} as key from ${s}.${table} t where t.organization_id = $1 and t.project_id = $2 limit ${ROWS_AT_ONCE}`,
      [from_id, project_id],
    )
    if (rows.length === 0) continue
    const these = [...values, rows.map((row) => row.key)]
    await tx.rows(
      `delete from ${s}.${table} t where ${own} and t.${key} = any($4::uuid[]) and exists (
         select from ${s}.${table} n where n.organization_id = $2 and n.project_id = $3 and n.${key} = t.${key} offset 0
       )`,
      these,
    )
    await tx.rows(`update ${s}.${table} t set organization_id = $2 where ${own} and t.${key} = any($4::uuid[])`, these)
    return true
  }
  for (const { table, columns, key, sum } of COUNTED) {
    const moved = await tx.rows(
      `with gone as (
         delete from ${s}.${table} d
         where d.ctid = any(array(select t.ctid from ${s}.${table} t where ${own} limit ${ROWS_AT_ONCE}))
         returning *
       )
       insert into ${s}.${table} as t (organization_id, project_id, ${columns})
       select $2, project_id, ${columns} from gone
       on conflict (${key}) do update set ${sum}
       returning 1`,
      values,
    )
    if (moved.length > 0) return true
  }
  return false
}
