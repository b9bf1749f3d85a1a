import { jsonText } from '../text.js'
import { areVolatileValues, isVolatileName, withoutAddresses } from './volatile.js'

export type DiffState = 'same' | 'changed' | 'removed' | 'added'

/** A named value of two events; null where one of them has none. */
export interface DiffRow {
  /** Of a value inside of others the way to it: `device.arch`. */
  readonly key: string
  readonly one: string | null
  readonly other: string | null
  readonly state: DiffState
  /** Differs from event to event anyway, so that the difference says nothing. */
  readonly isVolatile: boolean
}

const MOST_ROWS = 500
const DEEPEST = 5

/**
 * What is inside of a value as rows of text, level by level: `{ a: { b: 1 } }` is `a.b`. What lies deeper than five
 * levels, or behind the first 500 rows, stays JSON or is left out.
 */
export function flatten(value: unknown, path = ''): readonly (readonly [key: string, text: string])[] {
  const rows: (readonly [string, string])[] = []
  const visit = (inside: unknown, at: string, depth: number) => {
    if (rows.length >= MOST_ROWS) return
    if (typeof inside !== 'object' || inside === null || depth >= DEEPEST) {
      rows.push([at, textOf(inside)])
      return
    }
    const entries = Object.entries(inside)
    if (entries.length === 0 && at !== '') rows.push([at, textOf(inside)])
    for (const [name, child] of entries) if (child !== undefined) visit(child, joined(at, name), depth + 1)
  }
  visit(value, path, 0)
  return rows
}

/**
 * Rows of both side by side, in the order of the one; names that come twice are told apart by their number. Ids say
 * something where `areIdsTelling`: who the user was, which tenant was meant.
 */
export function compareRows(
  one: readonly (readonly [key: string, text: string])[],
  other: readonly (readonly [key: string, text: string])[],
  areIdsTelling = false,
): readonly DiffRow[] {
  const left = byKey(one)
  const right = byKey(other)
  const keys = [...left.keys(), ...[...right.keys()].filter((key) => !left.has(key))]
  return keys
    .slice(0, MOST_ROWS)
    .map((key) => diffRow(key, left.get(key) ?? null, right.get(key) ?? null, areIdsTelling))
}

function diffRow(key: string, one: string | null, other: string | null, areIdsTelling: boolean): DiffRow {
  const state = stateOf(one, other)
  const isVolatile = state !== 'same' && (isVolatileName(key) || (!areIdsTelling && areVolatileValues(key, one, other)))
  return { key, one, other, state, isVolatile }
}

/** Any value as text: strings bare, the rest as JSON. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : jsonText(value, 0)
}

function stateOf(one: string | null, other: string | null): DiffState {
  if (one === null) return other === null ? 'same' : 'added'
  if (other === null) return 'removed'
  return one === other || withoutAddresses(one) === withoutAddresses(other) ? 'same' : 'changed'
}

function byKey(rows: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  const map = new Map<string, string>()
  for (const [key, text] of rows) {
    let name = key
    for (let n = 2; map.has(name); n++) name = `${key} (${n})`
    map.set(name, text)
  }
  return map
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
