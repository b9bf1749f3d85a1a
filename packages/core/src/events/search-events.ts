import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import { searchCondition } from '../issues/search-condition.js'
import { readSearch } from '../issues/select.js'
import type { EventSpan } from '../ports/events.js'
import type { Id, Issue, Page, PageRequest, StoredEvent } from '../ports/model.js'
import { parseEventId } from '../protocol/event-id.js'
import { columnsFirst, eventHolds, isAboutEvents } from './event-condition.js'

export interface EventSearch extends EventSpan {
  /** In the search language. */
  readonly query: string
  /** Whom `me` means in it. */
  readonly userId: Id
}

/** Events that one request reads at most; where it finds too few, its cursor leads on from there. */
const MOST_READ = 1_000
const PAGE = 100

/**
 * Events of an issue that a search finds, the newest first; all of them where the search is empty. A page may have fewer
 * than asked for, or none, and yet a next one. Rejects with `invalid_input` when the search cannot be read.
 */
export async function searchEvents(
  context: Context,
  issue: Issue,
  { query, userId, ...span }: EventSearch,
  request: PageRequest,
): Promise<Page<StoredEvent>> {
  const { events } = context.storage
  const { organizationId, id } = issue
  const list = (page: PageRequest) => events.listForIssue(organizationId, id, page, span)
  const { eventId } = readSearch(query)
  if (eventId !== null) {
    const event = await events.find(organizationId, { issueId: id }, eventId)
    return { items: event === null ? [] : [event], next: null, previous: null }
  }
  const matches = await eventMatcher(context, issue, { query, userId })
  return matches === null ? list(request) : readMatching(list, request, matches)
}

/** Whether an event is one that the search finds; null where it finds all. Rejects as `searchEvents` does. */
export async function eventMatcher(
  context: Context,
  { organizationId }: Issue,
  { query, userId }: Pick<EventSearch, 'query' | 'userId'>,
): Promise<((event: StoredEvent) => boolean) | null> {
  const search = readSearch(query)
  const { eventId } = search
  if (eventId !== null) return (event) => event.eventId === eventId || parseEventId(event.id) === eventId
  if (search.tokens.length === 0) return null
  const condition = await searchCondition(context, { organizationId, userId, now: context.clock.now() }, search.root)
  if (!isAboutEvents(condition))
    throw new AppError(
      'invalid_input',
      'The search asks about issues: within one, search for what events have, such as tags, words, level: or release:.',
    )
  const ordered = columnsFirst(condition)
  return (event) => eventHolds(event, ordered)
}

type List = (page: PageRequest) => Promise<Page<StoredEvent>>

async function readMatching(
  list: List,
  request: PageRequest,
  matches: (event: StoredEvent) => boolean,
): Promise<Page<StoredEvent>> {
  const start = directed(request.cursor)
  const found: StoredEvent[] = []
  let cursor = start.cursor
  let first: Page<StoredEvent> | null = null
  let last: Page<StoredEvent>
  let read = 0
  do {
    last = await list({ limit: PAGE, cursor })
    first ??= last
    const items = start.isBackwards ? last.items.toReversed() : last.items
    const place = items.findIndex((event) => {
      if (matches(event)) found.push(event)
      return found.length === request.limit
    })
    // The page once more up to the last that is shown, for the cursor behind it.
    if (place !== -1 && place < items.length - 1) last = await list({ limit: place + 1, cursor })
    if (place !== -1) break
    read += items.length
    cursor = start.isBackwards ? last.previous : last.next
  } while (cursor !== null && read < MOST_READ)
  const [before, behind] = start.isBackwards ? [last, first] : [first, last]
  return {
    items: start.isBackwards ? found.reverse() : found,
    previous: before.previous === null ? null : `p.${before.previous}`,
    next: behind.next === null ? null : `n.${behind.next}`,
  }
}

/** Which way a cursor of ours leads, and the list's own cursor in it. */
function directed(cursor: string | null): { readonly cursor: string | null; readonly isBackwards: boolean } {
  if (cursor === null) return { cursor, isBackwards: false }
  if (!/^[np]\../.test(cursor))
    throw new AppError('invalid_input', 'Wanted a cursor that this list gave out, found something else')
  return { cursor: cursor.slice(2), isBackwards: cursor.startsWith('p') }
}
