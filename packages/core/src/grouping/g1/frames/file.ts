/**
 * The last part of a path in lower case, without query and without the hash that a build put into its name:
 * `/assets/index-Z4BF3OJZ.js?v=1` → `index.js`. `''` for what names no file.
 */
export function cleanFile(path: string): string {
  if (NO_FILE.has(path)) return ''
  const file = lastPart(withoutQuery(path))
  if (file === '' || file.startsWith('<')) return ''
  return BUNDLE.test(file) ? 'main.bundle' : withoutBuildHash(file).toLowerCase()
}

/**
 * A segment behind a dot or dash that looks random, cut out; also a name that is nothing but a number or hash, as
 * bundlers name chunks: `1234.9fe21cab.chunk.js` → `.chunk.js`.
 */
export function withoutBuildHash(file: string): string {
  if (!HAS_HASH.test(file)) return file
  const cleaned = file.replace(SEGMENT, (segment: string, text: string) => (looksRandom(text) ? '' : segment))
  return cleaned.replace(/^([\w-]{1,64})(?=\.|$)/, (stem: string) => (/^\d+$/.test(stem) || isHash(stem) ? '' : stem))
}

/** React Native names it by the system that it runs on. */
const BUNDLE = /^(?:index|main)(?:\.(?:android|ios))?\.(?:js)?bundle$/
const NO_FILE = new Set(['<anonymous>', '[native code]', 'native', '?', '<unknown>', 'native code', '[internal]'])
const HAS_HASH = /\d|[A-Z]/
const SEGMENT = /[.-]([\w]{7,64}|[\w-]{8})(?=[.]|$)/g

function withoutQuery(path: string): string {
  const end = path.search(/[?#]/)
  return end === -1 ? path : path.slice(0, end)
}

function lastPart(path: string): string {
  let end = path.length
  while (end > 0 && isSlash(path.charCodeAt(end - 1))) end--
  let start = end
  while (start > 0 && !isSlash(path.charCodeAt(start - 1))) start--
  return path.slice(start, end)
}

function isSlash(code: number): boolean {
  return code === 0x2f || code === 0x5c
}

function looksRandom(text: string): boolean {
  if (isHash(text)) return true
  if (/\d/.test(text)) return /[A-Z]/.test(text) || (/[a-z]/.test(text) && hasDigitsInside(text))
  // Eight characters of base64 often hold no digit; an upper-case letter that begins no word gives them away.
  return text.length === 8 && /[a-z]/.test(text) && /[A-Z](?![a-z]{2})/.test(text)
}

/** Seven or more hex digits, one of them a number. */
function isHash(text: string): boolean {
  return text.length >= 7 && /^[0-9a-f]+$/i.test(text) && /\d/.test(text)
}

/** `k3x9v2ab` is random, `version2` and `2fa-form` are not. */
function hasDigitsInside(text: string): boolean {
  return text.length === 8 && /\d[a-z]+\d/.test(text)
}
