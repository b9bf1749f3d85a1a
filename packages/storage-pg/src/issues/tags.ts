import type { IssueStorage, IssueTag } from '@mishap/core'
import type { Database } from '../database.js'
import { groupBy } from '../group.js'
import { isId, isStorableName } from '../ids.js'

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
