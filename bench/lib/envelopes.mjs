import { randomBytes } from 'node:crypto'
import zlib from 'node:zlib'
import { makeEvent } from './events.mjs'

/** How many different occurrences of each issue there are; they are sent in turn. */
const VARIANTS = 8

/**
 * Envelopes of `bytes` raw bytes in `issues` distinct issues, gzipped as the SDKs do.
 * `next(i)` makes the body of the i-th request with an event id of its own. Compressing each body afresh would cost
 * more than the server spends on it, so the constant part is compressed once; a small stored block with the ids
 * goes before it, in the same gzip member.
 */
export function envelopeSource({ bytes, issues }) {
  const templates = []
  for (let variant = 0; variant < VARIANTS; variant += 1)
    for (let issue = 0; issue < issues; issue += 1) templates.push(template({ issue, variant, bytes }))
  const sizes = templates.map((one) => one.tail.length + HEAD_BYTES)
  return {
    rawBytes: Math.round(mean(sizes)),
    gzipBytes: Math.round(mean(templates.map((one) => one.deflated.length + HEAD_BYTES + 23))),
    next: (i) => gzipWithHead(head(), templates[i % templates.length]),
    /** One body uncompressed, for benches of single stages. */
    raw: (i) => Buffer.concat([Buffer.from(head()), templates[i % templates.length].tail]),
  }
}

function template({ issue, variant, bytes }) {
  const tail = Buffer.from(`,${JSON.stringify(makeEvent({ issue, variant, bytes: bytes - HEAD_BYTES })).slice(1)}`)
  return { tail, deflated: zlib.deflateRawSync(tail) }
}

const HEAD_BYTES = head().length

function head() {
  const id = randomBytes(16).toString('hex')
  const now = new Date()
  return (
    `{"event_id":"${id}","sent_at":"${now.toISOString()}","sdk":{"name":"sentry.javascript.node","version":"11.12.0"}}\n` +
    `{"type":"event"}\n{"event_id":"${id}","timestamp":${(now.getTime() / 1000).toFixed(3)}`
  )
}

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

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
