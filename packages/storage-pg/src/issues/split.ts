import {
  EVENT_BOUNDS,
  type Id,
  type IssuePartsStorage,
  issueLines,
  type MovedEvent,
  parseEventId,
  type StoredEvent,
} from '@mishap/core'
import type { Database, Queries } from '../database.js'
import { EVENT_COLUMNS, type EventRow, toEvent } from '../events.js'
import { isId, isStorableName } from '../ids.js'
import { lockOutWriters } from '../locks.js'
import { startOfHour } from '../outcomes.js'
import { dayOf } from '../partitions.js'
import { logParting, mustBeStill } from './merge.js'
import { ISSUE_COLUMNS, type IssueRow, priorityNumber, toIssue } from './row.js'

type Splitting = Pick<IssuePartsStorage, 'split' | 'nextMove' | 'applyMove' | 'newestByHash'>

/** Events looked through for one of a hash. */
const LOOKED_THROUGH = 10_000

/** Takes hashes out of an issue; the events of a hash follow with what they count. */
export function pgSplitting(db: Database): Splitting {
  const s = db.schema
  return {
    async split(organizationId, issueId, hashes, about, author) {
      if (!isId(organizationId) || !isId(issueId) || hashes.length === 0) return null
      return db.transaction(async (tx) => {
        const [source] = await tx.rows<{ project_id: Id }>(
          `select project_id from ${s}.issues where id = $2 and organization_id = $1 and merged_into is null`,
          [organizationId, issueId],
        )
        if (source === undefined) return null
        await lockOutWriters(tx, s, [source.project_id])
        await mustBeStill(tx, s, [issueId])
        const owned = await tx.rows<{ hash: string; is_wanted: boolean }>(
          `select hash, hash = any($3::text[]) as is_wanted from ${s}.issue_hashes
           where organization_id = $1 and issue_id = $2
           order by hash`,
          [organizationId, issueId, hashes.filter(isStorableName)],
        )
        const own = owned.filter((row) => row.is_wanted).map((row) => row.hash)
        if (own.length === 0 || own.length === owned.length) return null
        const [row] = await tx.rows<IssueRow>(
          `with counter as (
             update ${s}.project_counters set issues = issues + 1
             where organization_id = $1 and project_id = $2
             returning issues
           )
           insert into ${s}.issues as i (organization_id, project_id, short_id, type, level, title, culprit, metadata,
             platform, priority, count, user_count, first_seen_at, last_seen_at)
           select $1, $2, counter.issues, $3, $4, $5, $6, $7, $8, $9, 0, 0, $10::timestamptz, $10
           from counter
           returning ${ISSUE_COLUMNS}`,
          [
            ...[organizationId, source.project_id, about.type, about.level, about.title, about.culprit],
            ...[JSON.stringify(about.metadata), about.platform, priorityNumber(about.priority), author.at],
          ],
        )
        if (row === undefined) return null
        const issue = toIssue(row)
        await tx.rows(
          `insert into ${s}.issue_search (organization_id, issue_id, text)
           select organization_id, $3, left($4 || text, ${EVENT_BOUNDS.issueSearchText})
           from ${s}.issue_search
           where organization_id = $1 and issue_id = $2`,
          [organizationId, issueId, issue.id, issueLines(about)],
        )
        await tx.rows(
          `update ${s}.issue_hashes set issue_id = $3
           where organization_id = $1 and issue_id = $2 and hash = any($4::text[])`,
          [organizationId, issueId, issue.id, own],
        )
        await tx.rows(
          `insert into ${s}.issue_moves (organization_id, project_id, from_id, to_id, hashes, is_counted)
           values ($1, $2, $3, $4, $5, true)`,
          [organizationId, source.project_id, issueId, issue.id, JSON.stringify(own)],
        )
        await logParting(tx, s, { organizationId, fromId: issueId, toId: issue.id, hashes: own }, author)
        return issue
      })
    },
    async nextMove(limit) {
      // Index: issue_moves_open. Not locked: reading payloads takes long, and `applyMove` counts an event only once.
      const move = await db.first<MoveRow>(
        `select ${MOVE_COLUMNS} from ${s}.issue_moves where done_at is null and is_counted order by id limit 1`,
      )
      if (move === null) return null
      // Index: events_of_issue, from the day that was reached.
      const rows = await db.rows<EventRow>(
        `select ${EVENT_COLUMNS} from ${s}.events e
         where e.organization_id = $1 and e.issue_id = $2 and e.day >= $3
           and e.hash in (select jsonb_array_elements_text($4::jsonb))
         order by e.day, e.received_at, e.id
         limit $5`,
        [move.organization_id, move.from_id, move.from_day, JSON.stringify(move.hashes), limit],
      )
      return { id: move.id, events: rows.map(toEvent) }
    },
    async applyMove({ id }, events) {
      if (!isId(id)) return
      await db.transaction(async (tx) => {
        const [move] = await tx.rows<MoveRow>(
          `select ${MOVE_COLUMNS} from ${s}.issue_moves where id = $1 and done_at is null for update`,
          [id],
        )
        if (move === undefined) return
        await lockIssues(tx, s, move)
        if (events.length === 0) await finish(tx, s, move)
        else await moveEvents(tx, s, move, events)
      })
    },
    async newestByHash(organizationId, issueId, hashes) {
      if (!isId(organizationId) || !isId(issueId) || hashes.length === 0) return new Map()
      // Index: events_of_issue, backwards.
      const rows = await db.rows<EventRow & { readonly hash: string }>(
        `select distinct on (e.hash) e.hash, ${EVENT_COLUMNS}
         from (
           select * from ${s}.events
           where organization_id = $1 and issue_id = $2
           order by day desc, received_at desc, id desc
           limit ${LOOKED_THROUGH}
         ) as e
         where e.hash = any($3::text[])
         order by e.hash, e.day desc, e.received_at desc, e.id desc`,
        [organizationId, issueId, hashes.filter(isStorableName)],
      )
      return new Map(rows.map((row): [string, StoredEvent] => [row.hash, toEvent(row)]))
    },
  }
}

interface MoveRow {
  readonly id: Id
  readonly organization_id: Id
  readonly from_id: Id
  readonly to_id: Id
  readonly hashes: readonly string[]
  readonly from_day: string
}

const MOVE_COLUMNS = `id, organization_id, from_id, to_id, hashes, from_day::text as from_day`

async function lockIssues(tx: Queries, s: string, { organization_id, from_id, to_id }: MoveRow): Promise<void> {
  await tx.rows(`select id from ${s}.issues where organization_id = $1 and id in ($2, $3) order by id for update`, [
    ...[organization_id, from_id, to_id],
  ])
}

/** Everything that the events counted in one issue they count in the other from here on. */
async function moveEvents(tx: Queries, s: string, move: MoveRow, events: readonly MovedEvent[]): Promise<void> {
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
  if (own.length > 0)
    await tx.rows(
      `update ${s}.issues i set
         first_seen_at = case when i.count = 0 then $4 else least(i.first_seen_at, $4) end,
         last_seen_at = case when i.count = 0 then $5 else greatest(i.last_seen_at, $5) end,
         first_release = coalesce(i.first_release, $6),
         last_release = coalesce($7, i.last_release),
         count = i.count + $3,
         user_count = i.user_count + $8
       where i.organization_id = $1 and i.id = $2`,
      [
        ...[organizationId, toId, own.length, new Date(Math.min(...times)), new Date(Math.max(...times))],
        ...[releases[0] ?? null, releases[releases.length - 1] ?? null, Number(added?.users ?? 0)],
      ],
    )
  await tx.rows(`update ${s}.issues set count = greatest(0, count - $3) where organization_id = $1 and id = $2`, [
    organizationId,
    fromId,
    own.length,
  ])
  await tx.rows(`update ${s}.issue_moves set from_day = $2 where id = $1`, [move.id, days[days.length - 1]])
}

async function moveTags(tx: Queries, s: string, move: MoveRow, own: readonly MovedEvent[]): Promise<void> {
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
    `update ${s}.issue_tags t set count = t.count - q.count
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
    `insert into ${s}.issue_tags as t (organization_id, issue_id, key, value, count, last_seen_at)
     select $1, $2, q.key, q.value, q.count, q.at
     from json_to_recordset($3::json) as q(${columns})
     on conflict (organization_id, issue_id, key, value)
     do update set count = t.count + excluded.count, last_seen_at = greatest(t.last_seen_at, excluded.last_seen_at)`,
    [move.organization_id, move.to_id, values[2]],
  )
}

async function moveHours(tx: Queries, s: string, move: MoveRow, own: readonly MovedEvent[]): Promise<void> {
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

/** What can only be told when all are moved: who was seen in the remainder, and when it was last seen. */
async function finish(tx: Queries, s: string, { id, organization_id, from_id, to_id }: MoveRow): Promise<void> {
  const values = [organization_id, from_id, to_id]
  await tx.rows(
    `with gone as (
       delete from ${s}.issue_users u
       where u.organization_id = $1 and u.issue_id = $2
         and u.user_key in (select user_key from ${s}.issue_users where organization_id = $1 and issue_id = $3)
         and u.user_key not in (
           select user_key from ${s}.events where organization_id = $1 and issue_id = $2 and user_key is not null
         )
       returning 1
     )
     update ${s}.issues set user_count = greatest(0, user_count - (select count(*) from gone))
     where organization_id = $1 and id = $2`,
    values,
  )
  // Indexes: events_of_issue, from either end.
  await tx.rows(
    `update ${s}.issues i set
       last_seen_at = coalesce(
         (select e.received_at from ${s}.events e where e.organization_id = $1 and e.issue_id = $2
          order by e.day desc, e.received_at desc, e.id desc limit 1), i.last_seen_at),
       last_release = coalesce(
         (select e.release from ${s}.events e where e.organization_id = $1 and e.issue_id = $2
          order by e.day desc, e.received_at desc, e.id desc limit 1), i.last_release)
     where i.organization_id = $1 and i.id = $2`,
    [organization_id, from_id],
  )
  await tx.rows(
    `update ${s}.feedback f set issue_id = $3
     from ${s}.events e
     where f.organization_id = $1 and f.issue_id = $2 and f.event_id is not null
       and e.organization_id = $1 and e.event_id = f.event_id and e.project_id = f.project_id and e.issue_id = $3`,
    values,
  )
  await tx.rows(`update ${s}.issue_moves set done_at = now() where id = $1`, [id])
}
