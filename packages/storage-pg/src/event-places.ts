import { type EventStorage, type Id, parseEventId } from '@mishap/core'
import type { Database } from './database.js'
import { EVENT_COLUMNS, type EventRow, toEvent } from './event-row.js'
import { isId } from './ids.js'
import { dayOf } from './partitions.js'

/** So many events are counted one by one; of larger issues the hourly counts say how many there are. */
const FEW = 500
/** Of the hour of the event. */
const MOST_WITHIN = 2000
const HOUR_MS = 3_600_000

export function pgEventPlaces(db: Database): Pick<EventStorage, 'beside' | 'placeOf'> {
  const s = db.schema
  const ofIssue = 'e.organization_id = $1 and e.issue_id = $2'
  const counted = (where: string, most: number) =>
    `(select count(*)::int from (select from ${s}.events e where ${ofIssue} ${where} limit ${most}) as e)`
  const edge = (column: string, order: 'asc' | 'desc') =>
    `(select ${column} from ${s}.events e where ${ofIssue}
      order by e.day ${order}, e.received_at ${order}, e.id ${order} limit 1)`
  // Once more by the day alone: partitions are left out by it, not by the comparison of rows.
  const before = 'and e.day <= $3 and (e.day, e.received_at, e.id) < ($3::date, $4::timestamptz, $5::uuid)'

  /** By the hours of the issue, and in the hour of the event one by one. */
  const byHours = async (values: readonly unknown[], oldest: Date, receivedAt: Date): Promise<PlaceRow> => {
    const hour = new Date(Math.floor(receivedAt.getTime() / HOUR_MS) * HOUR_MS)
    const firstHour = new Date(Math.floor(oldest.getTime() / HOUR_MS) * HOUR_MS)
    // Indexes: issue_hourly_pkey, events_of_issue.
    const [row] = await db.prepared<HoursRow>(
      `select
         (select sum(h.count) from ${s}.issue_hourly h
          where h.organization_id = $1 and h.issue_id = $2 and h.hour >= $7) as total,
         (select sum(h.count) from ${s}.issue_hourly h
          where h.organization_id = $1 and h.issue_id = $2 and h.hour >= $7 and h.hour < $6) as earlier,
         ${counted(`and e.day = $3 and e.received_at >= $6 and (e.received_at, e.id) < ($4::timestamptz, $5::uuid)`, MOST_WITHIN)}
           as within`,
      [...values, hour, firstHour],
    )
    const within = row?.within ?? MOST_WITHIN
    const ordinal = within === MOST_WITHIN ? null : Number(row?.earlier ?? 0) + within + 1
    return { total: Math.max(Number(row?.total ?? 0), ordinal ?? 0), ordinal }
  }

  return {
    async beside({ organizationId, issueId, id, receivedAt }, side, limit) {
      if (!isId(organizationId) || !isId(issueId) || parseEventId(id) === null) return []
      const [comparison, order] = side === 'older' ? ['<', 'desc'] : ['>', 'asc']
      // Index: events_of_issue, from the event's place to one side.
      const rows = await db.prepared<EventRow>(
        `select ${EVENT_COLUMNS} from ${s}.events e
         where ${ofIssue} and e.day ${comparison}= $3
           and (e.day, e.received_at, e.id) ${comparison} ($3::date, $4::timestamptz, $5::uuid)
         order by e.day ${order}, e.received_at ${order}, e.id ${order}
         limit $6`,
        [organizationId, issueId, dayOf(receivedAt), receivedAt, id, limit],
      )
      return rows.map(toEvent)
    },
    async placeOf({ organizationId, issueId, id, receivedAt }) {
      if (!isId(organizationId) || !isId(issueId) || parseEventId(id) === null) return NOWHERE
      const values = [organizationId, issueId, dayOf(receivedAt), receivedAt, id]
      // Index: events_of_issue, from either end and up to the event's place.
      const [row] = await db.prepared<CountedRow>(
        `select ${edge('e.event_id', 'asc')} as first, ${edge('e.received_at', 'asc')} as oldest,
           ${edge('e.event_id', 'desc')} as last,
           ${counted('', FEW)} as total,
           ${counted(before, FEW)} as before`,
        values,
      )
      if (row === undefined || row.oldest === null) return NOWHERE
      const edges = { first: parseEventId(row.first), last: parseEventId(row.last) }
      if (row.total < FEW) return { ...edges, total: row.total, ordinal: row.before + 1 }
      return { ...edges, ...(await byHours(values, row.oldest, receivedAt)) }
    },
  }
}

const NOWHERE = { first: null, last: null, total: 0, ordinal: null } as const

interface PlaceRow {
  readonly total: number
  readonly ordinal: number | null
}

interface CountedRow {
  readonly first: Id | null
  readonly oldest: Date | null
  readonly last: Id | null
  readonly total: number
  readonly before: number
}

interface HoursRow {
  readonly total: string | null
  readonly earlier: string | null
  readonly within: number
}
