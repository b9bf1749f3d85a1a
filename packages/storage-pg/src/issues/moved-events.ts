import { type Id, type MovedEvent, parseEventId } from '@mishap/core'
import type { Queries } from '../database.js'
import { startOfHour } from '../outcomes.js'
import { dayOf } from '../partitions.js'
import { weightSql } from './tag-weight.js'

/** From one issue to another, both locked. */
export interface MovePlace {
  readonly id: Id
  readonly organization_id: Id
  readonly project_id: Id
  readonly from_id: Id
  readonly to_id: Id
}

/** Everything that the events counted in one issue they count in the other from here on. */
export async function moveEvents(
  tx: Queries,
  s: string,
  move: MovePlace,
  events: readonly MovedEvent[],
): Promise<void> {
  const rows = events.map(({ event }) => ({
    event_id: event.eventId,
    project_id: event.projectId,
    day: dayOf(event.receivedAt),
  }))
  const days = rows.map(({ day }) => day).sort()
  const { organization_id: organizationId, from_id: fromId, to_id: toId } = move
  const moved = await tx.rows<{ event_id: string; user_key: string | null }>(
    `update ${s}.events e set issue_id = $3
     from json_to_recordset($4::json) as q(event_id uuid, project_id bigint, day date)
     where e.organization_id = $1 and e.issue_id = $2 and e.event_id = q.event_id and e.project_id = q.project_id
       and e.day = q.day and e.day between $5::date and $6::date
     returning e.event_id, e.user_key`,
    [organizationId, fromId, toId, JSON.stringify(rows), days[0], days[days.length - 1]],
  )
  const isMoved = new Set(moved.map((row) => parseEventId(row.event_id)))
  const own = events.filter(({ event }) => isMoved.has(event.eventId))
  const users = [...new Set(moved.flatMap((row) => row.user_key ?? []))].sort()
  await tx.rows(
    `insert into ${s}.issue_move_users (organization_id, project_id, move_id, user_key)
     select $1, $2, $3, user_key from unnest($4::text[]) as user_key
     on conflict (move_id, user_key) do nothing`,
    [organizationId, move.project_id, move.id, users],
  )
  await moveTags(tx, s, move, own)
  await moveHours(tx, s, move, own)
  const [added] = await tx.rows<{ users: string }>(
    `with added as (
       insert into ${s}.issue_users (organization_id, issue_id, user_key)
       select $1, $2, user_key from unnest($3::text[]) as user_key
       on conflict (organization_id, issue_id, user_key) do nothing
       returning 1
     )
     select count(*) as users from added`,
    [organizationId, toId, users],
  )
  const times = own.map(({ event }) => event.receivedAt.getTime())
  const releases = [...own]
    .sort((a, b) => a.event.receivedAt.getTime() - b.event.receivedAt.getTime())
    .flatMap(({ event }) => event.release ?? [])
  if (own.length === 0) return
  const [first, last] = [new Date(Math.min(...times)), new Date(Math.max(...times))]
  const target = await tx.rows(
    `update ${s}.issues i set
       first_seen_at = case when i.count = 0 then $4 else least(i.first_seen_at, $4) end,
       last_seen_at = case when i.count = 0 then $5 else greatest(i.last_seen_at, $5) end,
       first_release = coalesce(i.first_release, $6),
       last_release = coalesce($7, i.last_release),
       count = i.count + $3,
       user_count = i.user_count + $8
     where i.organization_id = $1 and i.id = $2
     returning i.id`,
    [
      ...[organizationId, toId, own.length, first, last],
      ...[releases[0] ?? null, releases[releases.length - 1] ?? null, Number(added?.users ?? 0)],
    ],
  )
  await tx.rows(`update ${s}.issues set count = greatest(0, count - $3) where organization_id = $1 and id = $2`, [
    organizationId,
    fromId,
    own.length,
  ])
  // It was deleted meanwhile: its events are still to go, also those of other days than it had.
  if (target.length === 0)
    await tx.rows(
      `update ${s}.deletions set first_day = least(first_day, $2::date), last_day = greatest(last_day, $3::date)
       where issue_id = $1`,
      [toId, dayOf(first), dayOf(last)],
    )
}

async function moveTags(tx: Queries, s: string, move: MovePlace, own: readonly MovedEvent[]): Promise<void> {
  const counts = new Map<string, { key: string; value: string; count: number; at: Date }>()
  for (const { event, tags } of own)
    for (const [key, value] of tags) {
      const row = counts.get(`${key}\0${value}`) ?? { key, value, count: 0, at: event.receivedAt }
      counts.set(`${key}\0${value}`, row)
      row.count += 1
      if (event.receivedAt > row.at) row.at = event.receivedAt
    }
  const values = [move.organization_id, move.from_id, JSON.stringify([...counts.values()])]
  const columns = 'key text, value text, count bigint, at timestamptz'
  await tx.rows(
    `update ${s}.issue_tags t set count = t.count - q.count, weight = ${weightSql('(t.count - q.count)')}
     from json_to_recordset($3::json) as q(${columns})
     where t.organization_id = $1 and t.issue_id = $2 and t.key = q.key and t.value = q.value`,
    values,
  )
  await tx.rows(
    `delete from ${s}.issue_tags t
     using json_to_recordset($3::json) as q(${columns})
     where t.organization_id = $1 and t.issue_id = $2 and t.key = q.key and t.value = q.value and t.count <= 0`,
    values,
  )
  await tx.rows(
    `insert into ${s}.issue_tags as t (organization_id, issue_id, key, value, count, last_seen_at, weight)
     select $1, $2, q.key, q.value, q.count, q.at, ${weightSql('q.count')}
     from json_to_recordset($3::json) as q(${columns})
     on conflict (organization_id, issue_id, key, value)
     do update set count = t.count + excluded.count, last_seen_at = greatest(t.last_seen_at, excluded.last_seen_at),
       weight = ${weightSql('(t.count + excluded.count)')}`,
    [move.organization_id, move.to_id, values[2]],
  )
}

async function moveHours(tx: Queries, s: string, move: MovePlace, own: readonly MovedEvent[]): Promise<void> {
  const counts = new Map<string, number>()
  for (const { event } of own) {
    const hour = startOfHour(event.receivedAt).toISOString()
    counts.set(hour, (counts.get(hour) ?? 0) + 1)
  }
  const rows = JSON.stringify([...counts].map(([hour, count]) => ({ hour, count })))
  const columns = 'hour timestamptz, count bigint'
  await tx.rows(
    `update ${s}.issue_hourly h set count = h.count - q.count
     from json_to_recordset($3::json) as q(${columns})
     where h.organization_id = $1 and h.issue_id = $2 and h.hour = q.hour`,
    [move.organization_id, move.from_id, rows],
  )
  await tx.rows(
    `delete from ${s}.issue_hourly h
     using json_to_recordset($3::json) as q(${columns})
     where h.organization_id = $1 and h.issue_id = $2 and h.hour = q.hour and h.count <= 0`,
    [move.organization_id, move.from_id, rows],
  )
  await tx.rows(
    `insert into ${s}.issue_hourly as h (organization_id, issue_id, hour, count)
     select $1, $2, q.hour, q.count
     from json_to_recordset($3::json) as q(${columns})
     on conflict (organization_id, issue_id, hour) do update set count = h.count + excluded.count`,
    [move.organization_id, move.to_id, rows],
  )
}
