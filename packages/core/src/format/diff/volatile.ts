/** Names of values that differ from event to event whatever happened: marks of one request, moments, free room. */
const VOLATILE_NAMES: ReadonlySet<string> = new Set([
  ...['event_id', 'trace_id', 'span_id', 'parent_span_id', 'segment_id', 'replay_id', 'profile_id', 'profiler_id'],
  ...['request_id', 'requestid', 'correlation_id', 'session_id', 'transaction_id', 'device_app_hash'],
  ...['timestamp', 'time', 'date', 'current_time', 'boot_time', 'app_start_time', 'start_timestamp', 'started_at'],
  ...['free_memory', 'usable_memory', 'app_memory', 'free_storage', 'external_free_storage', 'battery_level'],
  ...['memory_free', 'uptime', 'pid', 'process_id', 'thread_id', 'waited_ms', 'duration', 'elapsed'],
  ...['x-request-id', 'x-correlation-id', 'x-amzn-trace-id', 'x-cloud-trace-context', 'x-trace-id', 'cf-ray'],
  ...['sentry-trace', 'baggage', 'traceparent', 'tracestate', 'x-b3-traceid', 'x-b3-spanid', 'x-request-start'],
  ...['etag', 'if-none-match', 'if-modified-since', 'age', 'content-length', 'x-forwarded-port', 'remote_port'],
])

/** Ids that say what ran, where others say when. */
const TELLING_NAME = /(?:release|version|commit|revision|sha|digest|dist|build)$/

const ID = /^(?:[0-9a-f]{16,64}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|0x[0-9a-f]{6,16})$/i
const MOMENT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?$/
const ADDRESS = /0x[0-9a-f]{6,16}/gi
const LONGEST = 10_000

/** Whether a difference says nothing by its name: `trace_id`, `sentry-trace`. Of a dotted path the last name counts. */
export function isVolatileName(path: string): boolean {
  return VOLATILE_NAMES.has(nameOf(path))
}

/** Whether both values are ids or moments of the kind that no two events share; commits and versions are none. */
export function areVolatileValues(path: string, one: string | null, other: string | null): boolean {
  if (TELLING_NAME.test(nameOf(path))) return false
  if (one === null || other === null) return false
  return (ID.test(one) && ID.test(other)) || (MOMENT.test(one) && MOMENT.test(other))
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1).toLowerCase()
}

/** The text with addresses of memory blanked: they are others in every process. */
export function withoutAddresses(text: string): string {
  return text.length > LONGEST || !text.includes('0x') ? text : text.replace(ADDRESS, '0x…')
}
