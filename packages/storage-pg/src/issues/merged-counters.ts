import { EVENT_BOUNDS } from '@mishap/core'
import type { Queries } from '../database.js'
import { weightSql } from './tag-weight.js'

/** Adds what the sources ($3) have to the target ($2), both of an organization ($1). Their rows are locked. */
export async function addCounters(tx: Queries, s: string, values: readonly unknown[]): Promise<void> {
  const ofSources = 'x.organization_id = $1 and x.issue_id = any($3::bigint[])'
  await tx.rows(
    `insert into ${s}.issue_tags as t (organization_id, issue_id, key, value, count, last_seen_at, weight)
     select $1, $2, x.key, x.value, sum(x.count), max(x.last_seen_at), ${weightSql('sum(x.count)')}
     from ${s}.issue_tags x
     where ${ofSources}
     group by x.key, x.value
     on conflict (organization_id, issue_id, key, value)
     do update set count = t.count + excluded.count, last_seen_at = greatest(t.last_seen_at, excluded.last_seen_at),
       weight = ${weightSql('(t.count + excluded.count)')}`,
    values,
  )
  await tx.rows(
    `insert into ${s}.issue_hourly as h (organization_id, issue_id, hour, count)
     select $1, $2, x.hour, sum(x.count)
     from ${s}.issue_hourly x
     where ${ofSources}
     group by x.hour
     on conflict (organization_id, issue_id, hour) do update set count = h.count + excluded.count`,
    values,
  )
  const [users] = await tx.rows<{ added: string }>(
    `with added as (
       insert into ${s}.issue_users (organization_id, issue_id, user_key)
       select distinct $1::bigint, $2::bigint, x.user_key
       from ${s}.issue_users x
       where ${ofSources}
       on conflict (organization_id, issue_id, user_key) do nothing
       returning 1
     )
     select count(*) as added from added`,
    values,
  )
  await tx.rows(
    `update ${s}.issue_search t set text = left(t.text || sources.text, ${EVENT_BOUNDS.issueSearchText})
     from (
       select string_agg(x.text, '' order by x.issue_id) as text from ${s}.issue_search x where ${ofSources}
     ) as sources
     where t.organization_id = $1 and t.issue_id = $2 and sources.text is not null`,
    values,
  )
  const [notes] = await tx.rows<{ moved: string }>(
    `with moved as (
       update ${s}.issue_activity x set issue_id = $2, data = x.data || jsonb_build_object('mergedFrom', x.issue_id::text)
       where ${ofSources} and x.kind = 'note'
       returning 1
     )
     select count(*) as moved from moved`,
    values,
  )
  await tx.rows(
    `update ${s}.issues t set
       count = t.count + x.count,
       user_count = t.user_count + $4,
       comment_count = t.comment_count + $5::int,
       first_release = case when x.first_seen_at < t.first_seen_at then coalesce(x.first_release, t.first_release)
         else coalesce(t.first_release, x.first_release) end,
       last_release = case when x.last_seen_at > t.last_seen_at then coalesce(x.last_release, t.last_release)
         else coalesce(t.last_release, x.last_release) end,
       first_seen_at = least(t.first_seen_at, x.first_seen_at),
       last_seen_at = greatest(t.last_seen_at, x.last_seen_at)
     from (
       select sum(x.count) as count, min(x.first_seen_at) as first_seen_at, max(x.last_seen_at) as last_seen_at,
         (array_agg(x.first_release order by x.first_seen_at))[1] as first_release,
         (array_agg(x.last_release order by x.last_seen_at desc))[1] as last_release
       from ${s}.issues x
       where x.organization_id = $1 and x.id = any($3::bigint[])
     ) as x
     where t.organization_id = $1 and t.id = $2`,
    [...values, Number(users?.added ?? 0), Number(notes?.moved ?? 0)],
  )
}
