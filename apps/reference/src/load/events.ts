import { type SeededRandom, seededRandom } from './random.js'

const SUBJECTS: readonly [string, ...string[]] = [
  'order',
  'invoice',
  'basket',
  'shipment',
  'customer',
  'session',
  'payment',
  'voucher',
  'stock',
]
const VERBS: readonly [string, ...string[]] = [
  'load',
  'save',
  'render',
  'price',
  'validate',
  'merge',
  'enqueue',
  'refund',
  'serialize',
  'resolve',
]
const TYPES: readonly [string, ...string[]] = [
  'TypeError',
  'RangeError',
  'ValidationError',
  'TimeoutError',
  'PaymentDeclined',
  'Error',
]
const LIBRARIES: readonly [string, ...string[]] = [
  'express',
  'pg',
  'pg-pool',
  'ioredis',
  'undici',
  'router',
  'body-parser',
  'finalhandler',
]
const CODE: readonly [string, ...string[]] = [
  'const {a} = await this.{v}({b}.id, {{ signal, limit: {n} }})',
  'if ({a} === null || {a}.status !== "{v}d") {{',
  '  throw new {t}("{v} of {a} failed", {{ cause: error, {b}Id: {b}.id }})',
  '}}',
  'return {b}.map(({a}) => {v}{A}({a}, options)).filter(Boolean)',
  'logger.debug("{v} {a}", {{ {a}Id: {a}.id, attempt: {n} }})',
  'for (const {a} of {b}.items) total += {a}.quantity * {a}.unitPrice',
  '// The {a} may have changed since it was read; {v} it again inside the transaction.',
  'const result = await pool.query("select * from {a}s where {b}_id = $1 for update", [{b}.id])',
  'export async function {v}{A}({b}, options = {{}}) {{',
  'await Promise.all({b}.lines.map((line) => this.#{v}(line, {a})))',
  '',
]

/** A frame with its source context, and what part of an event the frames make up. */
const FRAME_BYTES = 850
const FRAME_SHARE = 0.6

export interface EventWish {
  readonly issue: number
  readonly variant: number
  /** About so many, as JSON. */
  readonly bytes: number
  /** Of how large a body the stack is; `bytes` unless given. Errors with different stacks are different issues. */
  readonly stackBytes?: number | undefined
}

/**
 * An error event as `@sentry/node` reports it from a service behind Express: an exception with its cause,
 * stacks with source context, breadcrumbs, contexts, request, user and tags.
 * `issue` decides type, message and in-app functions, so events with the same number are one issue;
 * `variant` changes all that differs between two occurrences. Returns the event without the parts that
 * differ for every single event: `event_id` and `timestamp`.
 */
export function makeEvent({ issue, variant, bytes, stackBytes = bytes }: EventWish): Record<string, unknown> {
  // The stack belongs to the issue, so its depth depends on nothing that differs between occurrences.
  const frames = Math.max(3, Math.round((stackBytes * FRAME_SHARE) / FRAME_BYTES))
  const about = seededRandom(issue * 7919 + 17)
  const random = seededRandom(issue * 7919 + variant * 104_729 + 1)
  const subject = about.pick(SUBJECTS)
  const verb = about.pick(VERBS)
  const type = about.pick(TYPES)
  const breadcrumbs: Record<string, unknown>[] = []
  const event = {
    platform: 'node',
    level: 'error',
    environment: random.pick(['production', 'production', 'staging']),
    release: `shop@4.${issue % 5}.0`,
    server_name: `web-${random.whole(8)}`,
    transaction: `POST /api/${subject}s/:id/${verb}`,
    exception: {
      values: [
        exception({
          random,
          about,
          type: 'Error',
          value: `connect ECONNREFUSED 10.0.0.${issue % 250}:5432`,
          frames: Math.ceil(frames / 3),
          issue,
        }),
        exception({
          random,
          about,
          type,
          value: `Cannot ${verb} ${subject} number ${random.whole(100_000)} of shop ${issue}`,
          frames: Math.floor((frames * 2) / 3),
          issue,
        }),
      ],
    },
    breadcrumbs,
    contexts: contexts(random),
    request: {
      method: 'POST',
      url: `https://shop.example.com/api/${subject}s/${random.whole(9999)}/${verb}?page=${random.whole(9)}`,
      headers: {
        host: 'shop.example.com',
        'user-agent':
          'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
        accept: 'application/json',
        'content-type': 'application/json',
        'x-request-id': random.hex(32),
      },
      query_string: `page=${random.whole(9)}`,
      data: JSON.stringify({ [`${subject}Id`]: random.whole(9999), note: 'leave at the door' }),
    },
    user: {
      id: String(random.whole(5000)),
      email: `customer${random.whole(5000)}@example.com`,
      ip_address: '203.0.113.9',
    },
    tags: {
      region: random.pick(['eu-1', 'us-2', 'ap-1']),
      plan: random.pick(['free', 'team', 'business']),
      handled: 'no',
    },
    extra: { attempt: random.whole(5), queue: `${subject}-${verb}` },
    modules: Object.fromEntries(
      LIBRARIES.map((name) => [name, `${random.whole(9)}.${random.whole(20)}.${random.whole(9)}`]),
    ),
    sdk: {
      name: 'sentry.javascript.node',
      version: '11.12.0',
      packages: [{ name: 'npm:@sentry/node', version: '11.12.0' }],
    },
  }
  let length = JSON.stringify(event).length
  while (length < bytes) {
    const added = breadcrumb(random)
    breadcrumbs.push(added)
    length += JSON.stringify(added).length + 1
  }
  return event
}

interface Thrown {
  readonly random: SeededRandom
  readonly about: SeededRandom
  readonly type: string
  readonly value: string
  readonly frames: number
  readonly issue: number
}

function exception({ random, about, type, value, frames, issue }: Thrown) {
  return {
    type,
    value,
    stacktrace: { frames: Array.from({ length: frames }, (_, depth) => frame(random, about, issue, frames - depth)) },
    mechanism: { type: 'auto.middleware.express', handled: false },
  }
}

function frame(random: SeededRandom, about: SeededRandom, issue: number, depth: number) {
  const inApp = depth % 3 === 1
  const library = about.pick(LIBRARIES)
  const name = inApp ? `${about.pick(VERBS)}${capital(about.pick(SUBJECTS))}${issue}` : `${about.pick(VERBS)}Layer`
  const file = inApp
    ? `/srv/shop/dist/${about.pick(SUBJECTS)}s/${about.pick(VERBS)}.js`
    : `/srv/shop/node_modules/${library}/lib/index.js`
  return {
    filename: file,
    module: inApp ? `${about.pick(SUBJECTS)}s:${about.pick(VERBS)}` : library,
    function: name,
    lineno: 10 + about.whole(900),
    colno: 1 + about.whole(80),
    in_app: inApp,
    pre_context: lines(about, 5),
    context_line: `    ${line(about)}`,
    post_context: lines(about, 5),
    ...(inApp && depth < 4
      ? { vars: { id: random.whole(9999), options: { limit: 20 }, shop: `shop-${random.whole(99)}` } }
      : {}),
  }
}

function breadcrumb(random: SeededRandom): Record<string, unknown> {
  const timestamp = 1_795_000_000 + random.whole(100_000) / 1000
  if (random.whole(2) === 0) {
    const data = {
      url: `https://stock.internal/v2/${random.pick(SUBJECTS)}s/${random.whole(9999)}`,
      'http.method': 'GET',
      status_code: 200,
    }
    return { timestamp, type: 'http', category: 'http', level: 'info', data }
  }
  const message = `${random.pick(VERBS)} ${random.pick(SUBJECTS)} ${random.hex(8)} took ${random.whole(900)} ms`
  return { timestamp, category: 'console', level: random.pick(['info', 'debug', 'warning']), message }
}

function contexts(random: SeededRandom) {
  return {
    runtime: { name: 'node', version: 'v20.20.2' },
    os: { name: 'Linux', version: '12', kernel_version: '6.1.0-18-amd64', build: '#1 SMP' },
    device: { arch: 'x64', memory_size: 16_777_216_000, free_memory: random.whole(8_000_000_000), processor_count: 4 },
    app: { app_start_time: '2026-11-20T08:00:00.000Z', app_memory: random.whole(400_000_000) },
    culture: { locale: 'en-US', timezone: 'Etc/UTC' },
    trace: { trace_id: random.hex(32), span_id: random.hex(16), parent_span_id: random.hex(16) },
  }
}

const lines = (random: SeededRandom, count: number) => Array.from({ length: count }, () => `    ${line(random)}`)

function line(random: SeededRandom) {
  const [a, b] = [random.pick(SUBJECTS), random.pick(SUBJECTS)]
  const words: Record<string, unknown> = {
    a,
    b,
    A: capital(a),
    v: random.pick(VERBS),
    t: random.pick(TYPES),
    n: random.whole(500),
  }
  return random
    .pick(CODE)
    .replace(/\{([abAvtn])\}/g, (_, key: string) => String(words[key]))
    .replaceAll('{{', '{')
    .replaceAll('}}', '}')
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
