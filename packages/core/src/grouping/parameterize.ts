/**
 * Text with what varies from event to event replaced by names: `user 42 at 10.0.0.1` → `user <number> at <ip>`.
 * What differs only behind the first 2,048 characters is the same. Every pattern is bounded and is only tried where a word begins,
 * so the time is linear in the length.
 */
export function parameterize(text: string): string {
  const input = text.slice(0, MAX_LENGTH)
  let out = ''
  let copied = 0
  let at = 0
  while (at < input.length) {
    const found = isWordStart(input, at) ? matchAt(input, at) : null
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

/** In order: the first that matches wins. All are sticky and without nested repetition. */
const PATTERNS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['uuid', /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w])/iy],
  ['url', /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>()[\]{}]{1,2000}/iy],
  ['email', /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/y],
  ['date', /\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?(?!\w)/y],
  ['ip', /(?:\d{1,3}\.){3}\d{1,3}(?![\w.])/y],
  ['ip', /[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7}(?![\w:])/iy],
  ['date', /\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?!\w)/y],
  ['hex', /0x[0-9a-f]{1,128}(?!\w)/iy],
  ['hex', /(?=[a-f]{0,127}\d)(?=\d{0,127}[a-f])[0-9a-f]{8,128}(?!\w)/y],
  ['hex', /(?=[A-F]{0,127}\d)(?=\d{0,127}[A-F])[0-9A-F]{8,128}(?!\w)/y],
  ['number', /[-+]?\d{1,30}(?:[.,]\d{1,30}){0,10}(?:e[-+]?\d{1,4})?(?:ns|us|µs|ms|s|m|h|d|kb|mb|gb|b|%)?(?!\w)/iy],
  ['quoted', /(?<==)(?:"[^"\n]{0,500}"|'[^'\n]{0,500}')/y],
]

function matchAt(text: string, at: number): { name: string; length: number } | null {
  for (const [name, pattern] of PATTERNS) {
    pattern.lastIndex = at
    const length = pattern.exec(text)?.[0].length
    if (length) return { name, length }
  }
  return null
}

/** A number glued to a word (`utf-8`, `http2`, `sha256`) is part of the word. */
function isWordStart(text: string, at: number): boolean {
  if (at === 0) return true
  const before = text.charCodeAt(at - 1)
  if (isWordCode(before)) return false
  return before !== MINUS || at === 1 || !isWordCode(text.charCodeAt(at - 2))
}

const MINUS = 0x2d

function isWordCode(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code > 0x7f
  )
}
