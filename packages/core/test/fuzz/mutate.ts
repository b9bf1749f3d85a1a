import type { Random } from './random.js'

/** The body of a request, or a part of one, with one to four faults in it: of bytes, of JSON, or of both. */
export function mutate(random: Random, payload: Buffer): Buffer {
  let bytes = random.chance(0.6) ? mutateJson(random, payload) : payload
  const faults = bytes === payload ? 1 + random.int(4) : random.int(2)
  for (let fault = 0; fault < faults; fault++) bytes = mutateBytes(random, bytes)
  return bytes
}

/** Faults that know nothing of what the bytes mean. */
export function mutateBytes(random: Random, bytes: Buffer): Buffer {
  const at = random.int(bytes.length + 1)
  const end = Math.min(bytes.length, at + 1 + random.int(random.chance(0.2) ? bytes.length + 1 : 40))
  const around = (middle: Buffer) => Buffer.concat([bytes.subarray(0, at), middle, bytes.subarray(end)])
  switch (random.int(8)) {
    case 0:
      return bytes.subarray(0, at)
    case 1:
      return around(EMPTY)
    case 2:
      return around(random.bytes(end - at > 2000 ? 10 : end - at))
    case 3:
      return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)])
    case 4:
      return Buffer.concat([bytes.subarray(0, at), random.bytes(1 + random.int(8)), bytes.subarray(at)])
    case 5:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from(random.pick(TOKENS)), bytes.subarray(at)])
    case 6:
      return around(Buffer.from(random.pick(TOKENS)))
    default: {
      const flipped = Buffer.from(bytes)
      if (at < flipped.length) flipped[at] = flipped[at]! ^ (1 << random.int(8))
      return flipped
    }
  }
}

/** Valid JSON that says something odd in some places; the bytes themselves where they are no JSON. */
function mutateJson(random: Random, payload: Buffer): Buffer {
  let document: unknown
  try {
    document = JSON.parse(payload.toString('utf8'))
  } catch {
    return payload
  }
  const root = { document }
  const places = placesIn(root)
  const faults = 1 + random.int(4)
  let isRepeated = false
  for (let fault = 0; fault < faults; fault++) {
    const { holder, key } = random.pick(places)
    const holding = holder as Record<string, unknown>
    switch (random.int(6)) {
      case 0:
        delete holding[key]
        break
      case 1:
        if (Array.isArray(holder)) break
        Object.defineProperty(holding, random.pick(NAMES), {
          value: holding[key],
          enumerable: true,
          configurable: true,
        })
        break
      case 2:
        // Lists of lists of lists would grow without end.
        if (isRepeated) break
        isRepeated = true
        holding[key] = Array.from({ length: random.int(300) }, () => holding[key])
        break
      case 3: {
        const other = random.pick(places)
        const value = (other.holder as Record<string, unknown>)[other.key]
        // Into its own inside it would be a circle.
        if (typeof value !== 'object') holding[key] = value
        break
      }
      default:
        holding[key] = random.pick(ODD_VALUES)(random)
    }
  }
  const text = JSON.stringify(root.document)
  // What is larger is refused by its size alone.
  return text === undefined || text.length > 3_000_000 ? payload : Buffer.from(text)
}

interface Place {
  readonly holder: object
  readonly key: string
}

const MAX_PLACES = 3000

function placesIn(root: object): readonly Place[] {
  const places: Place[] = []
  const waiting: object[] = [root]
  for (let holder = waiting.pop(); holder !== undefined && places.length < MAX_PLACES; holder = waiting.pop())
    for (const key of Object.keys(holder)) {
      places.push({ holder, key })
      const value = (holder as Record<string, unknown>)[key]
      if (typeof value === 'object' && value !== null) waiting.push(value)
    }
  return places
}

const EMPTY = Buffer.alloc(0)

const nested = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`

const TOKENS = [
  '\n',
  '\r\n',
  '\0',
  '"',
  '\\',
  '{',
  '}',
  '[[[[[[[[[[',
  ',,',
  'null',
  'NaN',
  '-Infinity',
  '1e999',
  '-0',
  '9007199254740993',
  '"__proto__":{"polluted":1},',
  '"constructor":{"prototype":{"polluted":1}},',
  '\\ud800',
  '\\u0000',
  '\u2028',
  '\ufeff',
  '\n{"type":"event"}\n',
  '\n{"type":"event","length":3}\n',
  '{"type":"attachment","length":4294967296}',
  '{{auto}}',
  '{{ default }}',
  '--b\r\n',
  '--b--',
  'MDMP',
  'content-disposition: form-data; name="sentry[__proto__][polluted]"',
] as const

const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'length',
  'type',
  'values',
  '',
  '0',
  'x'.repeat(2000),
  'a.b',
  '\0',
]

const ODD_VALUES: readonly ((random: Random) => unknown)[] = [
  () => null,
  () => true,
  () => '',
  () => [],
  () => ({}),
  (random) => random.int(2 ** 32) - 2 ** 31,
  () => 1e308,
  () => -1,
  () => 0.1,
  () => '\ud800',
  () => 'a\0b\u202e\u0007',
  (random) => 'x'.repeat(random.int(200_000)),
  (random) => ' '.repeat(random.int(20_000)),
  (random) => `${'a@'.repeat(random.int(5000))}b.c`,
  (random) => `http://${'a.'.repeat(random.int(5000))}/?${'k=v&'.repeat(random.int(5000))}`,
  (random) => '1'.repeat(random.int(30_000)),
  (random) => '-----BEGIN RSA PRIVATE KEY-----'.repeat(random.int(200)),
  (random) => `Mozilla/5.0 (${'('.repeat(random.int(5000))}Chrome/${'9.'.repeat(random.int(2000))}`,
  (random) => '\t\n\r\n'.repeat(random.int(5000)),
  (random) => '%s{}%d{x}$'.repeat(random.int(2000)),
  (random) => '../'.repeat(random.int(5000)),
  (random) => JSON.parse(nested(random.int(2000))) as unknown,
  (random) => Object.fromEntries(Array.from({ length: random.int(3000) }, (_, index) => [`k${index}`, index])),
  () => '2026-13-45T99:99:99Z',
  () => 1e20,
  () => 'app@1.0\r\nX-Injected: 1',
  () => '9ec79c33-ec99-42ab-8353-589fcb2e04dc',
  () => '{{auto}}',
  () => '127.0.0.1',
  () => '::ffff:1.2.3.4%eth0',
  () => ['a', ['b', ['c', null]], { d: 1 }],
]
