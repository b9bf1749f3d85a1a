import type { IssueStorage } from '@mishap/core'
import type { Database } from '../database.js'
import { isId } from '../ids.js'
import { dayOf } from '../partitions.js'

export function pgEventsWithin(db: Database): IssueStorage['eventsWithin'] {
  return async (organizationId, windows, limit) => {
    const asked = windowRows(windows)
    const counts = windows.map(() => 0)
    if (!isId(organizationId) || asked.length === 0) return counts
    // Index: events_of_issue of each day.
    const rows = await db.rows<{ place: number; events: number }>(
      `select q.place, c.events
       from ${WINDOWS}
       cross join lateral (
         select count(*)::int as events from (
           select from ${db.schema}.events e
           where e.organization_id = $1 and e.issue_id = q.issue_id and e.day between q.first and q.last
             and e.received_at >= q."from" and e.received_at < q."to"
           limit $3
         ) as found
       ) as c`,
      [organizationId, JSON.stringify(asked), limit],
    )
    for (const { place, events } of rows) counts[place] = events
    return counts
  }
}

/** What `windowRows` makes, as `$2`. */
export const WINDOWS = `json_to_recordset($2::json)
  as q(place int, issue_id bigint, "from" timestamptz, "to" timestamptz, first date, last date)`

/** Those that something can be in, with their days and their places among all. */
export function windowRows(windows: Parameters<IssueStorage['eventsWithin']>[1]) {
  return windows.flatMap(({ issueId, from, to }, place) =>
    isId(issueId) && from < to ? [{ place, issue_id: issueId, from, to, first: dayOf(from), last: dayOf(to) }] : [],
  )
}
