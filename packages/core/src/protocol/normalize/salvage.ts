import type { ProcessingError } from '../event.js'

export type Raw = Readonly<Record<string, unknown>>
/** For building a readonly shape field by field. */
export type Draft<T> = { -readonly [Key in keyof T]: T[Key] }

/**
 * Mends the odd parts of one event and remembers what it did, for the reader of the event.
 * Everything that comes out is free of NUL and lone surrogates (PostgreSQL and UTF-8 take neither) and bounded.
 */
export class Salvage {
  readonly #errors: ProcessingError[] = []
  #nodesLeft = MAX_NODES

  get errors(): readonly ProcessingError[] {
    return this.#errors
  }

  /** Entries that the event brings along: of its SDK, or of an earlier pass. */
  keepErrors(value: unknown): void {
    if (!Array.isArray(value)) return
    for (const entry of value.slice(0, MAX_ERRORS)) {
      if (!isRecord(entry) || typeof entry.type !== 'string') continue
      const { name } = entry
      this.note(
        cutText(cleanText(entry.type), 64),
        typeof name === 'string' ? cutText(cleanText(name), 255) : '',
        entry.value,
      )
    }
  }

  /** One entry per fault and field, however often it occurs. */
  note(type: string, name: string, value?: unknown): void {
    if (this.#errors.length >= MAX_ERRORS) return
    if (this.#errors.some((error) => error.type === type && (error.name ?? '') === name)) return
    this.#errors.push({
      type,
      ...(name !== '' && { name }),
      ...(value !== undefined && { value: preview(value) }),
    })
  }

  /** Text of at most `max` characters. Scalars are written out, structures as JSON with a note; nothing for empty and null. */
  text(value: unknown, name: string, max: number): string | undefined {
    const text = this.line(value, name, max)
    return text === '' ? undefined : text
  }

  /** As `text`, but an empty string stays one: a blank line of source is a line. */
  line(value: unknown, name: string, max: number): string | undefined {
    if (typeof value === 'string') return this.#bounded(cleanText(value), name, max)
    if (value === null || value === undefined) return undefined
    if (typeof value !== 'object') return String(value)
    this.note('invalid_data', name, value)
    return this.#bounded(cleanText(JSON.stringify(this.tree(value, name, SHALLOW)) ?? ''), name, max)
  }

  /** A whole number of at least 0. */
  whole(value: unknown, name: string): number | undefined {
    if (typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER) return Math.trunc(value)
    if (value === null || value === undefined) return undefined
    if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return Number(value)
    this.note('invalid_data', name, value)
    return undefined
  }

  flag(value: unknown, name: string): boolean | undefined {
    if (typeof value === 'boolean') return value
    if (value === null || value === undefined) return undefined
    const isWord = typeof value === 'string' || typeof value === 'number'
    const known = isWord ? FLAGS.get(String(value).slice(0, 8).toLowerCase()) : undefined
    if (known === undefined) this.note('invalid_data', name, value)
    return known
  }

  /** An object as it is; anything else is dropped with a note, empty things silently (PHP writes an empty map as `[]`). */
  record(value: unknown, name: string): Raw | undefined {
    if (isRecord(value)) return value
    if (!isNothing(value)) this.note('invalid_data', name, value)
    return undefined
  }

  /** The entries of a list in any of its forms: `{ values: [...] }`, a list, one object alone. Null entries are left out. */
  values(value: unknown, name: string): readonly unknown[] {
    const inner = isRecord(value) && 'values' in value ? value.values : value
    if (Array.isArray(inner)) return inner.filter((entry) => entry !== null && entry !== undefined)
    if (isRecord(inner)) return [inner]
    if (!isNothing(inner)) this.note('invalid_data', name, inner)
    return []
  }

  /** The kept part of a list that is too long. */
  keep<T>(list: readonly T[], name: string, max: number, side: 'first' | 'last' | 'both'): readonly T[] {
    if (list.length <= max) return list
    this.note('value_too_long', name, list.length)
    if (side === 'first') return list.slice(0, max)
    if (side === 'last') return list.slice(-max)
    const head = Math.ceil(max / 2)
    return [...list.slice(0, head), ...list.slice(head - max)]
  }

  /** The first `max` entries of an object, with a note where there are more. */
  entries(record: Raw, name: string, max: number): readonly (readonly [string, unknown])[] {
    const keys = Object.keys(record)
    if (keys.length > max) this.note('value_too_long', name, keys.length)
    const kept: [string, unknown][] = []
    for (let index = 0; index < keys.length && index < max; index++) {
      const key = keys[index]!
      if (key !== '__proto__') kept.push([key, record[key]])
    }
    return kept
  }

  /** Any JSON value, bounded in depth, breadth and length of text. Comes back as it is where nothing has to change. */
  tree(value: unknown, name: string, limits: TreeLimits): unknown {
    if (typeof value === 'string') return this.#bounded(cleanText(value), name, limits.chars)
    if (typeof value === 'number' || typeof value === 'boolean') return value
    if (typeof value !== 'object' || value === null) return null
    if (limits.depth <= 0 || this.#nodesLeft <= 0) {
      this.note('value_too_long', name)
      return Array.isArray(value) ? '[Array]' : '[Object]'
    }
    const inner: TreeLimits = { ...limits, depth: limits.depth - 1 }
    return Array.isArray(value) ? this.#treeList(value, name, inner) : this.#treeRecord(value as Raw, name, inner)
  }

  #treeList(list: readonly unknown[], name: string, limits: TreeLimits): readonly unknown[] {
    this.#nodesLeft -= Math.min(list.length, limits.breadth)
    const kept = this.keep(list, name, limits.breadth, 'first')
    let copy: unknown[] | null = null
    kept.forEach((entry, index) => {
      const mended = this.tree(entry, name, limits)
      if (mended !== entry) {
        copy ??= [...kept]
        copy[index] = mended
      }
    })
    return copy ?? kept
  }

  #treeRecord(record: Raw, name: string, limits: TreeLimits): Raw {
    const keys = Object.keys(record)
    this.#nodesLeft -= Math.min(keys.length, limits.breadth)
    if (keys.length > limits.breadth) this.note('value_too_long', name, keys.length)
    let copy: Record<string, unknown> | null = keys.length > limits.breadth ? {} : null
    for (let index = 0; index < keys.length && index < limits.breadth; index++) {
      const key = keys[index]!
      const mended = this.tree(record[key], name, limits)
      const mendedKey = cleanKey(key)
      if (copy === null && (mended !== record[key] || mendedKey !== key)) {
        copy = {}
        for (const before of keys.slice(0, index)) copy[before] = record[before]
      }
      if (copy !== null && mendedKey !== null) copy[mendedKey] = mended
    }
    return copy ?? record
  }

  #bounded(text: string, name: string, max: number): string {
    if (text.length <= max) return text
    this.note('value_too_long', name, text.length)
    return cutText(text, max)
  }
}

export interface TreeLimits {
  readonly depth: number
  /** Entries of each list and object. */
  readonly breadth: number
  /** Characters of each text. */
  readonly chars: number
}

export function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The first `max` characters, the last of them `…`; never half of a surrogate pair. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text
  const code = text.charCodeAt(max - 2)
  return `${text.slice(0, code >= 0xd800 && code <= 0xdbff ? max - 2 : max - 1)}…`
}

/** NUL and lone surrogates replaced by U+FFFD. */
export function cleanText(text: string): string {
  if (!text.includes('\0') && (text as WellFormedString).isWellFormed()) return text
  return (text as WellFormedString).toWellFormed().replaceAll('\0', '\ufffd')
}

/** Null for a key that would change the object instead of being stored in it. */
function cleanKey(key: string): string | null {
  if (key === '__proto__') return null
  return key.length <= MAX_KEY ? cleanText(key) : cutText(cleanText(key), MAX_KEY)
}

// In every Node since 20; the ES2023 library does not declare them.
type WellFormedString = string & { isWellFormed(): boolean; toWellFormed(): string }

const MAX_ERRORS = 50
const MAX_NODES = 50_000
const MAX_KEY = 200
const PREVIEW: TreeLimits = { depth: 3, breadth: 10, chars: 200 }
const SHALLOW: TreeLimits = { depth: 5, breadth: 50, chars: 1024 }
const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['false', false],
  ['0', false],
  ['no', false],
])

/** The original in small, so that the reader sees what was meant. */
function preview(value: unknown): unknown {
  return new Salvage().tree(value, '', PREVIEW)
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}
