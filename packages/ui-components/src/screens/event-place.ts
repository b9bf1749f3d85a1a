import type { EventDetailJson, EventJson, ListPage } from '@mishap/core/client'
import { exactNumber } from '@mishap/core/format'

/** Where an event stands among those that the reader goes through, and the ways to the others. */
export interface EventPlace {
  /** In words: `#340 of 1,204`. */
  readonly words: string
  /** Ids, or `oldest` and `latest`; null where the event is at that end. */
  readonly first: string | null
  readonly older: string | null
  readonly newer: string | null
  readonly last: string | null
}

/** Among all events of its issue. */
export function placeInIssue(event: EventDetailJson): EventPlace {
  const { ordinal, total, previousEventID: older, nextEventID: newer } = event
  return {
    words: wordsOf(ordinal, total, older === null, newer === null),
    first: older === null ? null : 'oldest',
    older,
    newer,
    last: newer === null ? null : 'latest',
  }
}

function wordsOf(ordinal: number | null, total: number, isFirst: boolean, isLast: boolean): string {
  if (isFirst && isLast) return 'The only event'
  if (ordinal !== null && total >= ordinal) return `#${exactNumber(ordinal)} of ${exactNumber(total)}`
  if (isLast) return 'Latest event'
  return isFirst ? 'First event' : 'Event'
}

/**
 * Among what a search found, of which `found` is the newest part. Beyond it, and from an event that is not of it, the
 * neighbours are those that came with the event, which was asked for with the same search.
 */
export function placeInSearch(
  event: Pick<EventDetailJson, 'eventID' | 'previousEventID' | 'nextEventID'>,
  found: Pick<ListPage<EventJson>, 'items' | 'next'>,
): EventPlace {
  const ids = found.items.map(({ eventID }) => eventID)
  const at = ids.indexOf(event.eventID)
  const isAll = found.next === null
  const count = `${exactNumber(ids.length)}${isAll ? '' : '+'}`
  const newest = ids[0] ?? null
  // Of a part the oldest is not known.
  const oldest = isAll ? (ids.at(-1) ?? null) : null
  if (at === -1)
    return {
      words: ids.length === 0 ? 'Nothing found' : `Not among the ${count} found`,
      first: oldest,
      older: event.previousEventID,
      newer: event.nextEventID,
      last: newest,
    }
  return {
    words: isAll
      ? `#${exactNumber(ids.length - at)} of ${count} found`
      : `${at === 0 ? 'Newest' : `${exactNumber(at + 1)} from the newest`} of ${count} found`,
    first: oldest === event.eventID ? null : oldest,
    older: ids[at + 1] ?? (isAll ? null : event.previousEventID),
    newer: ids[at - 1] ?? null,
    last: at === 0 ? null : newest,
  }
}
