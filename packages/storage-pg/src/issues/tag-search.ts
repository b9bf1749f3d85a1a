import { type IssueTagStorage, TAG_BOUNDS, type TagQuery } from '@mishap/core'
import type { Database } from '../database.js'
import { notOfDeletedProject } from '../deletion.js'
import { idsIn, isId, isStorableName } from '../ids.js'
import { likePattern } from './patterns.js'

export function pgTagSearch(db: Database): IssueTagStorage {
  const s = db.schema
  /** Of tags as `t`, those whose issue is there and is asked for. */
  const ofIssues = `join ${s}.issues i on i.organization_id = t.organization_id and i.id = t.issue_id
       and i.merged_into is null and ($2::bigint[] is null or i.project_id = any($2::bigint[]))
       and ${notOfDeletedProject(s, 'i.project_id', 'i.organization_id')}`
  return {
    async tagKeys(query) {
      if (!isAnswerable(query)) return []
      // Index: issue_tags_by_value, from key to key and then the first of each.
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
         select keys.key, counted.count
         from keys
         cross join lateral (
           select sum(t.count) as count
           from (
             select t.organization_id, t.issue_id, t.count from ${s}.issue_tags t
             where t.organization_id = $1 and t.key = keys.key
             limit ${TAG_BOUNDS.keyRows}
           ) as t
           ${ofIssues}
         ) as counted
         where keys.key is not null and lower(keys.key collate "C") like $3 and counted.count > 0
         order by counted.count desc, keys.key collate "C"
         limit $4`,
        [query.organizationId, projectsOf(query), partOf(query), query.limit],
      )
      return rows.map(({ key, count }) => ({ key, count: Number(count) }))
    },
    async tagValues(query) {
      if (!isAnswerable(query) || !isStorableName(query.key)) return []
      const rows = await db.rows<ValueRow>(
        `select t.value, sum(t.count) as count, min(i.first_seen_at) as first_seen_at, max(t.last_seen_at) as last_seen_at
         from (${lookedAt(s, query)}) as t
         ${ofIssues}
         group by t.value
         order by sum(t.count) desc, t.value collate "C"
         limit $4`,
        [
          ...[query.organizationId, projectsOf(query), query.key, query.limit],
          ...(query.contains === '' ? [] : [likePattern([query.contains, '']), partOf(query)]),
        ],
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

/** Index: issue_tags_by_value. What begins as it is typed is found however many others there are. */
function lookedAt(s: string, { contains }: TagQuery): string {
  const ofKey = `select t.organization_id, t.issue_id, t.value, t.count, t.last_seen_at
       from ${s}.issue_tags t
       where t.organization_id = $1 and t.key = $3`
  if (contains === '') return `${ofKey} limit ${TAG_BOUNDS.valueRows}`
  return `(${ofKey} and t.value like $5 limit ${TAG_BOUNDS.valueRows})
       union all
       select * from (${ofKey} limit ${TAG_BOUNDS.valueRows}) as t
       where lower(t.value collate "C") like $6 and t.value not like $5`
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
