import type { ScrubReason } from './rules.js'

export const FILTERED = '[Filtered]'

export interface ScrubbedText {
  readonly text: string
  readonly reasons: readonly ScrubReason[]
}

/** Null where nothing had to be removed: the common case, and the cheap one. */
export function scrubText(text: string, isSensitive: (name: string) => ScrubReason | null): ScrubbedText | null {
  const reasons: ScrubReason[] = []
  let result = text
  const apply = (reason: ScrubReason, replaced: string) => {
    if (replaced === result) return
    result = replaced
    if (!reasons.includes(reason)) reasons.push(reason)
  }
  if (result.includes('-----BEGIN')) apply('@pemkey', withoutPemKeys(result))
  if (result.includes('://')) {
    apply('@urlauth', withoutUrlPasswords(result))
    if (result.includes('?')) apply('@password', withoutQuerySecrets(result, isSensitive))
  }
  if (result.length >= 13 && CARD_LIKE.test(result)) apply('@creditcard', withoutCardNumbers(result))
  return reasons.length === 0 ? null : { text: result, reasons }
}

/** Most texts have no such run, and a search in native code tells so ten times sooner than a loop. Each step has one way to go. */
const CARD_LIKE = /\d(?:[ -]?\d){12}/

const PEM_BEGIN = /-----BEGIN [A-Z ]{0,30}(?:PRIVATE KEY|PRIVATE KEY BLOCK)-----/g

/** Cuts from the opening line to the closing one, or to the end of the text where it was cut off. */
function withoutPemKeys(text: string): string {
  let result = ''
  let from = 0
  PEM_BEGIN.lastIndex = 0
  for (let match = PEM_BEGIN.exec(text); match !== null; match = PEM_BEGIN.exec(text)) {
    const bodyStart = PEM_BEGIN.lastIndex
    const end = text.indexOf('-----END', bodyStart)
    result += text.slice(from, bodyStart) + FILTERED
    if (end === -1) return result
    from = end
    PEM_BEGIN.lastIndex = end + 8
  }
  return result + text.slice(from)
}

const URL_PASSWORD = /:\/\/[^\s/?#:@"'<>]{0,256}:[^\s/?#@"'<>]{1,256}@/g

function withoutUrlPasswords(text: string): string {
  return text.replace(URL_PASSWORD, `://${FILTERED}@`)
}

const QUERY_PAIR = /([?&;])([^\s=&;#?"'<>]{1,100})=([^\s&;#"'<>]{1,4096})/g

function withoutQuerySecrets(text: string, isSensitive: (name: string) => ScrubReason | null): string {
  return text.replace(QUERY_PAIR, (pair: string, mark: string, name: string) =>
    isSensitive(decoded(name)) === null ? pair : `${mark}${name}=${FILTERED}`,
  )
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    // A stray `%`: the name as it stands has to do.
    return name
  }
}

/**
 * Replaces runs of 13 to 19 digits, in groups or not, that begin like a card's number and pass its check digit
 * (ISO/IEC 7812-1). Timestamps and ids of that length rarely do.
 */
export function withoutCardNumbers(text: string): string {
  let result = ''
  let copied = 0
  let at = 0
  while (at < text.length) {
    if (!isDigit(text.charCodeAt(at)) || (at > 0 && isWord(text.charCodeAt(at - 1)))) {
      at++
      continue
    }
    const run = digitRun(text, at)
    if (isCard(run.digits) && !goesOn(text, run.end)) {
      result += text.slice(copied, at) + FILTERED
      copied = run.end
    }
    at = run.end
  }
  return copied === 0 ? text : result + text.slice(copied)
}

/** Digits with single blanks or dashes between them, at most twenty. */
function digitRun(text: string, start: number): { digits: string; end: number } {
  let digits = ''
  let at = start
  let end = start
  while (at < text.length && digits.length < 20) {
    const code = text.charCodeAt(at)
    if (isDigit(code)) {
      digits += text[at]
      end = ++at
    } else if ((code === 0x20 || code === 0x2d) && isDigit(text.charCodeAt(at + 1))) at++
    else break
  }
  return { digits, end }
}

function isCard(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19) return false
  // Maestro, Visa, Mastercard, American Express, Diners, JCB, Discover, UnionPay.
  if (!/^(?:3[0-9]|4|5[0-8]|6[0-9]|2[2-7])/.test(digits)) return false
  if (/^(\d)\1+$/.test(digits)) return false
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

const isDigit = (code: number) => code >= 0x30 && code <= 0x39

/** A letter, `_`, `.` or digit that makes the run a part of something longer: an id, a hash, a decimal number. */
const isWord = (code: number) =>
  (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f || code === DOT || isDigit(code)

/** Whether the run is the beginning of something longer; a full stop with nothing behind it ends a sentence. */
function goesOn(text: string, end: number): boolean {
  const code = text.charCodeAt(end)
  if (code !== DOT) return isWord(code)
  const behind = text.charCodeAt(end + 1)
  return behind !== DOT && isWord(behind)
}

const DOT = 0x2e
