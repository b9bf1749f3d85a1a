import type { EventDetailJson, EventJson, EventUserJson } from '../client/event-types.js'
import type { EventPlace } from '../ports/events.js'
import type { Feedback } from '../ports/items.js'
import type { IssueMetadata, StoredEvent } from '../ports/model.js'
import type { EventUser, NormalizedEvent } from '../protocol/event.js'
import { describeEvent } from './describe.js'
import { entriesOf } from './entries.js'
import { eventMeta } from './event-meta.js'
import { documentOf } from './payload.js'
import { userReportJson } from './user-report-json.js'

/** A stored event as lists and pages show it. */
export function eventJson(stored: StoredEvent): EventJson {
  return jsonOf(stored, documentOf(stored))
}

function jsonOf(stored: StoredEvent, event: NormalizedEvent): EventJson {
  return {
    id: stored.id.replaceAll('-', ''),
    eventID: stored.eventId,
    projectID: Number(stored.projectId),
    groupID: stored.issueId,
    title: stored.title,
    message: messageOf(event) ?? stored.title,
    culprit: stored.culprit,
    type: stored.type,
    platform: stored.platform,
    dateCreated: stored.timestamp.toISOString(),
    dateReceived: stored.receivedAt.toISOString(),
    payloadRemovedAt: stored.payloadRemovedAt?.toISOString() ?? null,
    dist: event.dist ?? null,
    metadata: stored.payloadRemovedAt === null ? textsOf(describeEvent(event).metadata) : { title: stored.title },
    tags: event.tags.map(([key, value]) => ({ key, value })),
    packages: { ...event.modules },
    contexts: { ...event.contexts },
    context: { ...event.extra },
    user: event.user === undefined ? null : userJson(event.user),
    sdk: event.sdk === undefined ? null : { ...event.sdk },
    errors: event.errors.map((error) => ({ ...error })),
    entries: entriesOf(event),
  }
}

/** The same with its neighbours in the issue and what a person wrote about it. */
export function eventDetailJson(
  stored: StoredEvent,
  about: {
    readonly previous: string | null
    readonly next: string | null
    readonly place: EventPlace
    readonly feedback: Feedback | null
  },
): EventDetailJson {
  const document = documentOf(stored)
  const event = jsonOf(stored, document)
  return {
    ...event,
    _meta: eventMeta(document, event.entries),
    userReport: about.feedback === null ? null : userReportJson(about.feedback),
    nextEventID: about.next,
    previousEventID: about.previous,
    lastEventID: about.place.last,
    firstEventID: about.place.first,
    ordinal: about.place.ordinal,
    total: about.place.total,
    release: stored.release === null ? null : { version: stored.release },
  }
}

/** The event as it is stored, with the names that GlitchTip's raw view adds; for people and scripts, not for pages. */
export function rawEventJson(stored: StoredEvent, hashes: readonly string[]): Readonly<Record<string, unknown>> {
  const event = documentOf(stored)
  return {
    ...event,
    datetime: stored.timestamp.toISOString(),
    project: Number(stored.projectId),
    title: stored.title,
    transaction: event.transaction ?? stored.culprit,
    tags: Object.fromEntries(event.tags),
    hashes,
  }
}

// A message may be longer than the title that was made of it.
function messageOf({ logentry, exception }: NormalizedEvent): string | null {
  const message = logentry?.formatted ?? logentry?.message
  if (message !== undefined && message !== '') return message
  const last = exception?.values.at(-1)
  if (last?.value === undefined || last.value === '') return null
  return last.type === undefined ? last.value : `${last.type}: ${last.value}`
}

function textsOf(metadata: IssueMetadata): Record<string, string> {
  const texts = Object.entries(metadata).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return Object.fromEntries(texts)
}

function userJson(user: EventUser): EventUserJson {
  return {
    ...user,
    id: user.id ?? null,
    email: user.email ?? null,
    username: user.username ?? null,
    name: user.name ?? null,
    ip_address: user.ip_address ?? null,
  }
}
