import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import { AppError } from '../errors.js'
import { zstdDecompress } from './zstd/decompress.js'
import { inflateZstdPrefix } from './zstd/frames.js'

/**
 * The body of an ingest request with its `content-encoding` undone: none, gzip, deflate (zlib or raw), br or zstd.
 * Never holds more than `maxBytes` of output, however small the input. Hosts whose parser inflates a body but leaves the
 * header in place, and clients that compress without saying so, are understood as well.
 * Throws `too_large`, or `invalid_body` for damaged data and for encodings that are unknown or stacked.
 */
export function decodeBody(body: Uint8Array, encoding: string | null, maxBytes: number): Uint8Array {
  const name = encodingOf(body, encoding)
  if (name === 'identity') return withinLimit(body, maxBytes)
  try {
    return DECODERS[name](body, { maxOutputLength: maxBytes, chunkSize: chunkSizeFor(body) })
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE')
      throw new AppError('too_large', `wanted at most ${maxBytes} bytes after decoding, found more in a ${name} body`)
    // br and raw deflate have no mark to know them by: only trying tells that a host has inflated the body already.
    if (body[0] === BRACE) return withinLimit(body, maxBytes)
    throw new AppError('invalid_body', `wanted a body in the encoding ${name} that it names, found damaged data`, {
      cause: error,
    })
  }
}

/**
 * About the first `wantBytes` of a body of which only the first bytes are here, decoded; fewer where `isEnough` says so.
 * For a look at an envelope's header: answers fewer bytes where the data are cut or damaged, none where the encoding is
 * unknown; never throws.
 */
export function decodePrefix(
  prefix: Uint8Array,
  encoding: string | null,
  wantBytes: number,
  isEnough: (decoded: Uint8Array) => boolean = () => false,
): Uint8Array {
  let decoded: Uint8Array = EMPTY
  try {
    const name = encodingOf(prefix, encoding)
    if (name === 'identity') return prefix.subarray(0, wantBytes)
    if (name === 'zstd') return inflateZstdPrefix(prefix, wantBytes).subarray(0, wantBytes)
    const finishFlush = name === 'br' ? constants.BROTLI_OPERATION_FLUSH : constants.Z_SYNC_FLUSH
    // Input is fed in growing pieces: deflate makes at most 1,032 bytes of one, so a bomb is met in its first piece.
    for (let size = 512; ; size *= 8) {
      decoded = DECODERS[name](prefix.subarray(0, size), { maxOutputLength: MAX_PREFIX_OUTPUT, finishFlush })
      if (size >= prefix.length || decoded.length >= wantBytes || isEnough(decoded)) break
    }
  } catch {
    // Unknown, damaged or a bomb: what came out so far is all there is, and `decodeBody` names the fault later.
  }
  if (decoded.length === 0 && prefix[0] === BRACE) return prefix.subarray(0, wantBytes)
  return decoded.subarray(0, wantBytes)
}

/**
 * The JSON text inside a `store` body. Old clients (raven) send base64 of zlib of it.
 * Throws `too_large` like `decodeBody`; anything that is not such a wrapping comes back as it is.
 */
export function unwrapStoreBody(body: Uint8Array, maxBytes: number): Uint8Array {
  if (!looksLikeBase64(body)) return body
  const inner = Buffer.from(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'), 'base64')
  if (inner[0] === BRACE) return withinLimit(inner, maxBytes)
  return isZlib(inner) ? decodeBody(inner, 'deflate', maxBytes) : body
}

/**
 * Throws `too_large` where a body says itself that more than `maxBytes` come out of it: gzip in its last four bytes, modulo
 * 4 GiB. Nothing is inflated for that. What lies about its size is found by `decodeBody`, and so is a body that was cut:
 * its last bytes are any number, mostly more than gzip can make of it.
 */
export function checkClaimedSize(body: Uint8Array, encoding: string | null, maxBytes: number): void {
  if (body.length < MIN_GZIP || encodingOf(body, encoding) !== 'gzip') return
  const claimed = new DataView(body.buffer, body.byteOffset, body.length).getUint32(body.length - 4, true)
  if (claimed > maxBytes && claimed <= body.length * MAX_RATIO)
    throw new AppError('too_large', `wanted at most ${maxBytes} bytes after decoding, found gzip of ${claimed}`)
}

/** Throws the `invalid_body` that `decodeBody` would throw for an encoding that is unknown, or several at once. */
export function checkEncoding(body: Uint8Array, encoding: string | null): void {
  encodingOf(body, encoding)
}

type Encoding = 'gzip' | 'deflate' | 'br' | 'zstd'
type Decode = (
  body: Uint8Array,
  options: { maxOutputLength: number; finishFlush?: number; chunkSize?: number },
) => Uint8Array

const DECODERS: Readonly<Record<Encoding, Decode>> = {
  gzip: gunzipSync,
  deflate: (body, options) => (isZlib(body) ? inflateSync(body, options) : inflateRawSync(body, options)),
  br: brotliDecompressSync,
  zstd: zstdDecompress,
}

const EMPTY = new Uint8Array(0)
/** Its header and its trailer. */
const MIN_GZIP = 18
/** Of deflate: two bits make 258 bytes at best. */
const MAX_RATIO = 1032
const BRACE = 0x7b
const MAX_PREFIX_OUTPUT = 4 * 1024 * 1024

function encodingOf(body: Uint8Array, header: string | null): Encoding | 'identity' {
  const names = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'identity')
  if (names.length > 1)
    throw new AppError('invalid_body', `wanted one content-encoding, found several: ${header?.slice(0, 100)}`)
  const isGzip = body[0] === 0x1f && body[1] === 0x8b
  const isZstd = body[0] === 0x28 && body[1] === 0xb5 && body[2] === 0x2f && body[3] === 0xfd
  const name = names[0]
  if (name === undefined && isZstd) return 'zstd'
  if (name === undefined) return isGzip ? 'gzip' : 'identity'
  if (name === 'gzip' || name === 'x-gzip') return !isGzip && body[0] === BRACE ? 'identity' : 'gzip'
  if (name === 'zstd') return !isZstd && body[0] === BRACE ? 'identity' : 'zstd'
  if (name === 'deflate' || name === 'br') return name
  throw new AppError(
    'invalid_body',
    `wanted the content-encoding gzip, deflate, br, zstd or none, found ${JSON.stringify(name.slice(0, 50))}`,
  )
}

/** Events shrink to a fifth, so that most come out in one piece: a quarter faster than in pieces of 16 KiB. */
function chunkSizeFor(body: Uint8Array): number {
  return Math.min(Math.max(body.length * 6, 1024), 64 * 1024)
}

function withinLimit(body: Uint8Array, maxBytes: number): Uint8Array {
  if (body.length <= maxBytes) return body
  throw new AppError('too_large', `wanted at most ${maxBytes} bytes, found ${body.length}`)
}

/** RFC 1950: the method is 8 and both header bytes together are a multiple of 31. */
function isZlib(body: Uint8Array): boolean {
  const [first = 0, second = 0] = body
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0
}

function looksLikeBase64(body: Uint8Array): boolean {
  if (body.length < 8) return false
  for (const byte of body.subarray(0, 64)) if (!BASE64_BYTES.has(byte)) return false
  return true
}

const BASE64_BYTES = new Set(Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=\r\n'))
