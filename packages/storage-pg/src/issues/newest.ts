import { type IssuePartsStorage, parseEventId, type StoredEvent } from '@mishap/core'
import type { Database } from '../database.js'
import { EVENT_COLUMNS, type EventRow, toEvent } from '../event-row.js'
import { isId, isStorableName } from '../ids.js'

/** Events looked through for one of a hash. */
const LOOKED_THROUGH = 10_000

/** The newest events of issues, by what tells them apart. */
export function pgNewest(db: Database): Pick<IssuePartsStorage, 'newestByHash' | 'newestEvents'> {
  const s = db.schema
  return {
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
    async newestEvents(organizationId, issueId, limit) {
      if (!isId(organizationId) || !isId(issueId)) return []
      // Index: events_of_issue, backwards.
      const rows = await db.rows<{ event_id: string; hash: string | null; user_key: string | null }>(
        `select event_id, hash, user_key from ${s}.events
         where organization_id = $1 and issue_id = $2
         order by day desc, received_at desc, id desc
         limit $3`,
        [organizationId, issueId, limit],
      )
      return rows.map(({ event_id, hash, user_key: userKey }) => ({
        eventId: parseEventId(event_id) ?? event_id,
        hash,
        userKey,
      }))
    },
  }
}
