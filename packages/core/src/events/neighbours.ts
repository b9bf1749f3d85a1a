import type { Context } from '../context.js'
import type { Issue, StoredEvent } from '../ports/model.js'
import { type EventSearch, eventMatcher } from './search-events.js'

/** Events on each side that one request reads at most. */
const MOST_READ = 500
const PAGE = 100

/**
 * The SDK's ids of the nearest events on either side that a search finds; those of the whole issue where it is empty.
 * Null also where there is none among the next five hundred.
 */
export async function neighboursWithin(
  context: Context,
  issue: Issue,
  event: StoredEvent,
  search: EventSearch,
): Promise<{ readonly previous: string | null; readonly next: string | null }> {
  const { events } = context.storage
  const matches = await eventMatcher(context, issue, search)
  const { from, before } = search
  if (matches === null && from === undefined && before === undefined) return events.neighbours(event)
  const isFound = (one: StoredEvent) =>
    (from === undefined || one.receivedAt >= from) &&
    (before === undefined || one.receivedAt < before) &&
    (matches === null || matches(one))
  const nearest = async (side: 'older' | 'newer') => {
    let place = event
    for (let read = 0; read < MOST_READ; read += PAGE) {
      const beside = await events.beside(place, side, PAGE)
      const found = beside.find(isFound)
      if (found !== undefined) return found.eventId
      const last = beside.at(-1)
      if (last === undefined || beside.length < PAGE) return null
      place = last
    }
    return null
  }
  const [previous, next] = await Promise.all([nearest('older'), nearest('newer')])
  return { previous, next }
}
