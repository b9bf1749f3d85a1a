import type { Id, IssueStorage, IssueTag } from '@mishap/core'
import type { Database } from '../database.js'
import { groupBy } from '../group.js'
import { idsIn, isId, isStorableName } from '../ids.js'

/** Of a tag with more values than these, the heaviest are looked at, and as many others. */
const VALUES_LOOKED_AT = 1000
const KEYS_LOOKED_AT = 200

export function pgIssueTags(db: Database): IssueStorage['tags'] {
  const s = db.schema
  return async (organizationId, issueId, { key, valueLimit }) => {
    if (!isId(organizationId) || !isId(issueId) || (key !== undefined && !isStorableName(key))) return []
    const keys = key === undefined ? await keysOf(db, organizationId, issueId) : [key]
    if (keys.length === 0) return []
    const rows = await db.rows<TagRow>(
      `select k.key, ranked.value, ranked.count, ranked.last_seen_at, ranked.unique_values, ranked.total_values
       from unnest($3::text[]) as k(key)
       cross join lateral (
         select value, count, last_seen_at,
           count(*) over () as unique_values,
           sum(count) over () as total_values,
           row_number() over (order by count desc, value collate "C") as place
         from (${valuesLookedAt(s, { issueId: '$2', key: 'k.key' })}) as looked_at
       ) as ranked
       where ranked.place <= $4
         and exists (select from ${s}.issues where id = $2 and organization_id = $1)
       order by k.key collate "C", ranked.place`,
      [organizationId, issueId, keys, Math.max(1, valueLimit)],
    )
    return toTags(rows, valueLimit)
  }
}

export function pgTopTags(db: Database): IssueStorage['topTags'] {
  const s = db.schema
  return async (organizationId, issueIds, keys) => {
    const [ids, names] = [[...new Set(idsIn(issueIds))], [...new Set(keys.filter(isStorableName))]]
    if (!isId(organizationId) || ids.length === 0 || names.length === 0) return []
    const rows = await db.rows<TopTagRow>(
      `select i.id as issue_id, k.key, top.value, top.count, top.total
       from unnest($2::bigint[]) with ordinality as asked(id, place)
       join ${s}.issues i on i.id = asked.id and i.organization_id = $1
       cross join unnest($3::text[]) with ordinality as k(key, place)
       cross join lateral (
         select value, count, sum(count) over () as total
         from (${valuesLookedAt(s, { issueId: 'i.id', key: 'k.key' })}) as looked_at
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

/** A bounded number of the values of one tag in one issue, among them those that occur most. */
function valuesLookedAt(s: string, of: { readonly issueId: string; readonly key: string }): string {
  const own = `t.organization_id = $1 and t.issue_id = ${of.issueId} and t.key = ${of.key}`
  // Indexes: issue_tags_common for the heavy ones, issue_tags_pkey for others. One more shows that not all were looked at.
  return `(
      select t.value, t.count, t.last_seen_at from ${s}.issue_tags t
      where ${own} and t.weight > 0
      order by t.weight desc
      limit ${VALUES_LOOKED_AT + 1}
    ) union all (
      select light.value, light.count, light.last_seen_at
      from (
        select t.value, t.count, t.last_seen_at, t.weight from ${s}.issue_tags t
        where ${own}
        order by t.value
        limit ${VALUES_LOOKED_AT + 1}
      ) as light
      where light.weight = 0
    )`
}

/** Index: issue_tags_pkey, from key to key. */
async function keysOf(db: Database, organizationId: Id, issueId: Id): Promise<readonly string[]> {
  const own = 't.organization_id = $1 and t.issue_id = $2'
  const rows = await db.rows<{ key: string }>(
    `with recursive keys(key, place) as (
       (select t.key collate "C", 1 from ${db.schema}.issue_tags t where ${own} order by t.key limit 1)
       union all
       select (
         select t.key from ${db.schema}.issue_tags t where ${own} and t.key > k.key order by t.key limit 1
       ) collate "C", k.place + 1
       from keys k
       where k.key is not null and k.place < ${KEYS_LOOKED_AT}
     )
     select key from keys where key is not null`,
    [organizationId, issueId],
  )
  return rows.map((row) => row.key)
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
    isSampled: Number(values[0]?.unique_values) > VALUES_LOOKED_AT,
    topValues: values
      .slice(0, valueLimit)
      .map(({ value, count, last_seen_at }) => ({ value, count: Number(count), lastSeenAt: last_seen_at })),
  }))
}
