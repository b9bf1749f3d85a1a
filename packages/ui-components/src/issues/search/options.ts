import { SEARCH_FIELDS, searchField } from '@mishap/core/format'
import type { Completion } from './complete.js'

/** Something to choose in the list under the field. */
export type SearchOption =
  | { readonly kind: 'key'; readonly key: string; readonly hint: string }
  /** `isLiteral`: put into quotation marks where it must be; comparisons and relative times are not. */
  | { readonly kind: 'value'; readonly value: string; readonly hint: string; readonly isLiteral: boolean }
  | { readonly kind: 'recent'; readonly query: string }
  | { readonly kind: 'negate'; readonly isNegated: boolean }

/** A key or a value as the server counts it. */
export interface CountedName {
  readonly name: string
  readonly count: number | null
}

/** Keys that the server knows, and values of one key; each may be slow. */
export interface SearchSource {
  readonly keys: (typed: string) => Promise<readonly CountedName[]>
  readonly values: (key: string, typed: string) => Promise<readonly CountedName[]>
}

/** More of a kind are found by typing. */
const MAX_SHOWN = 12

/** Keys that most searches begin with, in this order; the others follow. */
const FIRST = ['is', 'level', 'assigned', 'release', 'environment', 'first_seen', 'last_seen', 'times_seen', 'users']

/** The language's own keys that fit what was typed, by name or by what they mean; then tags of the server. */
export function keyOptions(typed: string, tags: readonly CountedName[]): readonly SearchOption[] {
  const wanted = typed.toLowerCase()
  const fits = (name: string) => name.toLowerCase().includes(wanted)
  const own = [...SEARCH_FIELDS]
    .filter(({ key, aliases, description }) => fits(key) || aliases.some(fits) || (wanted !== '' && fits(description)))
    .sort((a, b) => rankOf(a.key, wanted) - rankOf(b.key, wanted))
    .slice(0, MAX_SHOWN)
    .map(({ key, description }): SearchOption => ({ kind: 'key', key, hint: description }))
  const others = tags
    .filter(({ name }) => searchField(name) === null && fits(name))
    .slice(0, MAX_SHOWN)
    .map(({ name }): SearchOption => ({ kind: 'key', key: name, hint: 'Tag' }))
  return [...own, ...others]
}

const TIMES: readonly (readonly [value: string, hint: string])[] = [
  ['-1h', 'within the last hour'],
  ['-24h', 'within the last 24 hours'],
  ['-7d', 'within the last 7 days'],
  ['-30d', 'within the last 30 days'],
  ['+24h', 'longer ago than 24 hours'],
  ['+7d', 'longer ago than 7 days'],
]
const NUMBERS: readonly (readonly [value: string, hint: string])[] = [
  ['>10', 'more than 10'],
  ['>100', 'more than 100'],
  ['>1000', 'more than 1,000'],
  ['<10', 'fewer than 10'],
  ['10..100', 'from 10 to 100'],
]

/** Whether values of the key are asked of the server. */
export function hasServerValues({ kind, key, isTag }: Completion): boolean {
  if (kind !== 'value' || key === '') return false
  const field = isTag ? null : searchField(key)
  if (field === null) return true
  if (field.kind === 'time' || field.kind === 'number' || key === 'has') return false
  return field.values === null || field.kind === 'person'
}

/** What the language knows of the key's values, then what the server has counted. */
export function valueOptions(completion: Completion, counted: readonly CountedName[]): readonly SearchOption[] {
  const { key, typed, isTag } = completion
  const wanted = typed.toLowerCase()
  const own = (isTag ? [] : knownValues(key)).filter(({ value }) => value.toLowerCase().includes(wanted))
  const known = new Set(own.map(({ value }) => value))
  const served = counted
    .filter(({ name }) => name !== '' && !known.has(name))
    .map(({ name, count }): ValueOption => ({ kind: 'value', value: name, hint: hintOf(count), isLiteral: true }))
  return [...own, ...served].slice(0, 2 * MAX_SHOWN)
}

type ValueOption = Extract<SearchOption, { kind: 'value' }>

function knownValues(key: string): readonly ValueOption[] {
  const field = searchField(key)
  const option = (value: string, hint = '', isLiteral = true): ValueOption => ({
    kind: 'value',
    value,
    hint,
    isLiteral,
  })
  if (field?.kind === 'time') return TIMES.map(([value, hint]) => option(value, hint, false))
  if (field?.kind === 'number') return NUMBERS.map(([value, hint]) => option(value, hint, false))
  if (key === 'has')
    return SEARCH_FIELDS.filter(({ kind }) => kind !== 'enum').map((one) => option(one.key, one.description))
  if (field?.kind === 'release') return [option('latest', 'the newest of its project')]
  return field?.values?.map((value) => option(value)) ?? []
}

function hintOf(count: number | null): string {
  if (count === null) return ''
  return count === 1 ? '1 time' : `${count.toLocaleString('en')} times`
}

function rankOf(key: string, wanted: string): number {
  const starts = wanted !== '' && key.startsWith(wanted) ? -100 : 0
  const place = FIRST.indexOf(key)
  return starts + (place === -1 ? FIRST.length : place)
}
