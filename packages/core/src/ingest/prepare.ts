import { createHash } from 'node:crypto'
import type { Limits } from '../config.js'
import type { Hooks } from '../context.js'
import { errorCode } from '../errors.js'
import { describeEvent } from '../events/describe.js'
import { encodePayload } from '../events/payload.js'
import { groupEvent } from '../grouping/index.js'
import type { IngestRecord } from '../ports/runtime.js'
import type { NewEvent, OutcomeCount } from '../ports/storage.js'
import { decodeBody, unwrapStoreBody } from '../protocol/encoding.js'
import { type EnvelopeHeader, parseEnvelope } from '../protocol/envelope.js'
import type { NormalizedEvent } from '../protocol/event.js'
import { parseEventId, uuidv7 } from '../protocol/ids.js'
import { parseJson } from '../protocol/json.js'
import { normalizeEvent } from '../protocol/normalize/index.js'
import { isRecord } from '../protocol/normalize/salvage.js'
import { categoryOf, RefusalCounts } from './outcomes.js'
import { searchText } from './search-text.js'
import { userKey } from './user-key.js'

/** One record, ready to be written. */
export interface Prepared {
  readonly events: readonly NewEvent[]
  /** Refusals only: who writes the events counts those really written as accepted. */
  readonly outcomes: readonly OutcomeCount[]
  readonly summary: {
    /** `name/version`. */
    readonly sdk: string | null
    /** The type of each item. */
    readonly items: readonly string[]
  }
}

/**
 * Everything between an accepted request and its rows: decode, take apart, normalise, hooks, group, describe, compress.
 * Never throws for what a client sent: what cannot be used is counted in `outcomes`, and its siblings are kept.
 * The same record gives the same events, save for `NewEvent.id`.
 */
export function prepareRecord(
  record: IngestRecord,
  options: { readonly limits: Limits; readonly hooks: Hooks },
): Prepared {
  const refusals = new RefusalCounts(record)
  const report = readReport(record, options.limits, refusals)
  const events: NewEvent[] = []
  for (const [index, item] of report.items.entries()) {
    if (item.type !== 'event') {
      refusals.add(categoryOf(item.type), 'filtered', 'not_stored')
      continue
    }
    const event = prepareEvent(item.payload, { record, report, index, refusals, options })
    if (event !== null) events.push(event)
  }
  const items = report.items.map((item) => item.type.slice(0, MAX_TYPE))
  return { events, outcomes: refusals.list(), summary: { sdk: report.sdk, items } }
}

const MAX_TYPE = 64

/** A request of either kind, as a list of items. */
interface Report {
  readonly items: readonly { readonly type: string; readonly payload: Uint8Array }[]
  readonly header: EnvelopeHeader
  readonly sdk: string | null
}

function readReport(record: IngestRecord, limits: Limits, refusals: RefusalCounts): Report {
  try {
    const body = decodeBody(record.body, record.contentEncoding, limits.maxDecodedBytes)
    if (record.kind === 'store') {
      const payload = unwrapStoreBody(body, limits.maxEventBytes)
      return { items: [{ type: 'event', payload }], header: {}, sdk: null }
    }
    const { header, items } = parseEnvelope(body, limits)
    const { name, version } = header.sdk ?? {}
    return { header, items, sdk: name === undefined ? null : [name, version].filter(Boolean).join('/') }
  } catch (error) {
    refusals.add(record.kind === 'store' ? 'error' : 'default', 'invalid', errorCode(error) ?? 'invalid_body')
    return { items: [], header: {}, sdk: null }
  }
}

function prepareEvent(
  payload: Uint8Array,
  about: {
    readonly record: IngestRecord
    readonly report: Report
    readonly index: number
    readonly refusals: RefusalCounts
    readonly options: { readonly limits: Limits; readonly hooks: Hooks }
  },
): NewEvent | null {
  const { record, report, index, refusals, options } = about
  if (payload.length > options.limits.maxEventBytes) {
    refusals.add('error', 'invalid', 'too_large')
    return null
  }
  let raw: unknown
  try {
    raw = parseJson(payload)
  } catch {
    refusals.add('error', 'invalid', 'invalid_json')
    return null
  }
  const ownId = isRecord(raw) ? parseEventId(raw.event_id) : null
  const normalized = normalizeEvent(raw, {
    eventId: ownId ?? idOfNameless(record.eventId, index),
    receivedAt: record.receivedAt,
    sentAt: report.header.sent_at === undefined ? null : new Date(report.header.sent_at),
    ip: record.ip,
    userAgent: record.userAgent,
    scrubIp: record.scrubIp,
  })
  const event = applyHooks(normalized, options.hooks)
  if (event === null) {
    refusals.add('error', 'filtered', 'before_store')
    return null
  }
  return newEvent(event, record)
}

/** The first event gets the id that its client was told; another one in the envelope an id of its own, the same in a replay. */
function idOfNameless(eventId: string, index: number): string {
  return index === 0 ? eventId : createHash('sha256').update(`${eventId}\0${index}`).digest('hex').slice(0, 32)
}

/** A hook that throws must not lose events, so it counts as one that changes nothing. */
function applyHooks(event: NormalizedEvent, hooks: Hooks): NormalizedEvent | null {
  const kept = hooks.beforeStore === undefined ? event : attempt(() => hooks.beforeStore?.(event) ?? null, event)
  if (kept === null || hooks.fingerprint === undefined) return kept
  const fingerprint = attempt(() => hooks.fingerprint?.(kept) ?? null, null)
  return fingerprint === null ? kept : { ...kept, fingerprint: fingerprint.map(String) }
}

function attempt<T>(hook: () => T, otherwise: T): T {
  try {
    return hook()
  } catch {
    return otherwise
  }
}

function newEvent(event: NormalizedEvent, record: IngestRecord): NewEvent {
  const description = describeEvent(event)
  return {
    id: uuidv7(record.receivedAt),
    eventId: event.event_id,
    organizationId: record.organizationId,
    projectId: record.projectId,
    hashes: groupEvent(event).hashes,
    type: event.type,
    level: event.level,
    ...description,
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
