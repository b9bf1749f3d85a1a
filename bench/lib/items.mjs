import { makeEvent } from './events.mjs'
import { seededRandom } from './random.mjs'

/**
 * The payload of one item of `bytes` bytes, as JSON, and the header that it goes under. Of an error the parts are left
 * out that differ for every single event, see `makeEvent`.
 */
export function makeItem({ kind, issue, variant, bytes }) {
  if (kind === 'error') return { type: 'event', json: JSON.stringify(makeEvent({ issue, variant, bytes })) }
  const random = seededRandom(variant * 15_485_863 + 3)
  const { type, header, start, entry, end } = OTHERS[kind]
  const entries = []
  for (let length = start.length; length < bytes; ) {
    const json = JSON.stringify(entry(random))
    entries.push(json)
    length += json.length + 1
  }
  return { type, header: header?.(entries.length), json: `${start}${entries.join()}${end}` }
}

const span = (random) => ({
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

const log = (random) => ({
  timestamp: 1_795_000_000 + random.whole(1e6) / 1000,
  trace_id: random.hex(32),
  level: random.pick(['info', 'debug', 'warn']),
  body: `order ${random.whole(9999)} took ${random.whole(900)} ms`,
  attributes: { 'server.address': { value: `web-${random.whole(8)}`, type: 'string' } },
})

const sample = (random) => ({
  timestamp: 1_795_000_000 + random.whole(1e6) / 1000,
  stack_id: random.whole(400),
  thread_id: String(random.whole(4)),
})

const OTHERS = {
  transaction: { type: 'transaction', start: '{"type":"transaction","spans":[', entry: span, end: ']}' },
  log: {
    type: 'log',
    header: (count) => ({ item_count: count, content_type: 'application/vnd.sentry.items.log+json' }),
    start: '{"items":[',
    entry: log,
    end: ']}',
  },
  ignored: { type: 'profile_chunk', start: '{"version":"2","profile":{"samples":[', entry: sample, end: ']}}' },
}
