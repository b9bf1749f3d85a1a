import { AppError } from '../errors.js'
import type { Tag } from '../protocol/event.js'
import { parseEventId } from '../protocol/ids.js'
import type { LoggedRequest, NewEvent } from './ingest.js'
import type { IssueMetadata } from './model.js'

/** Lengths in UTF-16 units, counts in entries: what every storage can hold, and the most that it keeps of an event's columns. */
export const EVENT_BOUNDS = {
  title: 255,
  culprit: 1024,
  platform: 64,
  environment: 200,
  release: 250,
  metadataValue: 1024,
  message: 1024,
  hash: 128,
  hashes: 32,
  tagKey: 200,
  tagValue: 200,
  tags: 100,
  userKey: 128,
  searchText: 2048,
  /** Of all events of an issue together, with its own title and place. */
  issueSearchText: 5400,
} as const

/** A request as every storage logs it: texts that can be stored, 128 characters of the SDK, ten items. */
export function boundRequest(request: LoggedRequest): LoggedRequest {
  const { reason, sdk, items } = request
  return {
    ...request,
    reason: storable(reason, 200),
    sdk: sdk === null ? null : storable(sdk, 128),
    items: items.slice(0, 10).map((item) => storable(item, 64)),
  }
}

/**
 * The event as every storage keeps it: texts without NUL and lone surrogates, cut to `EVENT_BOUNDS`, tag keys unique,
 * environment and release among the tags. Throws `invalid_input` on ids or dates that no ingest stage makes.
 */
export function boundEvent(event: NewEvent): NewEvent {
  const eventId = parseEventId(event.eventId)
  const id = parseEventId(event.id)
  if (eventId === null || id === null)
    throw new AppError('invalid_input', `Wanted UUIDs as ids of an event, found ${event.eventId} and ${event.id}`)
  if (Number.isNaN(event.receivedAt.getTime()))
    throw new AppError('invalid_input', `Wanted a date of receipt for event ${eventId}, found none`)
  const hashes = [...new Set(event.hashes.map((hash) => storable(hash, EVENT_BOUNDS.hash)))].slice(
    0,
    EVENT_BOUNDS.hashes,
  )
  if (hashes.length === 0) throw new AppError('invalid_input', `Wanted a hash for event ${eventId}, found none`)
  const environment = optional(event.environment, EVENT_BOUNDS.environment)
  const release = optional(event.release, EVENT_BOUNDS.release)
  return {
    ...event,
    eventId,
    hashes,
    title: storable(event.title, EVENT_BOUNDS.title),
    culprit: storable(event.culprit, EVENT_BOUNDS.culprit),
    metadata: boundMetadata(event.metadata),
    message: storable(event.message, EVENT_BOUNDS.message),
    platform: storable(event.platform, EVENT_BOUNDS.platform),
    environment,
    release,
    timestamp: isStorableDate(event.timestamp) ? event.timestamp : event.receivedAt,
    tags: countedTags({ environment, release }, event.tags),
    userKey: optional(event.userKey, EVENT_BOUNDS.userKey),
    searchText: wholeLines(storable(event.searchText, EVENT_BOUNDS.searchText)),
  }
}

/** `text` at most `maxLength` long, without what UTF-8 or PostgreSQL cannot hold. */
export function storable(text: string, maxLength: number): string {
  const cut = text.length > maxLength ? text.slice(0, maxLength) : text
  if (!SUSPECT.test(cut)) return cut
  return cut.replaceAll('\0', '').replace(LONE_SURROGATE, '\ufffd')
}

/** As every storage gives it back: without what `storable` removes; empty where it is longer than `maxLength` as JSON. */
export function boundedJson(value: Readonly<Record<string, unknown>>, maxLength: number): Record<string, unknown> {
  const text = JSON.stringify(value)
  if (text.length > maxLength) return {}
  return JSON.parse(text.replace(ESCAPES, storableEscape))
}

/** Each escape as a whole, so that a backslash before `u0000` stays what it is. */
const ESCAPES = /\\(?:u0000|ud[89a-f][\da-f]{2}|.)/g

function storableEscape(sequence: string): string {
  if (sequence.length === 2) return sequence
  return sequence === '\\u0000' ? '' : '\ufffd'
}

function wholeLines(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

const SUSPECT = /[\0\ud800-\udfff]/
const LONE_SURROGATE = /\p{Surrogate}/gu

function optional(text: string | null, maxLength: number): string | null {
  if (text === null) return null
  return storable(text, maxLength) || null
}

function implied(key: string, value: string | null): readonly Tag[] {
  return value === null ? [] : [[key, value]]
}

/** What an event counts as tags: its own, and where and in what it ran. */
export function countedTags(
  { environment, release }: Pick<NewEvent, 'environment' | 'release'>,
  tags: readonly Tag[],
): readonly Tag[] {
  return boundTags([...implied('environment', environment), ...implied('release', release), ...tags])
}

function boundTags(tags: readonly Tag[]): readonly Tag[] {
  const byKey = new Map<string, string>()
  for (const [key, value] of tags) {
    const boundKey = storable(key, EVENT_BOUNDS.tagKey)
    if (boundKey === '' || byKey.has(boundKey)) continue
    byKey.set(boundKey, storable(value, EVENT_BOUNDS.tagValue))
    if (byKey.size === EVENT_BOUNDS.tags) break
  }
  return [...byKey]
}

function boundMetadata(metadata: IssueMetadata): IssueMetadata {
  const bounded = Object.entries(metadata).map(([key, value]) => [
    key,
    typeof value === 'string' ? storable(value, EVENT_BOUNDS.metadataValue) : value,
  ])
  return Object.fromEntries(bounded) as IssueMetadata
}

const FIRST_DAY = Date.UTC(1970, 0, 1)
const LAST_DAY = Date.UTC(9999, 11, 31)

function isStorableDate(date: Date): boolean {
  return date.getTime() >= FIRST_DAY && date.getTime() <= LAST_DAY
}
