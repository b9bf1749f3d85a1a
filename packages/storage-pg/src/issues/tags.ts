import type { Id, IssueStorage, IssueTag } from '@mishap/core'
import type { Database } from '../database.js'
import { groupBy } from '../group.js'
import { idsIn, isId, isStorableName } from '../ids.js'

export function pgIssueTags(db: Database): IssueStorage['tags'] {
  return async (organizationId, issueId, { key, valueLimit }) => {
    if (!isId(organizationId) || !isId(issueId) || (key !== undefined && !isStorableName(key))) return []
    // Index: issue_tags_pkey.
    const rows = await db.rows<TagRow>(
      `select key, value, count, last_seen_at, unique_values, total_values
       from (
         select key, value, count, last_seen_at,
           count(*) over (partition by key) as unique_values,
           sum(count) over (partition by key) as total_values,
           row_number() over (partition by key order by count desc, value collate "C") as place
         from ${db.schema}.issue_tags
         where organization_id = $1 and issue_id = $2 and ($3::text is null or key = $3)
           and exists (select from ${db.schema}.issues where id = $2 and organization_id = $1)
       ) as ranked
       where place <= $4
       order by key collate "C", place`,
      [organizationId, issueId, key ?? null, Math.max(1, valueLimit)],
    )
    return toTags(rows, valueLimit)
  }
}

/** Of a tag with more values than these, what is most frequent among the first. */
const VALUES_LOOKED_AT = 1000

export function pgTopTags(db: Database): IssueStorage['topTags'] {
  const s = db.schema
  return async (organizationId, issueIds, keys) => {
    const [ids, names] = [[...new Set(idsIn(issueIds))], [...new Set(keys.filter(isStorableName))]]
    if (!isId(organizationId) || ids.length === 0 || names.length === 0) return []
    // Index: issue_tags_pkey, once for each issue and key.
    const rows = await db.rows<TopTagRow>(
      `select i.id as issue_id, k.key, top.value, top.count, top.total
       from unnest($2::bigint[]) with ordinality as asked(id, place)
       join ${s}.issues i on i.id = asked.id and i.organization_id = $1
       cross join unnest($3::text[]) with ordinality as k(key, place)
       cross join lateral (
         select value, count, sum(count) over () as total
         from (
           select t.value, t.count from ${s}.issue_tags t
           where t.organization_id = $1 and t.issue_id = i.id and t.key = k.key
           limit ${VALUES_LOOKED_AT}
         ) as looked_at
         order by count desc, value collate "C"
         limit 1
       ) as top
       order by asked.place, k.place`,
      [organizationId, ids, names],
    )
    return rows.map(({ issue_id: issueId, key, value, count, total }) => {
      return { issueId, key, value, count: Number(count), total: Number(total) }
    })
  }
}

interface TopTagRow {
  readonly issue_id: Id
  readonly key: string
  readonly value: string
  readonly count: string
  readonly total: string
}

interface TagRow {
  readonly key: string
  readonly value: string
  readonly count: string
  readonly last_seen_at: Date
  readonly unique_values: string
  readonly total_values: string
}

/** `rows` stand together by key. At least one comes for each key, for the sake of its totals. */
function toTags(rows: readonly TagRow[], valueLimit: number): readonly IssueTag[] {
  return [...groupBy(rows, (row) => row.key)].map(([key, values]) => ({
    key,
    uniqueValues: Number(values[0]?.unique_values),
    totalValues: Number(values[0]?.total_values),
    topValues: values
      .slice(0, valueLimit)
      .map(({ value, count, last_seen_at }) => ({ value, count: Number(count), lastSeenAt: last_seen_at })),
  }))
}
