import type { Id, Tag } from '@mishap/core'
import type { Queries } from '../database.js'
import { startOfHour } from '../outcomes.js'
import type { IssueDelta } from './sum.js'

/** Notes the users of the events; answers how many of them each issue had not seen. */
export async function addUsers(
  tx: Queries,
  s: string,
  deltas: readonly IssueDelta[],
): Promise<ReadonlyMap<Id, number>> {
  const rows = deltas.flatMap(({ organizationId, issueId, events }) =>
    [...new Set(events.flatMap((event) => event.userKey ?? []))]
      .sort()
      .map((userKey) => ({ organization_id: organizationId, issue_id: issueId, user_key: userKey })),
  )
  if (rows.length === 0) return new Map()
  const added = await tx.prepared<{ issue_id: Id }>(
    `insert into ${s}.issue_users (organization_id, issue_id, user_key)
     select q.organization_id, q.issue_id, q.user_key
     from json_to_recordset($1::json) as q(organization_id bigint, issue_id bigint, user_key text)
     on conflict (organization_id, issue_id, user_key) do nothing
     returning issue_id`,
    [JSON.stringify(rows)],
  )
  const counts = new Map<Id, number>()
  for (const row of added) counts.set(row.issue_id, (counts.get(row.issue_id) ?? 0) + 1)
  return counts
}

export async function addTags(tx: Queries, s: string, deltas: readonly IssueDelta[]): Promise<void> {
  const rows = deltas.flatMap(tagRows)
  if (rows.length === 0) return
  await tx.prepared(
    `insert into ${s}.issue_tags as t (organization_id, issue_id, key, value, count, last_seen_at)
     select q.organization_id, q.issue_id, q.key, q.value, q.count, q.last_seen_at
     from json_to_recordset($1::json) as q(
       organization_id bigint, issue_id bigint, key text, value text, count bigint, last_seen_at timestamptz
     )
     on conflict (organization_id, issue_id, key, value)
     do update set count = t.count + excluded.count, last_seen_at = greatest(t.last_seen_at, excluded.last_seen_at)`,
    [JSON.stringify(rows)],
  )
}

function tagRows({ organizationId, issueId, events }: IssueDelta) {
  const byTag = new Map<string, { readonly tag: Tag; count: number; lastSeenAt: Date }>()
  for (const { tags, receivedAt } of events) {
    for (const tag of tags) {
      const name = `${tag[0]}\0${tag[1]}`
      const row = byTag.get(name)
      if (row === undefined) {
        byTag.set(name, { tag, count: 1, lastSeenAt: receivedAt })
        continue
      }
      row.count += 1
      if (receivedAt > row.lastSeenAt) row.lastSeenAt = receivedAt
    }
  }
  return [...byTag]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { tag, count, lastSeenAt }]) => ({
      organization_id: organizationId,
      issue_id: issueId,
      key: tag[0],
      value: tag[1],
      count,
      last_seen_at: lastSeenAt,
    }))
}

export async function addHours(tx: Queries, s: string, deltas: readonly IssueDelta[]): Promise<void> {
  const rows = deltas.flatMap(hourRows)
  if (rows.length === 0) return
  await tx.prepared(
    `insert into ${s}.issue_hourly as h (organization_id, issue_id, hour, count)
     select q.organization_id, q.issue_id, q.hour, q.count
     from json_to_recordset($1::json) as q(organization_id bigint, issue_id bigint, hour timestamptz, count bigint)
     on conflict (organization_id, issue_id, hour)
     do update set count = h.count + excluded.count`,
    [JSON.stringify(rows)],
  )
}

function hourRows({ organizationId, issueId, events }: IssueDelta) {
  const byHour = new Map<number, number>()
  for (const { receivedAt } of events) {
    const hour = startOfHour(receivedAt).getTime()
    byHour.set(hour, (byHour.get(hour) ?? 0) + 1)
  }
  return [...byHour]
    .sort(([a], [b]) => a - b)
    .map(([hour, count]) => ({ organization_id: organizationId, issue_id: issueId, hour: new Date(hour), count }))
}
