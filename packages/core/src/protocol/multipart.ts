import { AppError } from '../errors.js'

/** A part of `multipart/form-data` (RFC 7578). */
export interface FormPart {
  readonly name: string
  /** Null for a plain field. Never a path: what stands before the last slash of either kind is cut off. */
  readonly filename: string | null
  readonly contentType: string | null
  /** A view into the body, not a copy. */
  readonly bytes: Uint8Array
}

/**
 * Takes a form apart that is already in memory, bounded like every body. Parts without a name are left out, and a last part
 * without its closing line goes to the end, as crash reporters that die on the way leave it.
 * Without a boundary in `contentType` (hosts and proxies rewrite it) that of the first line counts.
 * Throws `invalid_body` for what is no form, and `too_large` past `maxParts`.
 */
export function parseMultipart(
  body: Uint8Array,
  contentType: string | null,
  limits: { readonly maxParts: number },
): readonly FormPart[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const boundary = boundaryIn(contentType) ?? boundaryOfFirstLine(bytes)
  if (boundary === null) throw new AppError('invalid_body', 'wanted multipart/form-data with a boundary, found none')
  const delimiter = Buffer.from(`--${boundary}`, 'latin1')
  const parts: FormPart[] = []
  let seen = 0
  for (let at = nextDelimiter(bytes, delimiter, 0); at !== -1; ) {
    const start = endOfLine(bytes, at + delimiter.length)
    if (start === null) break
    at = nextDelimiter(bytes, delimiter, start)
    if (++seen > limits.maxParts) throw new AppError('too_large', `wanted at most ${limits.maxParts} parts in the form`)
    const part = partOf(bytes.subarray(start, at === -1 ? bytes.length : beforeLineEnd(bytes, at, start)))
    if (part !== null) parts.push(part)
  }
  if (seen === 0) throw new AppError('invalid_body', 'wanted multipart/form-data, found nothing between its boundaries')
  return parts
}

const NEWLINE = 0x0a
const RETURN = 0x0d
const DASH = 0x2d
/** RFC 2046 allows 70; some clients are generous. */
const MAX_BOUNDARY = 256
const MAX_PART_HEADER = 8 * 1024
const MAX_NAME = 512

function boundaryIn(contentType: string | null): string | null {
  if (contentType === null || !/^multipart\/form-data\b/i.test(contentType.trim())) return null
  const boundary = parameter(contentType, 'boundary')
  return boundary === null || boundary === '' || boundary.length > MAX_BOUNDARY ? null : boundary
}

function boundaryOfFirstLine(bytes: Buffer): string | null {
  if (bytes[0] !== DASH || bytes[1] !== DASH) return null
  const end = bytes.subarray(0, MAX_BOUNDARY + 4).indexOf(NEWLINE)
  const boundary = end === -1 ? '' : bytes.subarray(2, end).toString('latin1').trimEnd()
  return boundary === '' ? null : boundary
}

/** Delimiters stand at the beginning of a line; a dump may hold the same bytes elsewhere. */
function nextDelimiter(bytes: Buffer, delimiter: Buffer, from: number): number {
  for (let at = bytes.indexOf(delimiter, from); at !== -1; at = bytes.indexOf(delimiter, at + 1))
    if (at === 0 || bytes[at - 1] === NEWLINE) return at
  return -1
}

/** Where the line after a delimiter begins; null behind the last one (`--boundary--`), or where the body ends. */
function endOfLine(bytes: Buffer, at: number): number | null {
  if (bytes[at] === DASH && bytes[at + 1] === DASH) return null
  const end = bytes.indexOf(NEWLINE, at)
  return end === -1 ? null : end + 1
}

/** The line end before a delimiter belongs to the delimiter. */
function beforeLineEnd(bytes: Buffer, delimiterAt: number, start: number): number {
  const newline = delimiterAt - 1
  const end = bytes[newline - 1] === RETURN ? newline - 1 : newline
  return Math.max(start, end)
}

function partOf(bytes: Buffer): FormPart | null {
  let at = 0
  let disposition: string | null = null
  let contentType: string | null = null
  for (;;) {
    const end = bytes.indexOf(NEWLINE, at)
    if (end === -1 || end > MAX_PART_HEADER) return null
    const line = bytes.subarray(at, end).toString('utf8').trimEnd()
    at = end + 1
    if (line === '') break
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase()
    if (name === 'content-disposition') disposition = line.slice(colon + 1)
    if (name === 'content-type') contentType = line.slice(colon + 1).trim()
  }
  const name = disposition === null ? null : parameter(disposition, 'name')
  if (disposition === null || name === null || name === '') return null
  const filename = parameter(disposition, 'filename')
  return {
    name: name.slice(0, MAX_NAME),
    filename: filename === null ? null : (filename.split(/[/\\]/).at(-1) ?? '').slice(0, MAX_NAME),
    contentType,
    bytes: bytes.subarray(at),
  }
}

/** A parameter of a header, quoted or not. Backslashes stay as they are: browsers and Windows write paths with them. */
function parameter(header: string, wanted: string): string | null {
  for (let at = header.indexOf(';'); at !== -1; ) {
    const equals = header.indexOf('=', at)
    if (equals === -1) return null
    const isQuoted = header[equals + 1] === '"'
    const start = isQuoted ? equals + 2 : equals + 1
    const found = header.indexOf(isQuoted ? '"' : ';', start)
    const end = found === -1 ? header.length : found
    const name = header
      .slice(at + 1, equals)
      .trim()
      .toLowerCase()
    if (name === wanted) return isQuoted ? header.slice(start, end) : header.slice(start, end).trim()
    at = header.indexOf(';', end)
  }
  return null
}
