import { isIpv6 } from './ip.js'
import { isOpaqueId } from './opaque.js'

/**
 * Text with what varies from event to event replaced by names: `user 42 at 10.0.0.1` → `user <number> at <ip>`. Whole
 * numbers and fractions are one kind, as the same place prints now 12, now 12.5. Only the first two lines that are not
 * blank count, and of these 2,048 characters. Every pattern is bounded and only tried where a word begins, so the time
 * is linear in the length.
 */
export function parameterize(text: string): string {
  const input = firstLines(text)
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
const MAX_LINES = 2

function firstLines(text: string): string {
  const input = text.length > MAX_LENGTH ? text.slice(0, MAX_LENGTH) : text
  if (!input.includes('\n') && !input.includes('\r')) return input.trim()
  const lines = input.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '')
  return lines.slice(0, MAX_LINES).join('\n').trim()
}

interface Pattern {
  readonly name: string
  /** Sticky, without nested repetition. */
  readonly match: RegExp
  readonly accepts?: (text: string) => boolean
}

const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}'
const WEEKDAY = '(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}'
const CLOCK = '\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?(?: ?[ap]m)?'
const ZONE = '(?: ?(?:Z|GMT|UTC|[+-]\\d{2}:?\\d{2})(?:[+-]\\d{4})?)?(?: \\([^()\\n]{1,60}\\))?'
const UNIT = '(?:ns|us|µs|ms|s|m|h|d|w)'
const LONG_UNIT =
  '(?:nanoseconds?|microseconds?|milliseconds?|millis|msecs?|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?)'

const pattern = (name: string, source: string, accepts?: (text: string) => boolean): Pattern => ({
  name,
  match: new RegExp(source, 'iy'),
  ...(accepts && { accepts }),
})

const UUID = pattern('uuid', '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?!\\w)')
const URL_LIKE = pattern('url', '[a-z][a-z0-9+.-]{1,20}://[^\\s"\'<>()[\\]{}]{1,2000}')
const EMAIL = pattern('email', '[\\w.+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,5}')
const DATES: readonly Pattern[] = [
  pattern('date', `\\d{4}[-/]\\d{2}[-/]\\d{2}(?:[T_ ]${CLOCK}${ZONE})?(?!\\w)`),
  pattern('date', '\\d{8}T\\d{6}(?:\\.\\d{1,9})?Z?(?!\\w)'),
  pattern('date', `\\d{1,2}[/.]\\d{1,2}[/.]\\d{4}(?:,? ${CLOCK}${ZONE})?(?!\\w)`),
  pattern('date', `\\d{1,2}[ -]${MONTH}[ -]\\d{4}(?:,? ${CLOCK}${ZONE})?(?!\\w)`),
]
/** RFC 822 and 1123, `Date.toString()`, `asctime`. */
const SPOKEN_DATE = pattern(
  'date',
  `${WEEKDAY},? (?:\\d{1,2}[ -]${MONTH}|${MONTH} {1,2}\\d{1,2})(?:,?[ -]\\d{2,4}(?!:))?(?: ${CLOCK})?${ZONE}(?: \\d{4})?(?!\\w)`,
)
const MONTH_FIRST = pattern('date', `${MONTH} {1,2}\\d{1,2}(?:, ?\\d{4})?(?:,? ${CLOCK}${ZONE})?(?!\\w)`)
const PYTHON_DATE = pattern('date', 'datetime\\.(?:datetime|date)\\([\\d, ]{1,60}[^()\\n]{0,60}\\)')
const TIME = pattern('date', `\\d{1,2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?(?: ?[ap]m)?(?!\\w)`)
/** With its port: that of IPv6 cannot be told from the address. */
const IPV4 = pattern('ip', '(?:\\d{1,3}\\.){3}\\d{1,3}(?:/\\d{1,2}|:\\d{1,5})?(?![\\w.])')
const MAC = pattern('mac', '[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\\1[0-9a-f]{2}){4}(?![\\w:])')
const IPV6 = pattern(
  'ip',
  '[0-9a-f]{0,4}:[0-9a-f:]{1,38}(?:\\d{0,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3})?(?![\\w:])',
  // `a::b` is a path in Rust and C++ before it is an address.
  (text) => /\d/.test(text) && isIpv6(text),
)
const ADDRESS = pattern('hex', '0x[0-9a-f]{1,128}(?!\\w)')
/** MD5, SHA-1, SHA-256 and SHA-512, an abbreviated commit, and whatever else is hexadecimal, in one case. */
const HASH: Pattern = {
  name: 'hash',
  match:
    /(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128}|[0-9A-F]{32}|[0-9A-F]{40}|[0-9A-F]{64}|[0-9A-F]{128})(?!\w)/y,
  accepts: hasDigitAndLetter,
}
const HEX: Pattern = { name: 'hex', match: /(?:[0-9a-f]{7,128}|[0-9A-F]{7,128})(?!\w)/y, accepts: hasDigitAndLetter }
const OPAQUE: Pattern = { name: 'id', match: /[A-Za-z0-9]{10,128}(?![A-Za-z0-9])/y, accepts: isOpaqueId }
const DURATION = pattern(
  'duration',
  `[-+]?\\d{1,20}(?:\\.\\d{1,20})?(?: ?${LONG_UNIT}|${UNIT}(?:\\d{1,9}(?:\\.\\d{1,9})?${UNIT}){0,4})(?!\\w)`,
)
const SIZE = pattern('size', '\\d{1,20}(?:[.,]\\d{1,20})? ?(?:[kmgtp]i?b|bytes?)(?!\\w)')
const NUMBER = pattern('number', '[-+]?\\d{1,30}(?:[.,]\\d{1,30}){0,10}(?:e[-+]?\\d{1,4})?b?%?(?!\\w)')
const LONG_NUMBER = pattern('number', '\\d{5,30}(?![a-z0-9])')
const QUOTED: Pattern = { name: 'quoted', match: /(?<==)(?:"[^"\n]{0,500}"|'[^'\n]{0,500}')/y }
/** What stands behind a key of JSON: the kind of a value differs from event to event, too. */
const JSON_VALUE: Pattern = {
  name: 'value',
  match:
    /(?<=":|": )(?:"(?:[^"\\\n]|\\.){0,500}"|-?\d{1,30}(?:\.\d{1,30})?(?:[eE][-+]?\d{1,4})?|true|false|null)(?!\w)/y,
}
const BOOL: Pattern = { name: 'bool', match: /(?<==)(?:true|false|True|False)(?!\w)/y }

/** By the kind of the first character, in order: the first that matches wins. */
const NUMERIC = [ADDRESS, HASH, DURATION, SIZE, HEX, NUMBER, OPAQUE]
const AT_DIGIT = [JSON_VALUE, UUID, EMAIL, ...DATES, IPV4, MAC, IPV6, TIME, ...NUMERIC]
const AT_LETTER = [
  JSON_VALUE,
  UUID,
  URL_LIKE,
  EMAIL,
  SPOKEN_DATE,
  MONTH_FIRST,
  PYTHON_DATE,
  MAC,
  IPV6,
  HASH,
  HEX,
  OPAQUE,
  BOOL,
]
const AT_SIGN = [JSON_VALUE, IPV6, DURATION, NUMBER, QUOTED]
/** Inside of a word joined by `-` or `_`, and at digits glued to letters: `utf-8` and `sha256` are words, `order-10234` has an id. */
const AT_JOINT = [UUID, HASH, HEX, LONG_NUMBER, OPAQUE]
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
  if (kind === Kind.letter) return AT_LETTER
  return SIGNS.has(text.charCodeAt(at)) || kind === Kind.joint ? AT_SIGN : NONE
}

/** The signs with which something may begin: `"`, `'`, `+`, `:`. */
const SIGNS = new Set([0x22, 0x27, 0x2b, 0x3a])

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

function hasDigitAndLetter(text: string): boolean {
  return /\d/.test(text) && /[a-f]/i.test(text)
}
