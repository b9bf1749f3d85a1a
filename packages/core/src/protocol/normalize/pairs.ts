import { KEEP, LENGTH } from './limits.js'
import { isRecord, type Salvage } from './salvage.js'

export type Pair = readonly [string, string]

export interface PairOptions {
  /** Characters of a value. */
  readonly max: number
  /** What becomes of a value that is a list: PHP sends headers so, and their first entry counts; tags are written out. */
  readonly lists: 'first' | 'joined'
}

/**
 * Key-value text in every form that SDKs send: an object, a list of pairs, a list of `{ key, value }`.
 * Null keys and values are left out.
 */
export function normalizePairs(
  value: unknown,
  name: string,
  salvage: Salvage,
  options: PairOptions = { max: LENGTH.pair, lists: 'first' },
): readonly Pair[] {
  return entriesOf(value, name, salvage).flatMap(([key, entry]) => {
    const keyText = salvage.text(key, name, LENGTH.name)
    const text = salvage.line(single(entry, options), name, options.max)
    return keyText === undefined || text === undefined ? [] : [[keyText, text] as const]
  })
}

/** `a=1&b=2` with percent signs undone; a part that cannot be decoded stays as it is. */
export function parseQuery(text: string, salvage: Salvage): readonly Pair[] {
  return parsePairs(text.replace(/^\?/, '').split('&', KEEP.pairs), 'request.query_string', salvage, decode)
}

/** `a=1; b=2`. */
export function parseCookies(text: string, salvage: Salvage): readonly Pair[] {
  const parts = text.split(';', KEEP.pairs).map((part) => part.trim())
  return parsePairs(parts, 'request.cookies', salvage, (part) => part)
}

function parsePairs(
  parts: readonly string[],
  name: string,
  salvage: Salvage,
  read: (part: string) => string,
): readonly Pair[] {
  return parts.flatMap((part) => {
    const equals = part.indexOf('=')
    const [rawKey, rawValue] = equals === -1 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)]
    const key = salvage.text(read(rawKey), name, LENGTH.name)
    return key === undefined ? [] : [[key, salvage.line(read(rawValue), name, LENGTH.pair) ?? ''] as const]
  })
}

function entriesOf(value: unknown, name: string, salvage: Salvage): readonly (readonly [unknown, unknown])[] {
  if (isRecord(value)) return salvage.entries(value, name, KEEP.pairs)
  if (!Array.isArray(value)) {
    if (value !== null && value !== undefined && value !== '') salvage.note('invalid_data', name, value)
    return []
  }
  const entries = salvage.keep(value, name, KEEP.pairs, 'first').flatMap((entry: unknown) => {
    if (Array.isArray(entry) && entry.length >= 2) return [[entry[0], entry[1]] as const]
    if (isRecord(entry) && 'key' in entry) return [[entry.key, entry.value] as const]
    if (isRecord(entry)) return salvage.entries(entry, name, KEEP.pairs)
    if (entry !== null && entry !== undefined) salvage.note('invalid_data', name, entry)
    return []
  })
  return salvage.keep(entries, name, KEEP.pairs, 'first')
}

function single(value: unknown, { lists }: PairOptions): unknown {
  if (!Array.isArray(value) || value.some((entry) => typeof entry === 'object')) return value
  return lists === 'first' ? value[0] : value.join(', ')
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
