import { isIPv6 } from 'node:net'

/**
 * Text with what varies from event to event replaced by names: `user 42 at 10.0.0.1` → `user <number> at <ip>`.
 * What differs only behind the first 2,048 characters is the same. Every pattern is bounded and is only tried where a word
 * begins, so the time is linear in the length.
 */
export function parameterize(text: string): string {
  const input = text.slice(0, MAX_LENGTH)
  let out = ''
  let copied = 0
  let at = 0
  while (at < input.length) {
    const found = matchAt(input, at, copied)
    if (found === null) {
      at++
      continue
    }
    out += `${input.slice(copied, at)}<${found.name}>`
    at = copied = at + found.length
  }
  return out + input.slice(copied)
}

const MAX_LENGTH = 2048

interface Pattern {
  readonly name: string
  /** Sticky, without nested repetition. */
  readonly match: RegExp
  readonly accepts?: (text: string) => boolean
}

const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}'
const WEEKDAY = '(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}'
const CLOCK = '\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?'
const ZONE = '(?: ?(?:Z|GMT|UTC|[+-]\\d{2}:?\\d{2})(?:[+-]\\d{4})?)?'

const UUID: Pattern = { name: 'uuid', match: /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?!\w)/iy }
const URL_LIKE: Pattern = { name: 'url', match: /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>()[\]{}]{1,2000}/iy }
const EMAIL: Pattern = { name: 'email', match: /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/y }
const DATE: Pattern = { name: 'date', match: new RegExp(`\\d{4}-\\d{2}-\\d{2}(?:[T ]${CLOCK}${ZONE})?(?!\\w)`, 'iy') }
/** RFC 822 and 1123, `Date.toString()`, `asctime`. */
const SPOKEN_DATE: Pattern = {
  name: 'date',
  match: new RegExp(
    `${WEEKDAY},? (?:\\d{1,2}[ -]${MONTH}|${MONTH} {1,2}\\d{1,2})(?:,?[ -]\\d{2,4}(?!:))?(?: ${CLOCK})?${ZONE}(?: \\d{4})?(?!\\w)`,
    'iy',
  ),
}
const IPV4: Pattern = { name: 'ip', match: /(?:\d{1,3}\.){3}\d{1,3}(?![\w.])/y }
const IPV6: Pattern = {
  name: 'ip',
  match: /[0-9a-f]{0,4}:[0-9a-f:]{1,38}(?:\d{0,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})?(?![\w:])/iy,
  // `a::b` is a path in Rust and C++ before it is an address.
  accepts: (text) => /\d/.test(text) && isIPv6(text),
}
const TIME: Pattern = { name: 'date', match: /\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?!\w)/y }
const ADDRESS: Pattern = { name: 'hex', match: /0x[0-9a-f]{1,128}(?!\w)/iy }
const HEX: Pattern = {
  name: 'hex',
  match: /(?:[0-9a-f]{8,128}|[0-9A-F]{8,128})(?!\w)/y,
  accepts: (text) => /\d/.test(text) && /[a-f]/i.test(text),
}
const NUMBER: Pattern = {
  name: 'number',
  match: /[-+]?\d{1,30}(?:[.,]\d{1,30}){0,10}(?:e[-+]?\d{1,4})?(?:ns|us|µs|ms|s|m|h|d|kb|mb|gb|b|%)?(?!\w)/iy,
}
const LONG_NUMBER: Pattern = { name: 'number', match: /\d{5,30}(?![a-z0-9])/iy }
const QUOTED: Pattern = { name: 'quoted', match: /(?<==)(?:"[^"\n]{0,500}"|'[^'\n]{0,500}')/y }

/** By the kind of the first character, in order: the first that matches wins. */
const AT_DIGIT = [UUID, EMAIL, DATE, IPV4, IPV6, TIME, ADDRESS, HEX, NUMBER]
const AT_LETTER = [UUID, URL_LIKE, EMAIL, SPOKEN_DATE, IPV6, HEX]
const AT_SIGN = [IPV6, NUMBER, QUOTED]
/** Inside of a word joined by `-` or `_`, and at digits glued to letters: `utf-8` and `sha256` are words, `order-10234` has an id. */
const AT_JOINT = [UUID, HEX, LONG_NUMBER]
const AT_GLUE = [LONG_NUMBER]

function matchAt(
  text: string,
  at: number,
  matchedTo: number,
): { readonly name: string; readonly length: number } | null {
  for (const { name, match, accepts } of patternsAt(text, at, matchedTo)) {
    match.lastIndex = at
    const found = match.exec(text)?.[0]
    if (found && (accepts === undefined || accepts(found))) return { name, length: found.length }
  }
  return null
}

const NONE: readonly Pattern[] = []

function patternsAt(text: string, at: number, matchedTo: number): readonly Pattern[] {
  const kind = kindOf(text.charCodeAt(at))
  const before = at === 0 ? Kind.sign : kindOf(text.charCodeAt(at - 1))
  if (before === Kind.letter || before === Kind.other) return kind === Kind.digit ? AT_GLUE : NONE
  if (before === Kind.digit || kind === Kind.other) return NONE
  // In `10-20` the second number stands behind one that was found, in `x86-64` behind a part of the word.
  if (before === Kind.joint && at > 1 && at - 1 !== matchedTo) {
    const joined = kindOf(text.charCodeAt(at - 2))
    if (joined !== Kind.sign && joined !== Kind.joint) return kind === Kind.sign ? NONE : AT_JOINT
  }
  if (kind === Kind.digit) return AT_DIGIT
  return kind === Kind.letter ? AT_LETTER : AT_SIGN
}

enum Kind {
  sign,
  digit,
  letter,
  /** `-` and `_`, which make one word of two. */
  joint,
  /** Beyond ASCII: letters, mostly. */
  other,
}

function kindOf(code: number): Kind {
  if (code >= 0x30 && code <= 0x39) return Kind.digit
  if ((code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)) return Kind.letter
  if (code === 0x2d || code === 0x5f) return Kind.joint
  return code > 0x7f ? Kind.other : Kind.sign
}
