import { type IssueTagStorage, TAG_BOUNDS, type TagQuery } from '@mishap/core'
import type { Database } from '../database.js'
import { idsIn, isId, isStorableName } from '../ids.js'
import { likePattern } from './patterns.js'

type ValueQuery = Parameters<IssueTagStorage['tagValues']>[0]

/*
 * Only the index issue_tags_by_value is read, in its order, and never more than a bound of it. What stands first is
 * `t.value` and then `t.issue_id`, or the planner might rather read the table.
 */
export function pgTagSearch(db: Database): IssueTagStorage {
  const s = db.schema
  return {
    async tagKeys(query) {
      if (!isAnswerable(query)) return []
      const rows = await db.rows<{ key: string; count: string }>(
        `with recursive keys (key, place) as (
           (select t.key, 1 from ${s}.issue_tags t where t.organization_id = $1 order by t.key limit 1)
           union all
           select (
             select t.key from ${s}.issue_tags t
             where t.organization_id = $1 and t.key > keys.key
             order by t.key
             limit 1
           ), place + 1
           from keys
           where keys.key is not null and place < ${TAG_BOUNDS.keys}
         )
         select t.key, sum(t.count) as count
         from (
           select keys.key, first.issue_id, first.count
           from keys
           cross join lateral (
             select t.issue_id, t.count from ${s}.issue_tags t
             where t.organization_id = $1 and t.key = keys.key
             order by t.value, t.issue_id
             limit ${TAG_BOUNDS.keyRows}
           ) as first
           where keys.key is not null and lower(keys.key collate "C") like $3
         ) as t
         ${ofIssues(s)}
         group by t.key
         order by sum(t.count) desc, t.key collate "C"
         limit $4`,
        [query.organizationId, projectsOf(query), partOf(query), query.limit],
      )
      return rows.map(({ key, count }) => ({ key, count: Number(count) }))
    },
    async tagValues(query) {
      if (!isAnswerable(query) || !isStorableName(query.key)) return []
      const rows = await db.rows<ValueRow>(
        `${(await isSmall(db, query)) ? everyValue(s) : someValues(s)}
         select t.value, sum(t.count) as count, min(i.first_seen_at) as first_seen_at, max(t.last_seen_at) as last_seen_at
         from looked_at t
         ${ofIssues(s)}
         group by t.value
         order by sum(t.count) desc, t.value collate "C"
         limit $5`,
        [query.organizationId, projectsOf(query), partOf(query), query.key, query.limit],
      )
      return rows.map(({ value, count, first_seen_at: firstSeenAt, last_seen_at: lastSeenAt }) => {
        return { value, count: Number(count), firstSeenAt, lastSeenAt }
      })
    },
  }
}

interface ValueRow {
  readonly value: string
  readonly count: string
  readonly first_seen_at: Date
  readonly last_seen_at: Date
}

/** Of tags as `t`, those whose issue is there and is asked for. */
function ofIssues(s: string): string {
  return `join ${s}.issues i on i.organization_id = $1 and i.id = t.issue_id and i.merged_into is null
       and ($2::bigint[] is null or i.project_id = any($2::bigint[]))
       and i.project_id not in (
         select x.project_id from ${s}.deletions x where x.organization_id = $1 and x.issue_id is null
       )`
}

async function isSmall(db: Database, { organizationId, key }: ValueQuery): Promise<boolean> {
  const row = await db.first<{ found: number }>(
    `select count(*)::int as found
     from (
       select from ${db.schema}.issue_tags t
       where t.organization_id = $1 and t.key = $2
       order by t.value
       limit ${TAG_BOUNDS.valueRows + 1}
     ) as t`,
    [organizationId, key],
  )
  return (row?.found ?? 0) <= TAG_BOUNDS.valueRows
}

function everyValue(s: string): string {
  return `with looked_at as materialized (
           select t.issue_id, t.value, t.count, t.last_seen_at from ${s}.issue_tags t
           where t.organization_id = $1 and t.key = $4 and lower(t.value) like $3
         )`
}

/** From value to value, and of each a few issues: what is frequent is told from what is rare, no more. */
function someValues(s: string): string {
  return `with recursive distinct_values (value, place) as (
           (select t.value, 1 from ${s}.issue_tags t
            where t.organization_id = $1 and t.key = $4 order by t.value limit 1)
           union all
           select (
             select t.value from ${s}.issue_tags t
             where t.organization_id = $1 and t.key = $4 and t.value > distinct_values.value
             order by t.value
             limit 1
           ), place + 1
           from distinct_values
           where distinct_values.value is not null and place < ${TAG_BOUNDS.values}
         ), looked_at as materialized (
           select first.issue_id, v.value, first.count, first.last_seen_at
           from distinct_values v
           cross join lateral (
             select t.issue_id, t.count, t.last_seen_at from ${s}.issue_tags t
             where t.organization_id = $1 and t.key = $4 and t.value = v.value
             order by t.issue_id
             limit ${TAG_BOUNDS.rowsOfValue}
           ) as first
           where v.value is not null and lower(v.value collate "C") like $3
         )`
}

function isAnswerable({ organizationId, projectIds, contains }: TagQuery): boolean {
  return isId(organizationId) && isStorableName(contains) && (projectIds === null || idsIn(projectIds).length > 0)
}

function projectsOf({ projectIds }: TagQuery): readonly string[] | null {
  return projectIds === null ? null : idsIn(projectIds)
}

function partOf({ contains }: TagQuery): string {
  return likePattern([contains.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())], { isPart: true })
}
