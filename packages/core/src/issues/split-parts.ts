import type { Context } from '../context.js'
import { describeEvent } from '../events/describe.js'
import { messageOf } from '../events/message.js'
import { documentOf } from '../events/payload.js'
import { countedTags, EVENT_BOUNDS, storable } from '../ports/bounds.js'
import type { NewPart, SplitBy } from '../ports/issue-parts.js'
import type { Issue, StoredEvent } from '../ports/model.js'
import { defaultPriority } from './priority.js'
import { splitText, splitValue } from './split-hash.js'

/** By what an issue is taken apart. */
export type SplitRequest =
  | SplitBy
  | { readonly kind: 'hashes'; readonly hashes: readonly string[] }
  | { readonly kind: 'events'; readonly eventIds: readonly string[] }

/** Events that stay or go together. */
export interface Part {
  /** The value by which they are told apart; the others are one part. */
  readonly value: string
  readonly events: number
  readonly users: number
  readonly newest: StoredEvent | null
}

export interface Parts {
  /** The one that stays first, then by the number of events. */
  readonly parts: readonly Part[]
  /** Whether there are events that were not looked at. */
  readonly isSampled: boolean
}

/** The value of what is not chosen, where hashes or events are. */
export const STAYS = 'stays'

const MOST_EVENTS = 10_000
const MOST_MS = 2_500
const PAGE = 100
/** So many are read before others get their turn. */
const EVENTS_A_TURN = 25
const GOES = 'goes'

/** What a split would make, by the newest 10,000 events, or as many as can be read in 2.5 seconds. */
export async function findParts(context: Context, issue: Issue, request: SplitRequest): Promise<Parts> {
  const { storage } = context
  const heads = await storage.issues.newestEvents(issue.organizationId, issue.id, MOST_EVENTS)
  if (request.kind === 'hashes' || request.kind === 'events') {
    const wanted = new Set(request.kind === 'hashes' ? request.hashes : request.eventIds)
    const groups = new Groups()
    for (const { eventId, hash, userKey } of heads)
      groups.add(wanted.has((request.kind === 'hashes' ? hash : eventId) ?? '') ? GOES : STAYS, eventId, userKey)
    const parts = await groups.list(context, issue)
    const none = { events: 0, users: 0, newest: null }
    const both = [STAYS, GOES].map((name) => parts.find(({ value }) => value === name) ?? { value: name, ...none })
    return { parts: both, isSampled: issue.count > heads.length }
  }
  const users = new Map(heads.map(({ eventId, userKey }) => [eventId, userKey]))
  const groups = new Groups()
  const by = splitText(request)
  const until = context.clock.now().getTime() + MOST_MS
  let cursor: string | null = null
  let read = 0
  do {
    const page = await storage.events.listForIssue(issue.organizationId, issue.id, { limit: PAGE, cursor })
    for (const [at, event] of page.items.entries()) {
      const value = toldBy(event, by)
      if (value !== null) groups.add(value, event.eventId, users.get(event.eventId) ?? null, event)
      if (at % EVENTS_A_TURN === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    read += page.items.length
    cursor = page.next
  } while (cursor !== null && read < MOST_EVENTS && context.clock.now().getTime() < until)
  return { parts: await groups.list(context, issue), isSampled: cursor !== null }
}

/** The value of a stored event, and how an issue of it would be called. Null where nobody can tell any more. */
export function partOf(event: StoredEvent, by: string): { readonly value: string; readonly about: NewPart } | null {
  const value = toldBy(event, by)
  return value === null ? null : { value, about: named(event) }
}

/** How an issue of the event is called. */
export function named(event: StoredEvent): NewPart {
  const { type, level, platform } = event
  try {
    const { title, culprit, metadata } =
      event.payloadRemovedAt === null
        ? describeEvent(documentOf(event))
        : { title: event.title, culprit: event.culprit, metadata: { title: event.title } }
    return { type, level, platform, title, culprit, metadata, priority: defaultPriority({ level, metadata }) }
  } catch {
    // Its document is damaged; its columns are still there.
    const { title, culprit } = event
    const metadata = { title }
    return { type, level, platform, title, culprit, metadata, priority: defaultPriority({ level, metadata }) }
  }
}

/** Where and in what it ran is known of an event whose document is gone, too. */
const IN_COLUMNS: ReadonlySet<string> = new Set(['tag:environment', 'tag:release'])

function toldBy(event: StoredEvent, by: string): string | null {
  if (event.payloadRemovedAt !== null && !IN_COLUMNS.has(by)) return null
  try {
    const document = documentOf(event)
    const message = storable(messageOf(document), EVENT_BOUNDS.message)
    return splitValue(by, { message, platform: event.platform, tags: countedTags(event, document.tags) })
  } catch {
    // A damaged document tells nothing: the event stays where it is.
    return null
  }
}

class Groups {
  readonly #groups = new Map<
    string,
    { events: number; users: Set<string>; newestId: string; newest: StoredEvent | undefined }
  >()

  /** The newest first. */
  add(value: string, eventId: string, userKey: string | null, newest?: StoredEvent): void {
    const group = this.#groups.get(value) ?? { events: 0, users: new Set<string>(), newestId: eventId, newest }
    this.#groups.set(value, group)
    group.events += 1
    if (userKey !== null) group.users.add(userKey)
  }

  async list({ storage }: Context, { organizationId, id: issueId }: Issue): Promise<readonly Part[]> {
    const sorted = [...this.#groups].sort(([, a], [, b]) => b.events - a.events)
    const parts: Part[] = []
    for (const [value, { events, users, newestId, newest }] of sorted)
      parts.push({
        ...{ value, events, users: users.size },
        newest: newest ?? (await storage.events.find(organizationId, { issueId }, newestId)),
      })
    return parts
  }
}
