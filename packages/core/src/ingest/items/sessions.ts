import { createHash } from 'node:crypto'
import { SESSION_RESULTS, type SessionResult } from '../../ports/items.js'
import { parseEventId } from '../../protocol/ids.js'
import { isRecord, type Raw } from '../../protocol/normalize/salvage.js'
import { parseTime } from '../../protocol/normalize/time.js'
import { filterOrigin } from '../filters/index.js'
import { documentOf, driftOf, type ItemSource, idOfItem, type NewItem } from './new-item.js'

/** One session (https://develop.sentry.dev/sdk/telemetry/sessions/). */
export function readSession(source: ItemSource): readonly NewItem[] {
  const raw = documentOf(source, CATEGORY)
  if (raw === null) return []
  if (!isRecord(raw)) return refuse(source, 'invalid_json')
  const place = placeOf(raw.attrs, source)
  if (place === null) return []
  const startedAt = startOf(raw.started ?? raw.timestamp, source)
  if (startedAt === null) return refuse(source, 'timestamp')
  const sid = parseEventId(raw.sid)
  // A session without an id, or with none but zeros, is one that is reported once.
  const sessionId = sid === null || NIL.test(sid) ? idOfItem(source) : sid
  const userHash = hashOf(raw.did, source)
  return [{ kind: 'session', row: { ...place, sessionId, startedAt, userHash, result: resultOf(raw) } }]
}

/** Sessions that a server-side SDK has counted, by minute. */
export function readSessionCounts(source: ItemSource): readonly NewItem[] {
  const raw = documentOf(source, CATEGORY)
  if (raw === null) return []
  if (!isRecord(raw)) return refuse(source, 'invalid_json')
  const place = placeOf(raw.attrs, source)
  if (place === null) return []
  if (!Array.isArray(raw.aggregates)) return refuse(source, 'invalid_json')
  const id = idOfItem(source)
  return raw.aggregates.slice(0, MAX_BUCKETS).flatMap((bucket: unknown, at): readonly NewItem[] => {
    const startedAt = isRecord(bucket) ? startOf(bucket.started, source) : null
    if (!isRecord(bucket) || startedAt === null) return refuse(source, 'timestamp')
    const counts = {
      healthy: countOf(bucket.exited),
      errored: countOf(bucket.errored),
      abnormal: countOf(bucket.abnormal),
      crashed: countOf(bucket.crashed),
    }
    if (SESSION_RESULTS.every((result) => counts[result] === 0)) return []
    const userHash = hashOf(bucket.did, source)
    const own = createHash('sha256').update(`${id}\0${at}`).digest('hex').slice(0, 32)
    return [{ kind: 'session_counts', row: { ...place, id: own, startedAt, userHash, counts } }]
  })
}

const CATEGORY = 'session'
const NIL = /^0+$/
const MAX_BUCKETS = 1000
const MAX_COUNT = 1_000_000_000
/** Sentry's rule: what began longer ago is not counted any more. */
const MAX_AGE_MS = 5 * 86_400_000

/** Null, with a refusal, where it names no release or the project does not want it. */
function placeOf(attributes: unknown, source: ItemSource) {
  const { record, filters, refusals } = source
  const attrs = isRecord(attributes) ? attributes : {}
  const { organizationId, projectId, receivedAt } = record
  if (typeof attrs.release !== 'string' || attrs.release === '') {
    refusals.add(CATEGORY, 'invalid', 'no_release')
    return null
  }
  const { release } = attrs
  const unwanted = filterOrigin(release, filters, record)
  if (unwanted !== null) {
    refusals.add(CATEGORY, 'filtered', unwanted)
    return null
  }
  const environment = typeof attrs.environment === 'string' && attrs.environment !== '' ? attrs.environment : null
  return { organizationId, projectId, release, environment, receivedAt }
}

/** By our clock; null where it is unknown or too long ago. What has yet to begin begins now. */
function startOf(value: unknown, source: ItemSource): Date | null {
  const seconds = parseTime(value)
  if (seconds === null) return null
  const received = source.record.receivedAt.getTime()
  const started = Math.min(received, Math.round((seconds + driftOf(source)) * 1000))
  return received - started > MAX_AGE_MS ? null : new Date(started)
}

function resultOf({ status, errors }: Raw): SessionResult {
  if (status === 'crashed' || status === 'abnormal') return status
  const hasErrors = status === 'errored' || status === 'unhandled' || (typeof errors === 'number' && errors > 0)
  return hasErrors ? 'errored' : 'healthy'
}

function countOf(value: unknown): number {
  return typeof value === 'number' && value >= 1 ? Math.min(Math.trunc(value), MAX_COUNT) : 0
}

/** Users are only told apart, never named; and not across projects. */
function hashOf(distinctId: unknown, { record }: ItemSource): string | null {
  const text = typeof distinctId === 'number' ? String(distinctId) : distinctId
  if (typeof text !== 'string' || text === '') return null
  return createHash('sha256').update(`${record.projectId}\0${text}`).digest('hex').slice(0, 16)
}

function refuse({ refusals }: ItemSource, reason: string): readonly NewItem[] {
  refusals.add(CATEGORY, 'invalid', reason)
  return []
}
