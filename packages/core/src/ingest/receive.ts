import type { Context } from '../context.js'
import { AppError, errorCode } from '../errors.js'
import { jsonResponse } from '../http/answers.js'
import { type Body, openBody } from '../http/body.js'
import { statusOf } from '../http/errors.js'
import { readHeader } from '../http/headers.js'
import type { HttpRequest, HttpResponse } from '../http/types.js'
import type { KeyTarget } from '../ports/model.js'
import type { IngestKind, IngestRecord } from '../ports/runtime.js'
import { findKey, projectOfDsn } from '../protocol/auth.js'
import { checkClaimedSize, checkEncoding } from '../protocol/encoding.js'
import type { EnvelopeHeader } from '../protocol/envelope.js'
import { newEventId, parseEventId } from '../protocol/ids.js'
import { formatRateLimits, retryAfterSeconds } from '../protocol/rate-limits.js'
import { acceptedResponse, CORS_HEADERS, headerSafe, type IngestRoute, PREFLIGHT } from './answers.js'
import { burstOf } from './burst.js'
import { type Door, doorOf } from './door.js'
import { isKeyOf } from './key-of-project.js'
import { type KeptBody, minidumpAsEnvelope } from './minidump.js'
import { checkSecurityBody, idInStoreBody, peekHeader, peekItems } from './peek.js'
import type { Limited } from './quota.js'

/** Where an ingest request goes, as the router understood it. `projectId` is not checked yet. */
export interface IngestTarget {
  /** Null in a tunnel: the DSN in the header of the envelope names it. */
  readonly projectId: string | null
  readonly kind: IngestRoute
  readonly url: URL
  readonly ip: string | null
}

/**
 * Takes a request of an SDK, or says why not. A 200 means that it will be stored: the buffer has it safely.
 * Every answer carries CORS headers; a refusal carries the reason as `detail` and in `X-Sentry-Error`, and with 429 when
 * to come again. Bursts and outages behind the buffer are answered 429, never 5xx: SDKs drop what a 5xx refuses.
 */
export async function receiveIngest(
  context: Context,
  request: HttpRequest,
  target: IngestTarget,
): Promise<HttpResponse> {
  if (request.method === 'OPTIONS') return PREFLIGHT
  const visit: Visit = {
    context,
    request,
    target,
    door: doorOf(context),
    projectId: target.projectId,
    key: null,
    mistaken: null,
    sdk: null,
    body: null,
    limit: null,
    reason: null,
  }
  try {
    const eventId = await take(visit)
    return acceptedResponse(target.kind, eventId)
  } catch (error) {
    return refuse(visit, error)
  } finally {
    visit.body?.close()
  }
}

/** The names of the only item that a request of these kinds has. */
const ONLY_ITEM: Readonly<Record<Exclude<IngestKind, 'envelope'>, string>> = {
  store: 'event',
  security: 'raw_security',
}

/** One request on its way in: what is known of it so far, for the answer when it ends early. */
interface Visit {
  readonly context: Context
  readonly request: HttpRequest
  readonly target: IngestTarget
  readonly door: Door
  projectId: string | null
  key: KeyTarget | null
  /** A good key, but of another project than the request names. */
  mistaken: KeyTarget | null
  sdk: string | null
  body: Body | null
  limit: Limited | null
  /** Of the refusal, where its code does not say enough. */
  reason: string | null
}

async function take(visit: Visit): Promise<string> {
  const { context, request, target } = visit
  if (request.method !== 'POST') throw new AppError('method_not_allowed', 'Method not allowed: wanted POST.')
  if (!/^\d{1,19}$/.test(target.projectId ?? '0')) throw new AppError('not_found', 'There is no such project.')
  const key = await authenticate(visit)
  visit.key = key
  const closed = visit.door.intake.refusal()
  visit.limit = closed === null ? await visit.door.quota(key) : { ...closed, scope: 'organization' }
  if (visit.limit !== null)
    throw new AppError('rate_limited', visit.limit.message, { retryAfterMs: visit.limit.retryAfterMs })
  const record = await toRecord(visit, key)
  burstOf(context.buffer).note()
  try {
    await context.buffer.append(record)
  } catch (cause) {
    visit.reason = 'buffer_full'
    const message = 'Too much waits to be stored; try again later.'
    const retryAfterMs = (cause as { retryAfterMs?: number | null } | null)?.retryAfterMs ?? 10_000
    if (errorCode(cause) === 'buffer_full') visit.door.intake.close({ reason: 'buffer_full', message, retryAfterMs })
    throw new AppError('buffer_full', message, { cause, retryAfterMs })
  }
  visit.door.countTaken(key)
  context.metrics.ingest.request(target.kind, 'accepted', '')
  context.metrics.ingest.received(record.body.length)
  visit.door.feed(key, 'accepted', () => ({
    reason: '',
    sdk: visit.sdk,
    items:
      record.kind === 'envelope'
        ? peekItems(record.body, record.contentEncoding, context.config.limits)
        : [ONLY_ITEM[record.kind]],
    bytes: record.body.length,
  }))
  return record.eventId
}

/** The key in the query, a header, or the `dsn` of the envelope header, checked against the project. */
async function authenticate(visit: Visit): Promise<KeyTarget> {
  const { request, target, door } = visit
  const places = {
    query: target.url.searchParams,
    sentryAuth: readHeader(request, 'x-sentry-auth'),
    authorization: readHeader(request, 'authorization'),
  }
  const isTunnel = target.projectId === null
  let found = isTunnel ? 'missing' : findKey({ ...places, envelopeDsn: null })
  if (found === 'missing' && target.kind === 'envelope') {
    const envelopeDsn = (await headerOnItsWay(visit))?.dsn ?? null
    // What a browser sends to its own site may carry keys and tokens of that site.
    found = findKey({ ...(isTunnel ? NOWHERE : places), envelopeDsn })
    visit.projectId ??= envelopeDsn === null ? null : projectOfDsn(envelopeDsn)
  }
  if (found === 'missing') throw denied(visit, 'no_key', 'The request names no key: wanted sentry_key or a DSN.')
  if (found === 'malformed') throw malformedKey(visit)
  visit.sdk = found.client
  const key = await door.findKey(found.publicKey)
  if (key === null) throw denied(visit, 'unknown_key', 'Invalid DSN: this is no key of the project.')
  if (!isKeyOf(key, visit.projectId)) {
    visit.mistaken = key
    throw denied(visit, 'wrong_project', 'Invalid DSN: this is no key of the project.')
  }
  visit.projectId = key.projectId
  if (!key.keyActive) throw denied(visit, 'disabled_key', 'Invalid DSN: the key is disabled.')
  return key
}

const NOWHERE = { query: new URLSearchParams(), sentryAuth: null, authorization: null }

function denied(visit: Visit, reason: string, message: string): AppError {
  visit.reason = reason
  return new AppError(visit.target.kind === 'envelope' ? 'forbidden' : 'unauthenticated', message)
}

function malformedKey(visit: Visit): AppError {
  const message = 'Invalid DSN: wanted a key of 32 hex digits.'
  const refusal = denied(visit, 'malformed_key', message)
  if (visit.target.kind === 'envelope') return refusal
  const fields = [{ type: 'uuid_parsing', loc: ['query', 'sentry_key'], msg: message }]
  return new AppError('invalid_input', message, { fields })
}

/** Null where the body does not begin with one. The rest of the body is collected meanwhile. */
async function headerOnItsWay(visit: Visit): Promise<EnvelopeHeader | null> {
  const { maxHeaderLineBytes } = visit.context.config.limits
  const encoding = readHeader(visit.request, 'content-encoding')
  const body = bodyOf(visit)
  const maxBytes = Math.max(maxHeaderLineBytes, MAX_ZSTD_BLOCK)
  for (let wanted = 1; wanted <= maxBytes; ) {
    const prefix = await body.first(wanted)
    const header = peekHeader(prefix, { encoding, isWhole: prefix.length < wanted, maxHeaderLineBytes })
    if (header !== 'incomplete') return header === 'invalid' ? null : header
    wanted = prefix.length + 1
  }
  return null
}

/** A block of zstd gives nothing until it is there altogether, with its headers. */
const MAX_ZSTD_BLOCK = 129 * 1024

function bodyOf(visit: Visit): Body {
  const { context, door, request } = visit
  visit.body ??= openBody(request, { maxBytes: context.config.limits.maxWireBytes, budget: door.budget })
  return visit.body
}

async function toRecord(visit: Visit, key: KeyTarget): Promise<IngestRecord> {
  const { context, request, target } = visit
  const { limits } = context.config
  const body = await bodyOf(visit).all()
  if (body.length === 0) throw new AppError('invalid_body', 'Empty request body.')
  if (target.kind === 'minidump') return recordOf(visit, key, await minidumpAsEnvelope(request, body, limits))
  const contentEncoding = encodingOf(body, request)
  let eventId: string | null = null
  if (target.kind === 'store') eventId = idInStoreBody(body, contentEncoding, limits)
  else if (target.kind === 'security') checkSecurityBody(body, contentEncoding, limits)
  else {
    const header = peekHeader(body, { encoding: contentEncoding, isWhole: true, ...limits })
    if (typeof header === 'string') {
      checkEncoding(body, contentEncoding)
      throw new AppError('invalid_body', 'Invalid envelope header: wanted a line of JSON, compressed as it says.')
    }
    checkClaimedSize(body, contentEncoding, limits.maxDecodedBytes)
    eventId = parseEventId(header.event_id)
    visit.sdk = sdkOf(header) ?? visit.sdk
  }
  return recordOf(visit, key, { kind: target.kind, eventId: eventId ?? newEventId(), contentEncoding, body })
}

function recordOf({ context, request, target }: Visit, key: KeyTarget, kept: KeptBody): IngestRecord {
  return {
    organizationId: key.organizationId,
    projectId: key.projectId,
    keyId: key.keyId,
    receivedAt: context.clock.now(),
    userAgent: readHeader(request, 'user-agent')?.slice(0, 512) ?? null,
    ip: target.ip,
    scrubIp: key.scrubIpAddresses,
    query: target.kind === 'security' ? namesInQuery(target.url.searchParams) : null,
    ...kept,
  }
}

function namesInQuery(query: URLSearchParams): IngestRecord['query'] {
  const named = (name: string) => query.get(name)?.slice(0, MAX_NAME) || null
  return { environment: named('sentry_environment'), release: named('sentry_release') }
}

/** More than any of them may have after normalising. */
const MAX_NAME = 500

/** Parsers of hosts inflate a body and leave the header. No compressed envelope or event begins with a brace. */
function encodingOf(body: Uint8Array, request: HttpRequest): string | null {
  return body[0] === BRACE ? null : readHeader(request, 'content-encoding')?.slice(0, 64) || null
}

const BRACE = 0x7b

function sdkOf({ sdk }: EnvelopeHeader): string | null {
  return sdk?.name === undefined ? null : [sdk.name, sdk.version].filter(Boolean).join('/').slice(0, 128)
}

function refuse(visit: Visit, error: unknown): HttpResponse {
  const { context } = visit
  const code = errorCode(error)
  if (code === null) context.logger.error('A request of an SDK failed', { error })
  // Python's SDK heeds Retry-After with 429 alone.
  const status = code === 'unavailable' ? 429 : statusOf(error)
  const { message, retryAfterMs } =
    code === null ? { message: 'Internal error', retryAfterMs: null } : (error as AppError)
  const headers: Record<string, string> = { ...CORS_HEADERS, 'x-sentry-error': headerSafe(message) }
  if (status === 405) headers.allow = 'POST, OPTIONS'
  if (status === 429) Object.assign(headers, retryHeaders(visit, retryAfterMs ?? 60_000))
  const reason = visit.reason ?? visit.limit?.reason ?? code ?? 'internal'
  const outcome = status === 429 ? 'rate_limited' : 'invalid'
  context.metrics.ingest.request(visit.target.kind, outcome, reason)
  visit.door.settle(report(visit, outcome, reason))
  return jsonResponse(status, { detail: message }, headers)
}

function retryHeaders({ limit, reason }: Visit, retryAfterMs: number): Record<string, string> {
  const scope = limit?.scope ?? 'organization'
  return {
    'retry-after': String(retryAfterSeconds(retryAfterMs)),
    'x-sentry-rate-limits': formatRateLimits([
      { retryAfterMs, scope, reason: limit?.reason ?? reason ?? 'unavailable' },
    ]),
  }
}

/** A refusal counts for the project that the request names, also when its key is none of it. */
async function report(visit: Visit, outcome: 'rate_limited' | 'invalid', reason: string): Promise<void> {
  const { door, projectId, key, mistaken, sdk } = visit
  const describe = () => ({ reason, sdk, items: [], bytes: claimedBytes(visit) })
  // Whoever owns the key looks there for what they sent.
  if (mistaken !== null) door.feed(mistaken, outcome, describe)
  if (projectId === null || reason === 'method_not_allowed' || reason === 'not_found') return
  const organizationId = key?.organizationId ?? (await door.ownerOf(projectId))
  if (organizationId === null) return
  const project = { organizationId, projectId }
  door.count(project, outcome, reason, visit.target.kind === 'security' ? 'security' : 'error')
  door.feed(project, outcome, describe)
}

/** As the client says it, for people who look for what was too large. */
function claimedBytes({ request }: Visit): number {
  const claimed = readHeader(request, 'content-length') ?? ''
  return /^\d{1,12}$/.test(claimed) ? Number(claimed) : 0
}
