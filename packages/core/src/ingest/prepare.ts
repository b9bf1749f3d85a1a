import { createHash } from 'node:crypto'
import type { Limits } from '../config.js'
import type { Context, Hooks } from '../context.js'
import { errorCode } from '../errors.js'
import { describeEvent } from '../events/describe.js'
import { messageOf } from '../events/message.js'
import { encodePayload } from '../events/payload.js'
import { EVENT_BOUNDS } from '../ports/bounds.js'
import type { NewEvent, OutcomeCount } from '../ports/ingest.js'
import type { IngestRecord } from '../ports/runtime.js'
import { crashDocument } from '../protocol/crash-document.js'
import { decodeBody, unwrapStoreBody } from '../protocol/encoding.js'
import { type EnvelopeHeader, parseEnvelope } from '../protocol/envelope.js'
import type { NormalizedEvent } from '../protocol/event.js'
import { parseEventId, uuidv7 } from '../protocol/ids.js'
import { parseJson } from '../protocol/json.js'
import { normalizeEvent } from '../protocol/normalize/index.js'
import { isRecord } from '../protocol/normalize/salvage.js'
import { parseTime } from '../protocol/normalize/time.js'
import { securityEvents } from '../protocol/security.js'
import { addClientReport } from './client-report.js'
import { filterEvent } from './filters/index.js'
import { groupForProject } from './group.js'
import { isMinidump } from './items/attachments.js'
import type { ItemSource, NewItem } from './items/new-item.js'
import { readItems } from './items/read-items.js'
import { categoryOf, RefusalCounts } from './outcomes.js'
import type { ProjectGrouping, ProjectRules } from './project-rules.js'
import { searchText } from './search-text.js'
import { userKey } from './user-key.js'

/** One record, ready to be written. */
export interface Prepared {
  readonly events: readonly NewEvent[]
  /** What came besides events; empty for nearly every record. */
  readonly items: readonly NewItem[]
  /** Refusals only: who writes the events counts those really written as accepted. */
  readonly outcomes: readonly OutcomeCount[]
  readonly summary: {
    /** `name/version`. */
    readonly sdk: string | null
    /** The type of each item. */
    readonly items: readonly string[]
  }
}

export interface PrepareOptions extends Omit<ProjectRules, 'grouping'>, Pick<Context, 'hooks'> {
  /** The newest engine without rules where it is not given. */
  readonly grouping?: ProjectGrouping
  readonly limits: Limits
}

/**
 * Everything between an accepted request and its rows: decode, take apart, normalise, scrub, filter, hooks, group,
 * describe, compress.
 * Never throws for what a client sent: what cannot be used is counted in `outcomes`, and its siblings are kept.
 * The same record gives the same events, save for `NewEvent.id`.
 */
export function prepareRecord(record: IngestRecord, options: PrepareOptions): Prepared {
  const refusals = new RefusalCounts(record)
  const report = readReport(record, options.limits, refusals)
  const about = { record, header: report.header, refusals }
  const hasEvent = report.items.some(({ type }) => type === 'event')
  const events: NewEvent[] = []
  const others: ItemSource[] = []
  let sdk = nameOf(report.header.sdk)
  for (const [index, item] of report.items.entries()) {
    if (item.type === 'client_report') addClientReport(item.payload, refusals)
    else if (item.type !== 'event')
      others.push({ ...options, ...about, hasEvent, index, item: { header: {}, ...item } })
    else {
      const event = readEvent(item, { ...about, index, limits: options.limits })
      sdk ??= nameOf(event?.sdk)
      const prepared = event === null ? null : finishEvent(options.scrub(event), record, options, refusals)
      if (prepared !== null) events.push(prepared)
    }
  }
  const dump = hasEvent ? undefined : others.find(({ item }) => isMinidump(item))
  if (dump !== undefined) {
    const crash = { type: 'event', payload: NOTHING, document: crashDocument(dump.item.payload) }
    const event = readEvent(crash, { ...about, index: 0, limits: options.limits })
    const prepared = event === null ? null : finishEvent(options.scrub(event), record, options, refusals)
    if (prepared !== null) events.push(prepared)
  }
  const items = others.length === 0 ? NO_ITEMS : readItems(others, events)
  const types = report.items.map((item) => item.type.slice(0, MAX_TYPE))
  return { events, items, outcomes: refusals.list(), summary: { sdk, items: types } }
}

const NO_ITEMS: readonly NewItem[] = []
const MAX_TYPE = 64
const MAX_SDK = 128

/** A request of any kind, as a list of items. */
interface Report {
  readonly items: readonly Item[]
  readonly header: EnvelopeHeader
}

interface Item {
  readonly type: string
  readonly payload: Uint8Array
  readonly header?: Readonly<Record<string, unknown>>
  /** What the payload says, where it had to be read to find the items. */
  readonly document?: unknown
}

function readReport(record: IngestRecord, limits: Limits, refusals: RefusalCounts): Report {
  try {
    const body = decodeBody(record.body, record.contentEncoding, limits.maxDecodedBytes)
    if (record.kind === 'store') {
      const payload = unwrapStoreBody(body, limits.maxEventBytes)
      return { items: [{ type: 'event', payload }], header: {} }
    }
    if (record.kind === 'security') {
      const about = { environment: null, release: null, ...record.query, userAgent: record.userAgent }
      const documents = securityEvents(body, { ...about, maxReports: limits.maxItems })
      return { items: documents.map((document) => ({ type: 'event', payload: NOTHING, document })), header: {} }
    }
    return parseEnvelope(body, limits)
  } catch (error) {
    refusals.add(record.kind === 'envelope' ? 'default' : 'error', 'invalid', errorCode(error) ?? 'invalid_body')
    return { items: [], header: {} }
  }
}

const NOTHING = new Uint8Array(0)

function nameOf(sdk: { readonly name?: string; readonly version?: string } | undefined): string | null {
  if (!sdk?.name) return null
  return (sdk.version ? `${sdk.name}/${sdk.version}` : sdk.name).slice(0, MAX_SDK)
}

function readEvent(
  { payload, document }: Item,
  about: {
    readonly record: IngestRecord
    readonly header: EnvelopeHeader
    readonly index: number
    readonly refusals: RefusalCounts
    readonly limits: Limits
  },
): NormalizedEvent | null {
  const { record, header, index, refusals, limits } = about
  if (payload.length > limits.maxEventBytes) {
    refusals.add('error', 'invalid', 'too_large')
    return null
  }
  let raw: unknown
  try {
    raw = document ?? parseJson(payload)
  } catch {
    refusals.add('error', 'invalid', 'invalid_json')
    return null
  }
  const type = isRecord(raw) && typeof raw.type === 'string' ? raw.type : 'event'
  if (OTHER_DOCUMENTS.has(type)) {
    // The store route of old SDKs takes transactions as well; only the document itself says so.
    refusals.add(categoryOf(type), 'filtered', 'not_stored')
    return null
  }
  const sentAt = parseTime(header.sent_at)
  return normalizeEvent(raw, {
    eventId: (isRecord(raw) ? parseEventId(raw.event_id) : null) ?? idOfNameless(record.eventId, index),
    receivedAt: record.receivedAt,
    sentAt: sentAt === null ? null : new Date(sentAt * 1000),
    ip: record.ip,
    userAgent: record.userAgent,
    scrubIp: record.scrubIp,
  })
}

const OTHER_DOCUMENTS = new Set(['transaction', 'feedback', 'replay_event', 'check_in', 'session', 'profile'])

/** The first event gets the id that its client was told; another one in the envelope an id of its own, the same in a replay. */
function idOfNameless(eventId: string, index: number): string {
  return index === 0 ? eventId : createHash('sha256').update(`${eventId}\0${index}`).digest('hex').slice(0, 32)
}

/** Null where a filter or a hook dropped the event. */
function finishEvent(
  event: NormalizedEvent,
  record: IngestRecord,
  { filters, hooks, grouping }: PrepareOptions,
  refusals: RefusalCounts,
): NewEvent | null {
  const unwanted = filterEvent(event, filters, record)
  if (unwanted !== null) {
    refusals.add('error', 'filtered', unwanted)
    return null
  }
  const kept = hooks.beforeStore === undefined ? event : afterBeforeStore(event, record, hooks.beforeStore)
  if (kept !== null) return newEvent(withFingerprint(kept, hooks), record, grouping)
  refusals.add('error', 'filtered', 'before_store')
  return null
}

/**
 * A hook must not lose events by accident: one that throws, or forgets to answer, changes nothing. What it answers is
 * normalised again, so it may be any report.
 */
function afterBeforeStore(
  event: NormalizedEvent,
  record: IngestRecord,
  beforeStore: NonNullable<Hooks['beforeStore']>,
): NormalizedEvent | null {
  // A copy, so that a hook that writes into its event and then throws has changed nothing.
  const answer: unknown = attempt(() => beforeStore(structuredClone(event)), undefined)
  if (!isRecord(answer)) return answer === null ? null : event
  return normalizeEvent(answer, {
    eventId: event.event_id,
    receivedAt: record.receivedAt,
    sentAt: null,
    ip: null,
    userAgent: null,
    scrubIp: record.scrubIp,
  })
}

function withFingerprint(event: NormalizedEvent, hooks: Hooks): NormalizedEvent {
  const parts = attempt(() => hooks.fingerprint?.(event)?.map(String) ?? [], [])
  return parts.length > 0 ? { ...event, fingerprint: parts } : event
}

function attempt<T>(hook: () => T, otherwise: T): T {
  try {
    return hook()
  } catch {
    // The embedder's code, of which nothing is known; the event is worth more than its wish.
    return otherwise
  }
}

function newEvent(event: NormalizedEvent, record: IngestRecord, grouping: ProjectGrouping | undefined): NewEvent {
  const { title, ...hashes } = groupForProject(event, record.receivedAt, grouping)
  const described = describeEvent(event)
  const description = title === null ? described : { ...described, title }
  return {
    id: uuidv7(record.receivedAt),
    eventId: event.event_id,
    organizationId: record.organizationId,
    projectId: record.projectId,
    ...hashes,
    type: event.type,
    level: event.level,
    ...description,
    message: messageOf(event).slice(0, EVENT_BOUNDS.message),
    platform: event.platform,
    environment: event.environment ?? null,
    release: event.release ?? null,
    receivedAt: record.receivedAt,
    timestamp: new Date(event.timestamp * 1000),
    tags: event.tags,
    userKey: userKey(event.user),
    searchText: searchText(event, description),
    ...encodePayload(event),
  }
}
