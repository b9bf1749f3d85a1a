import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import type { IngestRoute } from '../../src/ingest/answers.js'
import { zstdFrame } from '../zstd-frame.js'
import { aCrashReport, EVENTS, ITEMS, REPORTS } from './bodies.js'
import { mutate, mutateBytes } from './mutate.js'
import { type Random, randomOf } from './random.js'

/** One hostile request. */
export interface FuzzCase {
  readonly kind: IngestRoute
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** Ids of events in it that nothing is wrong with: they have to be stored whatever stands beside them. */
  readonly intact: readonly string[]
}

/** The case of that number: the same for the same seed, whatever ran before. */
export function fuzzCase(seed: number, index: number): FuzzCase {
  const random = randomOf(seed, index)
  const [kind, headers, plain, intact] = random.pick(KINDS)(random)
  const { encoding, body } = random.pick(ENCODINGS)(plain)
  const isDamaged = encoding !== null && random.chance(0.1)
  return {
    kind,
    headers: { ...headers, ...oddHeaders(random), ...(encoding === null ? {} : { 'content-encoding': encoding }) },
    body: isDamaged ? mutateBytes(random, body) : body,
    intact: isDamaged ? [] : intact,
  }
}

type Made = readonly [kind: IngestRoute, headers: Record<string, string>, body: Buffer, intact: readonly string[]]

const FORM = { 'content-type': 'multipart/form-data; boundary=b' }

const KINDS: readonly ((random: Random) => Made)[] = [
  ...Array.from({ length: 7 }, () => anEnvelope),
  (random) => ['envelope', {}, mutate(random, anEnvelope(random)[2]), []],
  (random) => ['store', {}, mutate(random, random.pick(EVENTS).payload), []],
  (random) => ['store', {}, Buffer.from(mutate(random, random.pick(EVENTS).payload).toString('base64')), []],
  (random) => ['security', {}, mutate(random, random.pick(REPORTS)), []],
  (random) => ['minidump', FORM, mutateBytes(random, mutateBytes(random, aCrashReport())), []],
]

const ENCODINGS: readonly ((body: Buffer) => { encoding: string | null; body: Buffer })[] = [
  (body) => ({ encoding: null, body }),
  (body) => ({ encoding: null, body }),
  (body) => ({ encoding: 'gzip', body: gzipSync(body, { level: 1 }) }),
  (body) => ({ encoding: 'deflate', body: deflateSync(body, { level: 1 }) }),
  (body) => ({ encoding: 'deflate', body: deflateRawSync(body, { level: 1 }) }),
  (body) => ({ encoding: 'zstd', body: zstdFrame(body) }),
  (body) => ({ encoding: 'br', body: brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }) }),
]

function oddHeaders(random: Random): Record<string, string> {
  if (random.chance(0.9)) return {}
  return {
    [random.pick(['user-agent', 'content-type', 'content-encoding', 'x-sentry-auth'])]: random
      .bytes(50)
      .toString('latin1'),
  }
}

/** Broken items between two that are whole. */
function anEnvelope(random: Random): Made {
  const intact = [random.bytes(16).toString('hex'), random.bytes(16).toString('hex')]
  const [first, last] = intact.map((event_id) => wholeEvent(event_id, random.chance(0.5)))
  const broken = Array.from({ length: 1 + random.int(3) }, () => brokenItem(random))
  const header = Buffer.from(`${JSON.stringify({ event_id: intact[0], sent_at: '2026-11-22T20:50:00Z' })}\n`)
  return ['envelope', {}, Buffer.concat([header, first!, ...broken, last!]), intact]
}

function wholeEvent(event_id: string, withLength: boolean): Buffer {
  const payload = JSON.stringify({ event_id, message: 'nothing is wrong with this one', platform: 'node' })
  const length = withLength ? { length: Buffer.byteLength(payload) } : {}
  return Buffer.from(`${JSON.stringify({ type: 'event', ...length })}\n${payload}\n`)
}

function brokenItem(random: Random): Buffer {
  const seed = random.pick(random.chance(0.6) ? EVENTS : ITEMS)
  const payload = mutate(random, seed.payload)
  const header: Record<string, unknown> = { ...seed.header }
  if (random.chance(0.3)) header.length = random.pick([payload.length, seed.payload.length])
  if (random.chance(0.1)) header.length = random.pick([-1, 1.5, 2 ** 53, '12', null, {}, 1e9])
  if (random.chance(0.1)) header.type = random.pick(['event', 'attachment', 'novelty', '__proto__', 'transaction', ''])
  // A length that still ends a line says where the item ends, whatever it holds: the rest would be another's.
  if (typeof header.length === 'number' && !isJson(header.type)) header.length = payload.length
  const line = Buffer.from(JSON.stringify(header))
  const written = random.chance(0.1) ? mutateLine(random, line) : line
  return Buffer.concat([written, NEWLINE, payload, NEWLINE])
}

/** A line of its own that is none any more would be the start of something else. */
function mutateLine(random: Random, line: Buffer): Buffer {
  const mutated = mutateBytes(random, line)
  return mutated.includes(0x0a) || mutated.includes(0x0d) ? line : mutated
}

function isJson(type: unknown): boolean {
  return type === 'event' || type === 'transaction' || type === 'session' || type === 'feedback'
}

const NEWLINE = Buffer.from('\n')
