import type { Id } from '@mishap/core'
import type { Database, Queries } from './database.js'
import { moveIssues } from './deletion.js'
import { deleteAttachments } from './items/attachments.js'
import { removedFrom, takeOff } from './usage.js'

/** Tables with rows of an issue, by their column `issue_id`. `events` is apart: its partitions want their days. */
const TABLES_OF_ISSUE = [
  ...['issue_search', 'issue_tags', 'issue_users', 'issue_hourly', 'issue_regressions', 'feedback'],
  ...['issue_activity', 'issue_marks', 'issue_links', 'work_news', 'mutes'],
]
/** Tables with rows of a project, by their column `project_id`, besides `events`, `issues` and `attachments`. */
const TABLES_OF_PROJECT = [
  ...['issue_hashes', 'environments', 'project_counters', 'project_outcomes', 'project_requests', 'ingest_log'],
  ...['feedback', 'session_states', 'session_counts', 'release_health', 'release_users', 'check_ins'],
  ...[
    'project_releases',
    'project_days',
    'issue_merges',
    'issue_moves',
    'issue_discards',
    'issue_splits',
    'issue_move_users',
  ],
]

/** In one transaction at most, so that none is long. */
const EVENTS_AT_ONCE = 2000
const ROWS_AT_ONCE = 10_000
const ISSUES_AT_ONCE = 500

/**
 * Removes a bounded part of what is deleted; false when there is nothing that no other caller is at. Whoever dies in
 * the middle has done nothing, and what was done before stays done.
 */
export async function purge(db: Database): Promise<boolean> {
  return db.transaction(async (tx) => {
    const s = db.schema
    // Index: deletions_pkey. Locked to the end of the transaction: others take what comes after.
    const [first] = await tx.rows<Deletion>(
      `select ${COLUMNS} from ${s}.deletions d where ${isStill(s)} order by id limit 1 for update skip locked`,
    )
    if (first === undefined) return false
    const deletions = first.issue_id === null ? [first] : await withOthers(tx, s, first)
    const isEmpty = first.issue_id === null ? await emptyProject(tx, s, first) : await emptyIssues(tx, s, deletions)
    if (isEmpty)
      await tx.rows(`delete from ${s}.deletions where id = any($1::bigint[])`, [deletions.map(({ id }) => id)])
    return true
  })
}

const COLUMNS = 'id, organization_id, project_id, issue_id, first_day::text, last_day::text'

/** Events that are on their way out of an issue are not deleted with it, and those on their way into it are. */
function isStill(s: string): string {
  // Indexes: issue_moves_open, project_moves_pkey. Nor is what still follows its project to another organization.
  return `(d.issue_id is null or not exists (
    select from ${s}.issue_moves m
    where m.done_at is null
      and (m.from_id = d.issue_id or m.to_id = d.issue_id or m.details -> 'targets' ? d.issue_id::text)
  )) and not exists (select from ${s}.project_moves p where p.project_id = d.project_id)`
}

interface Deletion {
  readonly id: Id
  readonly organization_id: Id
  readonly project_id: Id
  readonly issue_id: Id | null
  readonly first_day: string | null
  readonly last_day: string | null
}

/** Issues are often deleted together, and have little each. */
async function withOthers(tx: Queries, s: string, first: Deletion): Promise<readonly Deletion[]> {
  const others = await tx.rows<Deletion>(
    `select ${COLUMNS} from ${s}.deletions d
     where id > $1 and organization_id = $2 and issue_id is not null and ${isStill(s)}
     order by id limit ${ISSUES_AT_ONCE - 1} for update skip locked`,
    [first.id, first.organization_id],
  )
  return [first, ...others]
}

/** Whether nothing of the project is left. */
async function emptyProject(tx: Queries, s: string, { organization_id, project_id }: Deletion): Promise<boolean> {
  const own = 't.organization_id = $1 and t.project_id = $2'
  const values = [organization_id, project_id]
  // Index: events_of_project, in one partition after the other.
  if (await removeEvents(tx, s, { where: own, values })) return false
  // Index: issues_of_project_by_last_seen.
  const issues = `select t.id, t.organization_id from ${s}.issues t where ${own} limit ${ISSUES_AT_ONCE}`
  if ((await moveIssues(tx, s, issues, values)).length > 0) return false
  // Those whose events never came.
  await deleteAttachments(tx, s, {
    where: `a.ctid = any(array(select t.ctid from ${s}.attachments t where ${own} limit ${ROWS_AT_ONCE}))`,
    values,
  })
  const more = await tx.rows(`select 1 from ${s}.attachments t where ${own} limit 1`, values)
  return more.length === 0 && (await removeRows(tx, s, TABLES_OF_PROJECT, { where: own, values }))
}

/** Whether nothing of the issues is left. */
async function emptyIssues(tx: Queries, s: string, issues: readonly Deletion[]): Promise<boolean> {
  const values = [issues[0]?.organization_id, issues.map((issue) => issue.issue_id)]
  const own = 't.organization_id = $1 and t.issue_id = any($2::bigint[])'
  const days = issues.flatMap(({ first_day, last_day }) => [first_day ?? [], last_day ?? []].flat()).sort()
  const inDays = { where: `${own} and t.day between $3::date and $4::date`, values: [...values, days[0], days.at(-1)] }
  // Index: events_of_issue.
  if (days.length > 0 && (await removeEvents(tx, s, inDays))) return false
  return removeRows(tx, s, TABLES_OF_ISSUE, { where: own, values })
}

interface Condition {
  /** Over the table as `t`; `$1` is the organization. */
  readonly where: string
  readonly values: readonly unknown[]
}

/** Removes some of the events, all of one day, with their attachments; whether there were any. */
async function removeEvents(tx: Queries, s: string, { where, values }: Condition): Promise<boolean> {
  const [found] = await tx.rows<{ day: string }>(
    `select t.day::text as day from ${s}.events t where ${where} limit 1`,
    values,
  )
  if (found === undefined) return false
  const day = `$${values.length + 1}::date`
  const some = await tx.rows<{ event_id: string }>(
    `select t.event_id from ${s}.events t where ${where} and t.day = ${day} limit ${EVENTS_AT_ONCE}`,
    [...values, found.day],
  )
  const ids = some.map(({ event_id }) => event_id)
  // Index: events_pkey.
  const these = `${where} and t.day = ${day} and t.event_id = any($${values.length + 2}::uuid[])`
  const bound = [...values, found.day, ids]
  // Index: attachments_of_event.
  await deleteAttachments(tx, s, {
    where: `a.organization_id = $1 and a.event_id = any($${bound.length}::uuid[]) and exists (
      select from ${s}.events t where t.event_id = a.event_id and t.project_id = a.project_id and ${these}
    )`,
    values: bound,
  })
  const removed = await removedFrom(tx, `delete from ${s}.events t where ${these}`, bound)
  await takeOff(tx, s, removed)
  return true
}

/** Removes rows until there are none, or as many as one transaction should; whether there are none. */
async function removeRows(
  tx: Queries,
  s: string,
  tables: readonly string[],
  { where, values }: Condition,
): Promise<boolean> {
  for (const table of tables) {
    const [row] = await tx.rows<{ removed: number }>(
      `with removed as (
         delete from ${s}.${table} d
         where d.ctid = any(array(select t.ctid from ${s}.${table} t where ${where} limit ${ROWS_AT_ONCE}))
         returning 1
       )
       select count(*)::int as removed from removed`,
      values,
    )
    if (row?.removed === ROWS_AT_ONCE) return false
  }
  return true
}
