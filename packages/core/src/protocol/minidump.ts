import { AppError } from '../errors.js'
import { type CrashDocument, crashDocument } from './crash-document.js'
import { decodeBody } from './encoding.js'
import { newEventId, parseEventId } from './ids.js'
import { parseJson } from './json.js'
import { readMsgpack } from './msgpack.js'
import { type FormPart, parseMultipart } from './multipart.js'
import { isRecord } from './normalize/salvage.js'

/** A crash report as an envelope, and the id that its client is told. */
export interface MinidumpReport {
  readonly eventId: string
  readonly envelope: Buffer
}

/**
 * What Crashpad, Breakpad and Electron post to `/api/{id}/minidump/`, as an envelope of one fatal event with the dump and
 * all other files as attachments (https://docs.sentry.io/platforms/native/guides/minidumps/).
 * The event may come with it: JSON in `sentry`, the same in the pieces `sentry__1` … of Crashpad's short annotations, or
 * field by field as `sentry[release]`, or in the files that sentry-native leaves to Crashpad. All other fields become `extra`. A body that is no form is the dump itself.
 * Throws `invalid_body` where there is no minidump, `too_large` where it is one only past `maxDecodedBytes`.
 */
export function minidumpReport(
  body: Uint8Array,
  about: {
    readonly contentType: string | null
    readonly maxParts: number
    readonly maxDecodedBytes: number
    /** Descriptions of the crash that are larger are left out. */
    readonly maxEventBytes: number
  },
): MinidumpReport {
  const isBare = isMinidump(body) || isGzip(body)
  const parts = isBare ? [bareDump(body)] : parseMultipart(body, about.contentType, about)
  const files = parts.filter((part) => part.filename !== null || part.name === DUMP_FIELD)
  const dump = files.find(({ name }) => name === DUMP_FIELD) ?? files.find(({ bytes }) => isMinidump(bytes))
  if (dump === undefined) throw new AppError('invalid_body', `Missing minidump: wanted a file ${DUMP_FIELD}.`)
  const bytes = isGzip(dump.bytes) ? decodeBody(dump.bytes, 'gzip', about.maxDecodedBytes) : dump.bytes
  if (!isMinidump(bytes)) throw new AppError('invalid_body', 'Invalid minidump: it does not begin with MDMP.')
  const said = files.filter(({ name, filename }) => SCOPE_FILES.has(filename ?? name))
  const event = scopeIn(said)
  merge(event, eventIn(parts.filter((part) => !files.includes(part) && part.bytes.length <= about.maxEventBytes)))
  const eventId = parseEventId(event.event_id) ?? newEventId()
  const items = [
    item({ type: 'event' }, crashEvent({ eventId, event, read: crashDocument(bytes), maxBytes: about.maxEventBytes })),
    attachment({ ...dump, bytes, filename: dump.filename || 'minidump.dmp' }, 'event.minidump'),
    ...files
      .filter((file) => file !== dump && !said.includes(file))
      .map((file) => attachment(file, 'event.attachment')),
  ]
  const envelope = Buffer.concat([Buffer.from(`${JSON.stringify({ event_id: eventId })}\n`), ...items.flat()])
  if (envelope.length > about.maxDecodedBytes)
    throw new AppError('too_large', `wanted a crash report of at most ${about.maxDecodedBytes} bytes, found more`)
  return { eventId, envelope }
}

const DUMP_FIELD = 'upload_file_minidump'

/** MessagePack of sentry-native: its event without the crash, and breadcrumbs in two files of which one is being written. */
const SCOPE_FILES: ReadonlySet<string> = new Set(['__sentry-event', '__sentry-breadcrumb1', '__sentry-breadcrumb2'])

function scopeIn(files: readonly FormPart[]): Fields {
  const scope: Fields = fieldMap()
  const crumbs: Fields[] = []
  for (const { name, filename, bytes } of files) {
    const values = readMsgpack(bytes.subarray(0, MAX_SCOPE_BYTES)).filter(isRecord) as Fields[]
    if ((filename ?? name) === '__sentry-event') merge(scope, values[0] ?? {})
    else crumbs.push(...values.slice(-MAX_CRUMBS))
  }
  const timeOf = ({ timestamp }: Fields) => (typeof timestamp === 'string' ? timestamp : '')
  crumbs.sort((left, right) => (timeOf(left) < timeOf(right) ? -1 : Number(timeOf(left) > timeOf(right))))
  if (crumbs.length > 0) scope.breadcrumbs = crumbs.slice(-MAX_CRUMBS)
  return scope
}

const MAX_CRUMBS = 100
/** Far more than sentry-native writes; a byte may become an object. */
const MAX_SCOPE_BYTES = 256 * 1024

/** What the client says of the crash wins over what its dump says. */
function crashEvent({ eventId, event, read, maxBytes }: CrashParts): Buffer {
  const always = { event_id: eventId, level: 'fatal' }
  const crash = { ...read, ...always }
  const contexts = { ...crash.contexts, ...(isRecord(event.contexts) ? event.contexts : {}) }
  try {
    const whole = Buffer.from(JSON.stringify({ ...crash, ...event, contexts, ...always }))
    if (whole.length <= maxBytes) return whole
  } catch {
    // Nested more deeply than JSON can be written.
  }
  // The dump is worth more than its description.
  return Buffer.from(JSON.stringify(crash))
}

interface CrashParts {
  readonly eventId: string
  readonly event: Fields
  readonly read: CrashDocument
  readonly maxBytes: number
}

/** `MDMP`, or `PMDM` where the machine that wrote it was big-endian. */
function isMinidump(bytes: Uint8Array): boolean {
  const magic = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4)).toString('latin1')
  return magic === 'MDMP' || magic === 'PMDM'
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

function bareDump(bytes: Uint8Array): FormPart {
  return { name: DUMP_FIELD, filename: 'minidump.dmp', contentType: null, bytes }
}

type Fields = Record<string, unknown>

function eventIn(fields: readonly FormPart[]): Fields {
  const event: Fields = fieldMap()
  const extra: Fields = fieldMap()
  const chunks: [index: number, text: string][] = []
  for (const { name, bytes } of fields) {
    const text = textOf(bytes)
    const chunk = /^sentry_{2,3}(\d{1,4})$/.exec(name)
    if (name === 'sentry') merge(event, jsonOf(text))
    else if (chunk !== null) chunks.push([Number(chunk[1]), text])
    else if (name.startsWith('sentry[')) assign(event, pathOf(name), text)
    else if (name !== '__proto__') extra[name] = text
  }
  if (chunks.length > 0) merge(event, jsonOf(inOrder(chunks)))
  const given = isRecord(event.extra) ? event.extra : {}
  return { ...event, extra: { ...extra, ...given } }
}

/** Chunks come in any order. */
function inOrder(chunks: readonly (readonly [index: number, text: string])[]): string {
  return [...chunks]
    .sort(([left], [right]) => left - right)
    .map(([, text]) => text)
    .join('')
}

/** Without a prototype: names of fields are up to the client. */
function fieldMap(): Fields {
  return Object.create(null) as Fields
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}

/** What cannot be read is left out: the dump is worth more than its description. */
function jsonOf(text: string): Fields {
  try {
    const value = parseJson(Buffer.from(text))
    return isRecord(value) ? (value as Fields) : {}
  } catch {
    return {}
  }
}

const MAX_DEPTH = 8

/** `sentry[user][id]` is `['user', 'id']`; null where brackets do not pair, or go too deep. */
function pathOf(name: string): readonly string[] | null {
  const path: string[] = []
  for (let at = 'sentry'.length; at < name.length; ) {
    const end = name.indexOf(']', at)
    if (name[at] !== '[' || end === -1 || path.length === MAX_DEPTH) return null
    path.push(name.slice(at + 1, end))
    at = end + 1
  }
  return path
}

function assign(event: Fields, path: readonly string[] | null, text: string): void {
  const last = path?.at(-1)
  if (path === null || last === undefined || path.includes('__proto__')) return
  let target = event
  for (const key of path.slice(0, -1)) {
    const present = target[key]
    const next = isRecord(present) ? (present as Fields) : fieldMap()
    target[key] = next
    target = next
  }
  target[last] = text
}

/** One level deep: two descriptions of one user or of tags complete each other. */
function merge(event: Fields, more: Fields): void {
  for (const [key, value] of Object.entries(more)) {
    if (key === '__proto__') continue
    const present = event[key]
    event[key] = isRecord(present) && isRecord(value) ? { ...present, ...value } : value
  }
}

function attachment(file: FormPart, kind: string): readonly Uint8Array[] {
  const contentType = kind === 'event.minidump' ? 'application/x-dmp' : file.contentType
  const header = { type: 'attachment', attachment_type: kind, filename: file.filename || file.name }
  return item({ ...header, ...(contentType !== null && { content_type: contentType.slice(0, 200) }) }, file.bytes)
}

function item(header: Fields, payload: Uint8Array): readonly Uint8Array[] {
  const line = JSON.stringify({ ...header, length: payload.length })
  return [Buffer.from(`${line}\n`), payload, Buffer.from('\n')]
}
