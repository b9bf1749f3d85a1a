import { type Id, type NewEvent, parseEventId } from '@mishap/core'
import type { Queries } from '../database.js'
import type { Owner } from '../owners.js'
import { dayOf } from '../partitions.js'
import { removedFrom, takeOff } from '../usage.js'
import type { Placement } from './place.js'

/** Where an event is that was stored before. */
export interface KeptEvent {
  readonly issueId: Id
  readonly shortIdNumber: number
}

/** What makes an event the same as another. */
export function keyOf({ projectId, eventId }: Pick<NewEvent, 'projectId' | 'eventId'>): string {
  return `${projectId} ${eventId}`
}

/**
 * Those of the events that are stored, on the same day or a day beside: a report that is sent again comes soon after,
 * a replay of ours has its old time of receipt.
 */
export async function findKept(
  tx: Queries,
  s: string,
  events: readonly NewEvent[],
  owners: ReadonlyMap<Id, Owner>,
): Promise<ReadonlyMap<string, KeptEvent>> {
  if (events.length === 0) return new Map()
  const wanted = events.flatMap(placesOf(owners)).map(([organizationId, event]) => ({
    organization_id: organizationId,
    owner_id: event.organizationId,
    event_id: event.eventId,
    day: dayOf(event.receivedAt),
  }))
  const days = wanted.map(({ day }) => day).sort()
  // Indexes: events_pkey, issues_pkey. Without the project: its column would invite other indexes, which PostgreSQL
  // cannot tell from the right one while it has no statistics of a new day. Two projects seldom share an event's id.
  const rows = await tx.rows<{ project_id: Id; event_id: string; issue_id: Id; short_id: string }>(
    `select e.project_id, e.event_id, coalesce(i.merged_into, i.id) as issue_id, i.short_id
     from json_to_recordset($1::json) as q(organization_id bigint, owner_id bigint, event_id uuid, day date)
     cross join lateral (
       select organization_id, project_id, event_id, issue_id
       from ${s}.events
       where organization_id = q.organization_id and event_id = q.event_id
         and day between q.day - 1 and q.day + 1 and day between $2::date - 1 and $3::date + 1
       offset 0
     ) as e
     join ${s}.issues i on i.id = e.issue_id and i.organization_id = q.owner_id`,
    [JSON.stringify(wanted), days[0], days[days.length - 1]],
  )
  return new Map(
    rows.map((row) => [
      keyOf({ projectId: row.project_id, eventId: parseEventId(row.event_id) ?? row.event_id }),
      { issueId: row.issue_id, shortIdNumber: Number(row.short_id) },
    ]),
  )
}

/** Where an event may be: with its project, or still where that came from. */
function placesOf(owners: ReadonlyMap<Id, Owner>) {
  return (event: NewEvent): readonly (readonly [Id, NewEvent])[] => {
    const from = owners.get(event.projectId)?.movesFrom ?? null
    return from === null
      ? [[event.organizationId, event]]
      : [
          [event.organizationId, event],
          [from, event],
        ]
  }
}

/**
 * Inserts the events that nobody else has inserted meanwhile, and answers their keys. The columns go as one JSON
 * document and the payloads as one run of bytes, so the statement is the same for any number of events.
 */
export async function insertEvents(
  tx: Queries,
  s: string,
  events: readonly NewEvent[],
  { issueOf, hashOf }: Pick<Placement, 'issueOf' | 'hashOf'>,
): Promise<ReadonlySet<string>> {
  if (events.length === 0) return new Set()
  // Sorted: two writers of the same events wait for each other in one direction.
  const sorted = [...events].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  let end = 0
  const rows = sorted.map((event) => {
    const start = end + 1
    end += event.payload.length
    return {
      organization_id: event.organizationId,
      project_id: event.projectId,
      day: dayOf(event.receivedAt),
      event_id: event.eventId,
      id: event.id,
      issue_id: issueOf.get(event),
      type: event.type,
      level: event.level,
      title: event.title,
      culprit: event.culprit,
      platform: event.platform,
      environment: event.environment,
      release: event.release,
      received_at: event.receivedAt,
      timestamp: event.timestamp,
      payload_encoding: event.payloadEncoding,
      hash: hashOf(event),
      user_key: event.userKey,
      start,
      length: event.payload.length,
    }
  })
  const payloads = Buffer.concat(sorted.map((event) => event.payload))
  const inserted = await tx.prepared<{ project_id: Id; event_id: string }>(
    `insert into ${s}.events (organization_id, project_id, day, event_id, id, issue_id, type, level, title, culprit,
       platform, environment, release, received_at, timestamp, payload_encoding, hash, user_key, payload)
     select q.organization_id, q.project_id, q.day, q.event_id, q.id, q.issue_id, q.type, q.level, q.title, q.culprit,
       q.platform, q.environment, q.release, q.received_at, q.timestamp, q.payload_encoding, q.hash, q.user_key,
       substring($2::bytea from q.start for q.length)
     from json_to_recordset($1::json) as q(
       organization_id bigint, project_id bigint, day date, event_id uuid, id uuid, issue_id bigint, type text,
       level text, title text, culprit text, platform text, environment text, release text, received_at timestamptz,
       timestamp timestamptz, payload_encoding text, hash text, user_key text, start int, length int
     )
     on conflict do nothing
     returning project_id, event_id`,
    [JSON.stringify(rows), payloads],
  )
  return new Set(
    inserted.map((row) => keyOf({ projectId: row.project_id, eventId: parseEventId(row.event_id) ?? row.event_id })),
  )
}

/** Inserts events whose rows are there, left of issues that are deleted; answers the keys of those that it wrote. */
export async function replaceDeleted(
  tx: Queries,
  s: string,
  events: readonly NewEvent[],
  placement: Pick<Placement, 'issueOf' | 'hashOf'>,
): Promise<ReadonlySet<string>> {
  if (events.length === 0) return new Set()
  const rows = events.map((event) => ({
    organization_id: event.organizationId,
    project_id: event.projectId,
    event_id: event.eventId,
    day: dayOf(event.receivedAt),
  }))
  const removed = await removedFrom(
    tx,
    `delete from ${s}.events t
     using json_to_recordset($1::json) as q(organization_id bigint, project_id bigint, event_id uuid, day date)
     where t.organization_id = q.organization_id and t.event_id = q.event_id and t.project_id = q.project_id
       and t.day = q.day
       and not exists (select from ${s}.issues i where i.id = t.issue_id and i.organization_id = t.organization_id)`,
    [JSON.stringify(rows)],
  )
  await takeOff(tx, s, removed)
  return insertEvents(tx, s, events, placement)
}
