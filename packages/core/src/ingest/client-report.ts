import { parseJson } from '../protocol/json.js'
import { isRecord } from '../protocol/normalize/salvage.js'
import { isCategory, type RefusalCounts } from './outcomes.js'

/**
 * Counts what an SDK says that it has thrown away itself (https://develop.sentry.dev/sdk/telemetry/client-reports/).
 * Only words that SDKs use are taken over, so that a client cannot make up counters without end.
 */
export function addClientReport(payload: Uint8Array, refusals: RefusalCounts): void {
  const report = readReport(payload)
  const discarded = isRecord(report) && Array.isArray(report.discarded_events) ? report.discarded_events : null
  if (discarded === null) {
    refusals.add('internal', 'invalid', 'invalid_json')
    return
  }
  for (const entry of discarded.slice(0, MAX_ENTRIES)) {
    if (!isRecord(entry)) continue
    const { category, reason, quantity } = entry
    if (typeof quantity !== 'number' || !(quantity >= 1)) continue
    refusals.add(
      typeof category === 'string' && isCategory(category) ? category : 'default',
      'client_discard',
      typeof reason === 'string' && REASONS.has(reason) ? reason : 'other',
      Math.min(Math.trunc(quantity), MAX_QUANTITY),
    )
  }
}

const MAX_ENTRIES = 100
const MAX_QUANTITY = 1_000_000

const REASONS = new Set([
  'backpressure',
  'before_send',
  'buffer_overflow',
  'cache_overflow',
  'event_processor',
  'ignored',
  'insufficient_data',
  'internal_sdk_error',
  'invalid',
  'network_error',
  'no_parent_span',
  'queue_overflow',
  'ratelimit_backoff',
  'sample_rate',
  'send_error',
  'too_big',
])

function readReport(payload: Uint8Array): unknown {
  try {
    return parseJson(payload)
  } catch {
    // Not JSON: counted by the caller like a report without entries.
    return null
  }
}
