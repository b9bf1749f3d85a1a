import type { EventType, NormalizedEvent } from '../event.js'
import { normalizeBreadcrumbs } from './breadcrumbs.js'
import { normalizeCsp } from './csp.js'
import { normalizeExceptions } from './exceptions.js'
import {
  normalizeContexts,
  normalizeDebugMeta,
  normalizeExtra,
  normalizeFingerprint,
  normalizeModules,
  normalizeSdk,
} from './extras.js'
import { normalizeLevel } from './level.js'
import { DATA, KEEP, LENGTH, META } from './limits.js'
import { normalizeMessage } from './message.js'
import { headerOf, normalizeRequest } from './request.js'
import { type Draft, isRecord, type Raw, Salvage } from './salvage.js'
import { type FrameBudget, normalizeStacktrace } from './stacktrace.js'
import { normalizeTags } from './tags.js'
import { normalizeThreads, withThreadStack } from './threads.js'
import { driftSeconds, normalizeTimestamp } from './time.js'
import { normalizeUser } from './user.js'
import { withAgentContexts } from './user-agent.js'

/** What the request says about the event that came in it. */
export interface AboutEvent {
  /** 32 lower-case hex digits; becomes the event's id. */
  readonly eventId: string
  readonly receivedAt: Date
  /** From the envelope header: the client's clock when it sent. */
  readonly sentAt: Date | null
  readonly ip: string | null
  readonly userAgent: string | null
  /** Keep only the network of addresses. */
  readonly scrubIp: boolean
}

/**
 * Makes a typed event of any JSON value. Each odd field is mended or left out, with an entry in `errors`; never throws.
 * The result is bounded (see `limits.ts`), holds no NUL and no lone surrogate, and the same input gives the same event.
 */
export function normalizeEvent(input: unknown, about: AboutEvent): NormalizedEvent {
  const salvage = new Salvage()
  if (!isRecord(input)) salvage.note('invalid_data', 'event', input)
  const raw: Raw = isRecord(input) ? input : {}
  salvage.keepErrors(raw.errors)
  const received = about.receivedAt.getTime() / 1000
  const drift = driftSeconds(about.sentAt, about.receivedAt)
  const budget: FrameBudget = { left: KEEP.framesPerEvent }
  const text = (name: string, max: number = LENGTH.name) => salvage.text(raw[name], name, max)

  const chain = normalizeExceptions(raw.exception ?? raw['sentry.interfaces.Exception'], budget, salvage)
  const threads = normalizeThreads(raw.threads, budget, salvage)
  const exceptions = withThreadStack(chain, threads)
  const csp = normalizeCsp(raw.csp ?? raw['sentry.interfaces.Csp'], salvage)
  const platform = text('platform', LENGTH.word)?.toLowerCase() ?? 'other'

  const event: Draft<NormalizedEvent> = {
    event_id: about.eventId,
    timestamp: normalizeTimestamp(raw.timestamp, received, drift, salvage),
    received,
    type: eventType(exceptions.length > 0, csp !== undefined),
    level: normalizeLevel(raw.level, 'level', salvage) ?? 'error',
    platform,
    tags: [],
    errors: salvage.errors,
  }
  for (const [name, max] of TEXTS) {
    const value = text(name, max)?.trim()
    if (value) event[name] = value
  }
  const sdk = normalizeSdk(raw.sdk ?? raw['sentry.interfaces.Sdk'], salvage)
  const aboutRequest = {
    userAgent: platform === 'javascript' && infers(raw.sdk, 'infer_user_agent') ? about.userAgent : null,
    scrubIp: about.scrubIp,
  }
  const request = normalizeRequest(raw.request ?? raw['sentry.interfaces.Http'], aboutRequest, salvage)
  const aboutUser = {
    clientIp: about.ip,
    isClientSide: CLIENT_SIDE.has(platform) && infers(raw.sdk, 'infer_ip'),
    remoteAddress: request?.env?.REMOTE_ADDR,
    scrubIp: about.scrubIp,
  }
  set(event, 'user', normalizeUser(raw.user ?? raw['sentry.interfaces.User'], aboutUser, salvage))
  const message = normalizeMessage(raw.logentry ?? raw['sentry.interfaces.Message'], raw.message, salvage)
  set(event, 'logentry', message)
  if (exceptions.length > 0) event.exception = { values: exceptions }
  if (threads.length > 0) event.threads = { values: threads }
  const stack = raw.stacktrace ?? raw['sentry.interfaces.Stacktrace']
  set(event, 'stacktrace', normalizeStacktrace(stack, budget, salvage))
  const breadcrumbs = normalizeBreadcrumbs(raw.breadcrumbs ?? raw['sentry.interfaces.Breadcrumbs'], drift, salvage)
  if (breadcrumbs.length > 0) event.breadcrumbs = { values: breadcrumbs }
  set(event, 'request', request)
  const contexts = normalizeContexts(raw.contexts ?? raw['sentry.interfaces.Contexts'], salvage)
  set(event, 'contexts', withAgentContexts(contexts, headerOf(request, 'user-agent')))
  set(event, 'extra', normalizeExtra(raw.extra, salvage))
  set(event, 'modules', normalizeModules(raw.modules, salvage))
  set(event, 'sdk', sdk)
  set(event, 'fingerprint', normalizeFingerprint(raw.fingerprint, salvage))
  const template = salvage.record(raw.template ?? raw['sentry.interfaces.Template'], 'template')
  if (template !== undefined) event.template = salvage.tree(template, 'template', DATA) as Raw
  set(event, 'debug_meta', normalizeDebugMeta(raw.debug_meta, salvage))
  set(event, 'csp', csp)
  if (isRecord(raw._meta)) event._meta = salvage.tree(raw._meta, '_meta', META)
  event.tags = normalizeTags(raw.tags, tagSources(event), salvage)
  return event
}

const TEXTS = [
  ['logger', LENGTH.name],
  ['transaction', LENGTH.path],
  ['culprit', LENGTH.path],
  ['server_name', LENGTH.name],
  ['release', LENGTH.name],
  ['dist', LENGTH.name],
  ['environment', LENGTH.name],
  ['checksum', LENGTH.name],
] as const

/** Platforms whose SDKs run on the device of the user. */
const CLIENT_SIDE = new Set(['javascript', 'cocoa', 'objc'])

function set<Key extends keyof NormalizedEvent>(
  event: Draft<NormalizedEvent>,
  key: Key,
  value: NormalizedEvent[Key] | undefined,
): void {
  if (value !== undefined) event[key] = value
}

function eventType(hasException: boolean, hasCsp: boolean): EventType {
  if (hasException) return 'error'
  return hasCsp ? 'csp' : 'default'
}

/** SDKs of JavaScript say so where their user asked to send no personal data. */
function infers(sdk: unknown, setting: 'infer_ip' | 'infer_user_agent'): boolean {
  const settings = isRecord(sdk) && isRecord(sdk.settings) ? sdk.settings : null
  return settings?.[setting] !== 'never'
}

function tagSources(event: Draft<NormalizedEvent>) {
  const { environment, release, dist, server_name, user, contexts } = event
  return { environment, release, dist, server_name, user, contexts }
}
