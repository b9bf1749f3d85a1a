import { randomBytes } from 'node:crypto'
import zlib from 'node:zlib'
import { makeItem } from './items.mjs'
import { seededRandom } from './random.mjs'

/** SDKs of Node compress what is larger, at zlib's usual level. */
const COMPRESSED_FROM = 4096
const GZIP_LEVEL = 6

/**
 * Envelopes of one item each, as `scenarios.mjs` describes them: the same kinds, sizes and bytes in every run.
 * `next(i)` makes the i-th request with an event id of its own. Compressing each body afresh would cost more than the
 * server spends on it, so the constant part is compressed once; a small stored block with the ids goes before it, in the
 * same gzip member.
 */
export function envelopeSource(scenario) {
  const random = seededRandom(42)
  const templates = Array.from({ length: scenario.templates }, (_, number) => {
    const kind = drawKind(random, scenario.kinds)
    return template({ kind, issue: number % scenario.issues, variant: number, bytes: drawBytes(random, scenario) })
  })
  const raw = (i) =>
    Buffer.concat([Buffer.from(headOf(templates[i % templates.length])), templates[i % templates.length].tail])
  return {
    next: (i) => {
      const one = templates[i % templates.length]
      if (one.deflated === null) return { encoding: null, body: raw(i) }
      return { encoding: 'gzip', body: gzipWithHead(headOf(one), one) }
    },
    /** One body uncompressed, for benches of single stages. */
    raw,
    rawBytes: (i) => HEAD_BYTES + templates[i % templates.length].tail.length,
    isError: (i) => templates[i % templates.length].kind === 'error',
  }
}

function drawKind(random, kinds) {
  let left = random.next()
  for (const [kind, share] of Object.entries(kinds)) {
    left -= share
    if (left < 0) return kind
  }
  return Object.keys(kinds)[0]
}

/** Log-normal, by the transform of Box and Muller. */
function drawBytes(random, { medianKb, sigma, minKb, maxKb }) {
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
  return Math.round(1000 * Math.min(maxKb, Math.max(minKb, medianKb * Math.exp(sigma * normal))))
}

function template({ kind, issue, variant, bytes }) {
  const { type, header, json } = makeItem({ kind, issue, variant, bytes: bytes - HEAD_BYTES })
  const itemHeader = JSON.stringify({ type, ...header })
  const tail = Buffer.from(kind === 'error' ? `,${json.slice(1)}\n` : `${json}\n`)
  const isSmall = HEAD_BYTES + tail.length < COMPRESSED_FROM
  return { kind, itemHeader, tail, deflated: isSmall ? null : zlib.deflateRawSync(tail, { level: GZIP_LEVEL }) }
}

function headOf({ kind, itemHeader }) {
  const id = randomBytes(16).toString('hex')
  const now = new Date()
  const header = `{"event_id":"${id}","sent_at":"${now.toISOString()}","sdk":{"name":"sentry.javascript.node","version":"11.12.0"}}\n${itemHeader}\n`
  return kind === 'error' ? `${header}{"event_id":"${id}","timestamp":${(now.getTime() / 1000).toFixed(3)}` : header
}

const HEAD_BYTES = headOf({ kind: 'error', itemHeader: '{"type":"event"}' }).length

/** One gzip member (RFC 1952): header, a stored block that is not the last (RFC 1951 3.2.4), the compressed rest, trailer. */
function gzipWithHead(text, { tail, deflated }) {
  const start = Buffer.from(text)
  const before = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0])
  before.writeUInt16LE(start.length, 11)
  before.writeUInt16LE(~start.length & 0xffff, 13)
  const after = Buffer.alloc(8)
  after.writeUInt32LE(zlib.crc32(tail, zlib.crc32(start)), 0)
  after.writeUInt32LE((start.length + tail.length) >>> 0, 4)
  return Buffer.concat([before, start, deflated, after])
}
