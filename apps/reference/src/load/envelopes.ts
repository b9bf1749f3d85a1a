import { randomBytes } from 'node:crypto'
import zlib from 'node:zlib'
import { firstFields, type Kind, makeItem } from './items.js'
import { type SeededRandom, seededRandom } from './random.js'

/** What is sent. Sizes are log-normal: two thirds lie between median / e^sigma and median * e^sigma. */
export interface LoadShape {
  /** Shares of requests; together 1. */
  readonly kinds: Partial<Record<Kind, number>>
  readonly medianKb: number
  readonly sigma: number
  readonly minKb: number
  readonly maxKb: number
  /** Issues that the errors belong to. */
  readonly issues: number
  /** Of how large a body the stacks of errors are; without it, larger bodies have deeper stacks, and make more issues. */
  readonly stackKb?: number
  /** Different bodies; they are sent in turn. */
  readonly templates: number
  /** Whether larger bodies are compressed, as SDKs do; true unless given. */
  readonly gzip?: boolean
}

export interface EnvelopeSource {
  /** The body of that request, with an id of its own. */
  next(number: number): { readonly encoding: 'gzip' | null; readonly body: Buffer }
  /** One body uncompressed, for benches of single stages. */
  raw(number: number): Buffer
  rawBytes(number: number): number
  kind(number: number): Kind
}

/** SDKs of Node compress what is larger, at zlib's usual level. */
const COMPRESSED_FROM = 4096
const GZIP_LEVEL = 6

/**
 * Envelopes of one item each: the same kinds, sizes and bytes in every run but for ids and times.
 * Compressing each body afresh would cost more than the server spends on it, so the constant part is compressed once; a
 * small stored block with the ids goes before it, in the same gzip member.
 */
export function envelopeSource(shape: LoadShape): EnvelopeSource {
  const random = seededRandom(42)
  const templates = Array.from({ length: shape.templates }, (_, number) => {
    const kind = drawKind(random, shape.kinds)
    const bytes = drawBytes(random, shape) - HEAD_BYTES
    const stackBytes = shape.stackKb === undefined ? bytes : shape.stackKb * 1000
    return template({ kind, issue: number % shape.issues, variant: number, bytes, stackBytes }, shape.gzip ?? true)
  })
  const [first] = templates
  if (first === undefined) throw new RangeError('wanted at least one template')
  const of = (number: number) => templates[number % templates.length] ?? first
  const raw = (number: number) => Buffer.concat([Buffer.from(headOf(of(number))), of(number).tail])
  return {
    next(number) {
      const one = of(number)
      if (one.deflated === null) return { encoding: null, body: raw(number) }
      return { encoding: 'gzip', body: gzipWithHead(headOf(one), one.tail, one.deflated) }
    },
    raw,
    rawBytes: (number) => HEAD_BYTES + of(number).tail.length,
    kind: (number) => of(number).kind,
  }
}

interface Template {
  readonly kind: Kind
  readonly itemHeader: string
  readonly tail: Buffer
  readonly deflated: Buffer | null
}

function drawKind(random: SeededRandom, kinds: LoadShape['kinds']): Kind {
  let left = random.next()
  const shares = Object.entries(kinds) as [Kind, number][]
  for (const [kind, share] of shares) {
    left -= share
    if (left < 0) return kind
  }
  return shares[0]?.[0] ?? 'error'
}

/** By the transform of Box and Muller. */
function drawBytes(random: SeededRandom, { medianKb, sigma, minKb, maxKb }: LoadShape): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
  return Math.round(1000 * Math.min(maxKb, Math.max(minKb, medianKb * Math.exp(sigma * normal))))
}

function template(about: Parameters<typeof makeItem>[0], gzip: boolean): Template {
  const { kind } = about
  const { type, header, json } = makeItem(about)
  const isOfParts = firstFields(kind, '', new Date(0)) !== null
  const tail = Buffer.from(isOfParts ? `,${json.slice(1)}\n` : `${json}\n`)
  const isSmall = HEAD_BYTES + tail.length < COMPRESSED_FROM
  return {
    kind,
    itemHeader: JSON.stringify({ type, ...header }),
    tail,
    deflated: isSmall || !gzip ? null : zlib.deflateRawSync(tail, { level: GZIP_LEVEL }),
  }
}

function headOf({ kind, itemHeader }: Pick<Template, 'kind' | 'itemHeader'>): string {
  const id = randomBytes(16).toString('hex')
  const now = new Date()
  const header = `{"event_id":"${id}","sent_at":"${now.toISOString()}","sdk":{"name":"sentry.javascript.node","version":"11.12.0"}}\n${itemHeader}\n`
  const fields = firstFields(kind, id, now)
  return fields === null ? header : `${header}{${fields}`
}

const HEAD_BYTES = headOf({ kind: 'error', itemHeader: '{"type":"event"}' }).length

/** One gzip member (RFC 1952): header, a stored block that is not the last (RFC 1951 3.2.4), the compressed rest, trailer. */
function gzipWithHead(text: string, tail: Buffer, deflated: Buffer): Buffer {
  const start = Buffer.from(text)
  const before = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0])
  before.writeUInt16LE(start.length, 11)
  before.writeUInt16LE(~start.length & 0xffff, 13)
  const after = Buffer.alloc(8)
  after.writeUInt32LE(zlib.crc32(tail, zlib.crc32(start)), 0)
  after.writeUInt32LE((start.length + tail.length) >>> 0, 4)
  return Buffer.concat([before, start, deflated, after])
}
