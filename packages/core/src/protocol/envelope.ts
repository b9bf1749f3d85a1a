import type { Limits } from '../config.js'
import { AppError } from '../errors.js'
import { parseJson } from './json.js'

/** The first line of an envelope (https://develop.sentry.dev/sdk/data-model/envelopes/#headers). Odd fields are left out. */
export interface EnvelopeHeader {
  readonly event_id?: string
  readonly dsn?: string
  /** As the client wrote it. */
  readonly sent_at?: string
  readonly sdk?: { readonly name?: string; readonly version?: string }
  readonly trace?: Readonly<Record<string, unknown>>
}

interface EnvelopeItem {
  readonly type: string
  readonly header: Readonly<Record<string, unknown>>
  /** A view into the body, not a copy. */
  readonly payload: Uint8Array
}

export interface Envelope {
  readonly header: EnvelopeHeader
  readonly items: readonly EnvelopeItem[]
  /** What had to be guessed or skipped, as sentences. */
  readonly problems: readonly string[]
}

/**
 * Takes an envelope apart. Whatever is wrong with one item costs that item alone: a broken item header is skipped to the
 * next line, and a `length` that does not end at a line end is given up for the line itself.
 * Throws `invalid_body` when the first line is no JSON object, or longer than `maxHeaderLineBytes`.
 */
export function parseEnvelope(body: Uint8Array, limits: Pick<Limits, 'maxItems' | 'maxHeaderLineBytes'>): Envelope {
  const reader = new LineReader(body)
  if (body.length === 0) throw new AppError('invalid_body', 'wanted an envelope, found an empty body')
  const header = headerOf(reader.line(), limits.maxHeaderLineBytes)
  if (header === null) throw new AppError('invalid_body', 'wanted a JSON object as the first line of the envelope')
  const items: EnvelopeItem[] = []
  const problems: string[] = []
  while (!reader.done()) {
    const line = reader.line()
    if (line.length === 0) continue
    if (items.length >= limits.maxItems) {
      problems.push(`more than ${limits.maxItems} items`)
      break
    }
    const itemHeader = line.length > limits.maxHeaderLineBytes ? null : itemHeaderOf(line)
    if (itemHeader === null) {
      if (problems.length < MAX_PROBLEMS) problems.push(`item header ${items.length} is unreadable and was skipped`)
      continue
    }
    const payload = reader.payload(itemHeader.length, JSON_TYPES.has(itemHeader.type))
    if (payload.problem !== null && problems.length < MAX_PROBLEMS) problems.push(payload.problem)
    items.push({ type: itemHeader.type, header: itemHeader, payload: payload.bytes })
  }
  return { header, items, problems }
}

/**
 * The header of an envelope of which only the first bytes are here. `incomplete`: its line end has not come yet;
 * a body that ends without one is a header without items, and is told apart by `parseEnvelope`.
 */
export function peekEnvelopeHeader(prefix: Uint8Array): EnvelopeHeader | 'incomplete' | 'invalid' {
  const end = prefix.indexOf(NEWLINE)
  if (end === -1) return 'incomplete'
  return headerOf(prefix.subarray(0, end), prefix.length) ?? 'invalid'
}

const NEWLINE = 0x0a
const RETURN = 0x0d
const MAX_PROBLEMS = 20

function headerOf(line: Uint8Array, maxBytes: number): EnvelopeHeader | null {
  const raw = line.length > maxBytes ? null : jsonObject(line)
  if (raw === null) return null
  const sdk = isObject(raw.sdk) ? raw.sdk : null
  return {
    ...(typeof raw.event_id === 'string' && { event_id: raw.event_id }),
    ...(typeof raw.dsn === 'string' && { dsn: raw.dsn }),
    ...(typeof raw.sent_at === 'string' && { sent_at: raw.sent_at }),
    ...(sdk && {
      sdk: {
        ...(typeof sdk.name === 'string' && { name: sdk.name }),
        ...(typeof sdk.version === 'string' && { version: sdk.version }),
      },
    }),
    ...(isObject(raw.trace) && { trace: raw.trace }),
  }
}

/** Kinds of which every payload is one JSON object. */
const JSON_TYPES: ReadonlySet<string> = new Set([
  'check_in',
  'client_report',
  'event',
  'feedback',
  'session',
  'sessions',
  'transaction',
  'user_report',
])

/** Payloads may have a `type` as well; what else they have tells them from the next header where theirs is broken. */
function itemHeaderOf(line: Uint8Array): (Record<string, unknown> & { readonly type: string }) | null {
  const header = jsonObject(line)
  if (header === null || typeof header.type !== 'string') return null
  return PAYLOAD_KEYS.some((key) => key in header) ? null : { ...header, type: header.type }
}

const PAYLOAD_KEYS = ['event_id', 'timestamp', 'contexts', 'exception', 'sdk']

function jsonObject(line: Uint8Array): Record<string, unknown> | null {
  try {
    const value = parseJson(line)
    return isObject(value) ? value : null
  } catch {
    // Not JSON: the caller says what that means where it stands.
    return null
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A place in the body, moving forward only. */
class LineReader {
  readonly #body: Uint8Array
  #at = 0
  #doubted = 0

  constructor(body: Uint8Array) {
    this.#body = body
  }

  done(): boolean {
    return this.#at >= this.#body.length
  }

  /** Up to the next line end, which is taken but not part of it. */
  line(): Uint8Array {
    const found = this.#body.indexOf(NEWLINE, this.#at)
    const end = found === -1 ? this.#body.length : found
    const line = this.#body.subarray(this.#at, this.#body[end - 1] === RETURN && end > this.#at ? end - 1 : end)
    this.#at = end + 1
    return line
  }

  /** "If length is omitted, the payload implicitly goes to the next newline." */
  payload(length: unknown, isJson: boolean): { bytes: Uint8Array; problem: string | null } {
    if (length === undefined || length === null) return { bytes: this.line(), problem: null }
    if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0)
      return { bytes: this.line(), problem: 'item length is no whole number; its line was taken' }
    const end = this.#at + length
    if (!this.#endsLine(end)) {
      const start = this.#at
      let bytes = this.line()
      if (bytes.length <= MAX_DOUBTED_LINE && itemHeaderOf(bytes) !== null) {
        this.#at = start
        bytes = bytes.subarray(0, 0)
      }
      return { bytes, problem: `item length ${length} does not end a line; ${bytes.length} bytes were taken` }
    }
    const bytes = this.#body.subarray(this.#at, end)
    if (isJson && this.#holdsAnotherItem(bytes))
      return { bytes: this.line(), problem: `item length ${length} reaches into the next item; its line was taken` }
    this.#at = this.#body[end] === RETURN ? end + 2 : end + 1
    return { bytes, problem: null }
  }

  #endsLine(end: number): boolean {
    const next = this.#body[end]
    return end === this.#body.length || next === NEWLINE || (next === RETURN && this.#body[end + 1] === NEWLINE)
  }

  /**
   * A length that is wrong and ends a line all the same would swallow what stands there. So one that runs over the header
   * of an item is believed only where the whole is JSON, which may be written over several lines.
   */
  #holdsAnotherItem(bytes: Uint8Array): boolean {
    if (!bytes.includes(NEWLINE)) return false
    this.#doubted += bytes.length
    if (this.#doubted > MAX_DOUBTED * this.#body.length) return false
    const lines = new LineReader(bytes)
    lines.line()
    while (!lines.done()) if (itemHeaderOf(lines.line()) !== null) return jsonObject(bytes) === null
    return false
  }
}

/** Longer than the header of any item, where the line behind a wrong length may be one: then there is no payload. */
const MAX_DOUBTED_LINE = 2048
/** How often a body may be read again in doubt: lengths that overlap must not make one look a thousand times as long. */
const MAX_DOUBTED = 4
