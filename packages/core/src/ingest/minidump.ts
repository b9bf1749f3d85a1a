import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Limits } from '../config.js'
import { readHeader } from '../http/headers.js'
import type { HttpRequest } from '../http/types.js'
import type { IngestRecord } from '../ports/runtime.js'
import { decodeBody } from '../protocol/encoding.js'
import { minidumpReport } from '../protocol/minidump.js'

/** What of a record differs between requests; all else is told by where they come from. */
export type KeptBody = Pick<IngestRecord, 'kind' | 'eventId' | 'contentEncoding' | 'body'>

/**
 * The body of a crash reporter as the envelope that waits in its place. Dumps are mostly zeros: compressed they wait and
 * travel at a fifth of their size. Throws like `minidumpReport` and `decodeBody`.
 */
export async function minidumpAsEnvelope(request: HttpRequest, body: Uint8Array, limits: Limits): Promise<KeptBody> {
  const encoding = isInflated(body) ? null : readHeader(request, 'content-encoding')?.slice(0, 64) || null
  const { eventId, envelope } = minidumpReport(decodeBody(body, encoding, limits.maxDecodedBytes), {
    contentType: readHeader(request, 'content-type'),
    maxParts: limits.maxItems,
    maxDecodedBytes: limits.maxDecodedBytes,
    maxEventBytes: limits.maxEventBytes,
  })
  return { kind: 'envelope', eventId, contentEncoding: 'gzip', body: await compress(envelope, { level: 1 }) }
}

const compress = promisify(gzip)

/** Parsers of hosts inflate a body and leave the header. No compressed body begins as a form or a dump does. */
function isInflated(body: Uint8Array): boolean {
  const start = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, 16)).toString('latin1')
  return /^(?:--[\x20-\x7e\r\n]{10}|MDMP|PMDM)/.test(start)
}
