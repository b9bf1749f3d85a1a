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

/** Among what a search found, the newest first; from an event that is not of them the ways lead to its ends. */
export function placeInSearch(event: Pick<EventJson, 'eventID'>, found: ListPage<EventJson>): EventPlace {
  const ids = found.items.map(({ eventID }) => eventID)
  const at = ids.indexOf(event.eventID)
  const count = `${exactNumber(ids.length)}${found.next === null ? '' : '+'}`
  const oldest = ids.at(-1) ?? null
  if (at === -1)
    return {
      words: ids.length === 0 ? 'Nothing found' : `Not among the ${count} found`,
      first: oldest,
      older: ids[0] ?? null,
      newer: null,
      last: ids[0] ?? null,
    }
  return {
    words: `#${exactNumber(ids.length - at)} of ${count} found`,
    first: at === ids.length - 1 ? null : oldest,
    older: ids[at + 1] ?? null,
    newer: ids[at - 1] ?? null,
    last: at === 0 ? null : (ids[0] ?? null),
  }
}
