import type { OutcomeCount } from '../ports/ingest.js'
import type { IngestRecord } from '../ports/runtime.js'

/** Refusals of one record, added up per category and reason. */
export class RefusalCounts {
  readonly #record: IngestRecord
  readonly #counts = new Map<string, { category: string; outcome: Refusal; reason: string; quantity: number }>()

  constructor(record: IngestRecord) {
    this.#record = record
  }

  add(category: string, outcome: Refusal, reason: string, quantity = 1): void {
    const key = `${category}\0${outcome}\0${reason}`
    const count = this.#counts.get(key)
    if (count) count.quantity += quantity
    else this.#counts.set(key, { category, outcome, reason, quantity })
  }

  list(): readonly OutcomeCount[] {
    const { organizationId, projectId, receivedAt } = this.#record
    const hour = new Date(Math.floor(receivedAt.getTime() / HOUR_MS) * HOUR_MS)
    return [...this.#counts.values()].map((count) => ({ organizationId, projectId, hour, ...count }))
  }
}

export type Refusal = 'filtered' | 'invalid' | 'client_discard'

/** Sentry's data category of an item type, as its SDKs name it in client reports and obey it in rate limits. */
export function categoryOf(itemType: string): string {
  return CATEGORIES.get(itemType) ?? 'default'
}

export function isCategory(text: string): boolean {
  return KNOWN_CATEGORIES.has(text)
}

const HOUR_MS = 3_600_000

const CATEGORIES: ReadonlyMap<string, string> = new Map([
  ['event', 'error'],
  ['transaction', 'transaction'],
  ['span', 'span'],
  ['log', 'log_item'],
  ['otel_log', 'log_item'],
  ['trace_metric', 'trace_metric'],
  ['statsd', 'metric_bucket'],
  ['metric_meta', 'metric_bucket'],
  ['metric_buckets', 'metric_bucket'],
  ['session', 'session'],
  ['sessions', 'session'],
  ['check_in', 'monitor'],
  ['replay_event', 'replay'],
  ['replay_recording', 'replay'],
  ['replay_video', 'replay'],
  ['profile', 'profile'],
  ['profile_chunk', 'profile_chunk'],
  ['attachment', 'attachment'],
  ['feedback', 'feedback'],
  ['user_report', 'default'],
  ['client_report', 'internal'],
  ['raw_security', 'security'],
])

const KNOWN_CATEGORIES = new Set([
  ...CATEGORIES.values(),
  'metric',
  'log_byte',
  'profile_chunk_ui',
  'trace_metric_byte',
])
