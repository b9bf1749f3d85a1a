import { KEEP, LENGTH } from './limits.js'
import { isRecord, type Salvage } from './salvage.js'

export type Pair = readonly [string, string]

/** Key-value text in every form that SDKs send: an object, a list of pairs, a list of `{ key, value }`. Null keys and values are left out. */
export function normalizePairs(
  value: unknown,
  name: string,
  salvage: Salvage,
  max: number = LENGTH.pair,
): readonly Pair[] {
  return salvage.keep(entriesOf(value, name, salvage), name, KEEP.pairs, 'first').flatMap(([key, entry]) => {
    const keyText = salvage.text(key, name, LENGTH.name)
    const text = salvage.line(single(entry), name, max)
    return keyText === undefined || text === undefined ? [] : [[keyText, text] as const]
  })
}

/** `a=1&b=2` with percent signs undone; a part that cannot be decoded stays as it is. */
export function parseQuery(text: string, salvage: Salvage): readonly Pair[] {
  const parts = text.replace(/^\?/, '').split('&', KEEP.pairs)
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=')
      const [key, value] = equals === -1 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)]
      return [
        salvage.line(decode(key), 'request.query_string', LENGTH.name) ?? '',
        salvage.line(decode(value), 'request.query_string', LENGTH.pair) ?? '',
      ] as const
    })
}

/** `a=1; b=2`. */
export function parseCookies(text: string, salvage: Salvage): readonly Pair[] {
  return text
    .split(';', KEEP.pairs)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=')
      const [key, value] = equals === -1 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)]
      return [
        salvage.line(key, 'request.cookies', LENGTH.name) ?? '',
        salvage.line(value, 'request.cookies', LENGTH.pair) ?? '',
      ] as const
    })
}

function entriesOf(value: unknown, name: string, salvage: Salvage): readonly (readonly [unknown, unknown])[] {
  if (isRecord(value)) return Object.entries(value)
  if (!Array.isArray(value)) {
    if (value !== null && value !== undefined && value !== '') salvage.note('invalid_data', name, value)
    return []
  }
  return value.flatMap((entry: unknown) => {
    if (Array.isArray(entry) && entry.length >= 2) return [[entry[0], entry[1]] as const]
    if (isRecord(entry) && 'key' in entry) return [[entry.key, entry.value] as const]
    if (isRecord(entry)) return Object.entries(entry)
    if (entry !== null && entry !== undefined) salvage.note('invalid_data', name, entry)
    return []
  })
}

/** PHP sends the values of a header as a list; the first one counts. */
function single(value: unknown): unknown {
  return Array.isArray(value) && value.length > 0 && !isRecord(value[0]) ? value[0] : value
}

function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    // A percent sign that means itself.
    return spaced
  }
}
