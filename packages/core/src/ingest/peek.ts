import type { Limits } from '../config.js'
import { AppError } from '../errors.js'
import { decodeBody, decodePrefix, unwrapStoreBody } from '../protocol/encoding.js'
import { type EnvelopeHeader, parseEnvelope, peekEnvelopeHeader } from '../protocol/envelope.js'
import { parseEventId } from '../protocol/ids.js'
import { parseJson } from '../protocol/json.js'
import { securityEvents } from '../protocol/security.js'

/** Enough for the header of every known SDK. */
const FIRST_LOOK_BYTES = 512
const MAX_LOOK_BYTES = 16 * 1024

/**
 * The header of an envelope from the first bytes of its body, of which no more is inflated than it takes.
 * `incomplete`: more of the body is needed. A header without a line end is complete where the body is.
 */
export function peekHeader(
  prefix: Uint8Array,
  about: { readonly encoding: string | null; readonly isWhole: boolean; readonly maxHeaderLineBytes: number },
): EnvelopeHeader | 'incomplete' | 'invalid' {
  for (const wanted of [FIRST_LOOK_BYTES, about.maxHeaderLineBytes + 1]) {
    const text = decodePrefix(prefix, about.encoding, wanted, hasLineEnd)
    const header = peekEnvelopeHeader(text)
    if (header !== 'incomplete') return header
    if (text.length < wanted) return about.isWhole ? peekEnvelopeHeader(Buffer.concat([text, LINE_END])) : 'incomplete'
  }
  return 'invalid'
}

function hasLineEnd(text: Uint8Array): boolean {
  return text.includes(LINE_END[0]!)
}

/** The types of the items at the beginning of an envelope. */
export function peekItems(body: Uint8Array, encoding: string | null, limits: Limits): readonly string[] {
  try {
    const { items } = parseEnvelope(decodePrefix(body, encoding, MAX_LOOK_BYTES), { ...limits, maxItems: 10 })
    return items.map(({ type }) => type.slice(0, 64))
  } catch {
    // The drain will say what is wrong with it.
    return []
  }
}

/**
 * The id inside the body of the `store` route, null where it has none. Reads the whole JSON: only few old clients use this
 * route, and they show their users when a body was unreadable. Throws `invalid_body` or `too_large`.
 */
export function idInStoreBody(body: Uint8Array, encoding: string | null, limits: Limits): string | null {
  const json = unwrapStoreBody(decodeBody(body, encoding, limits.maxEventBytes), limits.maxEventBytes)
  let value: unknown
  try {
    value = parseJson(json)
  } catch (cause) {
    throw new AppError('invalid_body', 'Wanted an event as JSON, found something else.', { cause })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AppError('invalid_body', 'Wanted an event as a JSON object, found another kind of value.')
  return parseEventId((value as { event_id?: unknown }).event_id)
}

/**
 * Reads security reports, only to say at once what is wrong: they are small and few, and who writes a policy looks at the
 * answer in the browser. Throws `invalid_body` or `too_large`.
 */
export function checkSecurityBody(body: Uint8Array, encoding: string | null, limits: Limits): void {
  securityEvents(decodeBody(body, encoding, limits.maxEventBytes), {
    environment: null,
    release: null,
    userAgent: null,
    maxReports: limits.maxItems,
  })
}

const LINE_END = Buffer.from('\n')
