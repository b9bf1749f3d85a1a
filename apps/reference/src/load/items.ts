import { type EventWish, makeEvent } from './events.js'
import { type SeededRandom, seededRandom } from './random.js'

/** What a request may hold; `ignored` is an item of a type that the server keeps nothing of. */
export const KINDS = ['error', 'session', 'check-in', 'transaction', 'log', 'ignored'] as const
export type Kind = (typeof KINDS)[number]

export interface Item {
  readonly type: string
  readonly header: Record<string, unknown>
  /** The payload as JSON, without what differs for every single request: see `firstFields`. */
  readonly json: string
}

/** The payload of one item of about `bytes` bytes; sessions and check-ins are as small as they are. */
export function makeItem({ kind, ...wish }: EventWish & { readonly kind: Kind }): Item {
  const { issue, variant, bytes } = wish
  if (kind === 'error') return { type: 'event', header: {}, json: JSON.stringify(makeEvent(wish)) }
  const random = seededRandom(variant * 15_485_863 + 3)
  if (kind === 'session') return { type: 'session', header: {}, json: JSON.stringify(session(random, issue)) }
  if (kind === 'check-in') return { type: 'check_in', header: {}, json: JSON.stringify(checkIn(issue)) }
  const { type, header, start, entry, end } = OTHERS[kind]
  const entries: string[] = []
  for (let length = start.length; length < bytes; ) {
    const json = JSON.stringify(entry(random))
    entries.push(json)
    length += json.length + 1
  }
  return { type, header: header(entries.length), json: `${start}${entries.join()}${end}` }
}

/** The fields, as JSON without braces, that make one request differ from all others; null where nothing has to. */
export function firstFields(kind: Kind, id: string, now: Date): string | null {
  const seconds = (now.getTime() / 1000).toFixed(3)
  if (kind === 'error') return `"event_id":"${id}","timestamp":${seconds}`
  if (kind === 'session') return `"sid":"${id}","started":${seconds},"timestamp":${seconds}`
  return kind === 'check-in' ? `"check_in_id":"${id}"` : null
}

/** Jobs whose check-ins are sent, so that few monitors are made. */
const JOBS = 5

const session = (random: SeededRandom, issue: number) => ({
  did: random.hex(32),
  init: true,
  status: random.pick(['exited', 'exited', 'exited', 'errored', 'crashed']),
  errors: random.whole(2),
  duration: random.whole(60_000) / 1000,
  attrs: { release: `shop@4.${issue % 5}.0`, environment: 'production' },
})

const checkIn = (issue: number) => ({
  monitor_slug: `bench-job-${issue % JOBS}`,
  status: 'ok',
  environment: 'production',
  monitor_config: { schedule: { type: 'interval', value: 1, unit: 'hour' }, checkin_margin: 30, timezone: 'UTC' },
})

const span = (random: SeededRandom) => ({
  trace_id: random.hex(32),
  span_id: random.hex(16),
  parent_span_id: random.hex(16),
  op: random.pick(['db', 'http.client', 'middleware.express', 'cache.get']),
  description: `select * from orders where id = $1 and shop_id = ${random.whole(99)}`,
  start_timestamp: 1_795_000_000 + random.whole(1e6) / 1000,
  timestamp: 1_795_000_001 + random.whole(1e6) / 1000,
  status: 'ok',
  origin: 'auto.db.otel.postgres',
  data: { 'db.system': 'postgresql', 'server.address': 'db-1.internal', 'thread.id': random.whole(9) },
})

const log = (random: SeededRandom) => ({
  timestamp: 1_795_000_000 + random.whole(1e6) / 1000,
  trace_id: random.hex(32),
  level: random.pick(['info', 'debug', 'warn']),
  body: `order ${random.whole(9999)} took ${random.whole(900)} ms`,
  attributes: { 'server.address': { value: `web-${random.whole(8)}`, type: 'string' } },
})

const sample = (random: SeededRandom) => ({
  timestamp: 1_795_000_000 + random.whole(1e6) / 1000,
  stack_id: random.whole(400),
  thread_id: String(random.whole(4)),
})

const OTHERS = {
  transaction: {
    type: 'transaction',
    header: () => ({}),
    start: '{"type":"transaction","spans":[',
    entry: span,
    end: ']}',
  },
  log: {
    type: 'log',
    header: (count: number) => ({ item_count: count, content_type: 'application/vnd.sentry.items.log+json' }),
    start: '{"items":[',
    entry: log,
    end: ']}',
  },
  ignored: {
    type: 'profile_chunk',
    header: () => ({}),
    start: '{"version":"2","profile":{"samples":[',
    entry: sample,
    end: ']}}',
  },
}
