/**
 * JSON as clients really write it. A byte order mark, invalid UTF-8 (replaced), `NaN` and `Infinity` (read as null) and raw
 * control characters in strings are forgiven. Throws `SyntaxError` on anything else that is not JSON.
 */
export function parseJson(bytes: Uint8Array): unknown {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  try {
    return JSON.parse(text)
  } catch (error) {
    const mended = mendJson(text)
    if (mended === text) throw error
    return JSON.parse(mended)
  }
}

/** Walks the text once and copies only what has to change. */
function mendJson(text: string): string {
  let out = ''
  let copied = 0
  let inString = false
  let repairs = 0
  const replace = (from: number, to: number, by: string) => {
    repairs++
    out += text.slice(copied, from) + by
    copied = to
  }
  if (text.charCodeAt(0) === 0xfeff) replace(0, 1, '')
  for (let at = copied; at < text.length && repairs < MAX_REPAIRS; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) inString = !inString
    else if (inString && code === BACKSLASH) at++
    else if (inString && code < 0x20) replace(at, at + 1, `\\u${code.toString(16).padStart(4, '0')}`)
    else if (!inString && (code === LETTER_N || code === LETTER_I || code === MINUS)) {
      NOT_A_NUMBER.lastIndex = at
      const found = NOT_A_NUMBER.exec(text)
      if (found) {
        replace(at, at + found[0].length, 'null')
        at += found[0].length - 1
      }
    }
  }
  return copied === 0 ? text : out + text.slice(copied)
}

/** A text with more faults is no JSON that a client would write. */
const MAX_REPAIRS = 10_000
const QUOTE = 0x22
const BACKSLASH = 0x5c
const LETTER_N = 0x4e
const LETTER_I = 0x49
const MINUS = 0x2d
const NOT_A_NUMBER = /NaN|-?Infinity/y
