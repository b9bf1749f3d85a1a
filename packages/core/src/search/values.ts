import type { Piece } from './scan.js'
import type { SearchTime, SearchValue } from './types.js'

/** The value, or what it should have been: the remedy. */
export type Reading = SearchValue | string

/** `100`, `>1k`, `<=20`, `10..20`, `10..`. */
export function readNumber({ text }: Piece): Reading {
  const range = /^([\w.]*?)\.\.([\w.]*)$/.exec(text)
  if (range !== null) {
    const [from, to] = [optional(range[1], numberOf), optional(range[2], numberOf)]
    return from === undefined || to === undefined || (from === null && to === null)
      ? NUMBER_REMEDY
      : { kind: 'range', from: from === null ? null : Math.ceil(from), to: to === null ? null : Math.floor(to) }
  }
  const [, operator = '', digits = ''] = /^([<>]?=?)\s*(.*)$/.exec(text) ?? []
  const number = numberOf(digits)
  if (number === undefined) return NUMBER_REMEDY
  switch (operator) {
    case '>':
      return { kind: 'range', from: Math.floor(number) + 1, to: null }
    case '>=':
      return { kind: 'range', from: Math.ceil(number), to: null }
    case '<':
      return { kind: 'range', from: null, to: Math.ceil(number) - 1 }
    case '<=':
      return { kind: 'range', from: null, to: Math.floor(number) }
    default:
      return { kind: 'range', from: Math.ceil(number), to: Math.floor(number) }
  }
}

/** `>=1.2.0`; null where it is compared with nothing. */
export function readVersion({ text }: Piece): Reading | null {
  const match = /^([<>]=?)\s*(.*)$/.exec(text)
  if (match === null) return null
  const [, operator = '', version = ''] = match
  if (!/^v?\d{1,9}(?:\.\d{1,9}){0,3}(?:-[\w.-]{1,100})?$/.test(version)) return 'Write a version such as >=1.2.0.'
  // One of the four that the expression lets through.
  return { kind: 'version', operator: operator as '>' | '>=' | '<' | '<=', version }
}

const NUMBER_REMEDY = 'Write a number such as 10, >100, <=1k or 10..20.'
const THOUSANDS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, b: 1e9 }

function numberOf(text: string): number | undefined {
  const match = /^(\d{1,12}(?:\.\d{1,6})?)([kmb]?)$/i.exec(text)
  return match === null ? undefined : Number(match[1]) * (THOUSANDS[(match[2] ?? '').toLowerCase()] ?? 1)
}

/** `-24h` since then, `+7d` before then, `2026-01-31` on that day, `>2026-01-31T12:00`, `2026-01-01..2026-01-31`. */
export function readTime({ text }: Piece): Reading {
  const range = text.indexOf('..')
  if (range !== -1) {
    const [from, to] = [optional(text.slice(0, range), pointOf), optional(text.slice(range + 2), pointOf)]
    if (from === undefined || to === undefined || (from === null && to === null)) return TIME_REMEDY
    return { kind: 'period', from: from?.time ?? null, before: to === null ? null : later(to.time, to.lengthMs) }
  }
  const [, operator = '', written = ''] = /^([<>]?=?)\s*(.*)$/.exec(text) ?? []
  const point = pointOf(written)
  if (point === undefined) return TIME_REMEDY
  const { time, lengthMs } = point
  switch (operator) {
    case '>':
      return { kind: 'period', from: later(time, 1), before: null }
    case '>=':
      return { kind: 'period', from: time, before: null }
    case '<':
      return { kind: 'period', from: null, before: time }
    case '<=':
      return { kind: 'period', from: null, before: later(time, 1) }
    default:
      if ('at' in time) return { kind: 'period', from: time, before: later(time, lengthMs) }
      return written.startsWith('+')
        ? { kind: 'period', from: null, before: later(time, 1) }
        : { kind: 'period', from: time, before: null }
  }
}

const TIME_REMEDY = 'Write -24h for the last day, +7d for before a week ago, or a date such as >2026-01-31.'
const UNITS_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** A point, and how long the day, minute or second is that was named; 1 for one that is exact. */
function pointOf(text: string): { readonly time: SearchTime; readonly lengthMs: number } | undefined {
  const relative = /^(?:now\s*-|[+-])\s*(\d{1,6})\s*([smhdw])$/.exec(text)
  if (relative !== null) return { time: { ago: Number(relative[1]) * (UNITS_MS[relative[2] ?? ''] ?? 0) }, lengthMs: 1 }
  if (text === 'now') return { time: { ago: 0 }, lengthMs: 1 }
  const date = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(\.\d{1,9})?)?)?(Z|[+-]\d\d:?\d\d)?$/i.exec(text)
  if (date === null) return undefined
  const [, day = '', minute, second, part, zone] = date
  // A day that its month does not have would be taken for one of the next.
  if (new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) !== day) return undefined
  const offset = (zone ?? 'Z').toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')
  const at = Date.parse(`${day}T${minute ?? '00:00'}:${second ?? '00'}${(part ?? '').slice(0, 4)}${offset}`)
  if (Number.isNaN(at)) return undefined
  if (minute === undefined) return { time: { at }, lengthMs: 86_400_000 }
  if (second === undefined) return { time: { at }, lengthMs: 60_000 }
  return { time: { at }, lengthMs: part === undefined ? 1000 : 1 }
}

function later(time: SearchTime, ms: number): SearchTime {
  return 'at' in time ? { at: time.at + ms } : { ago: time.ago - ms }
}

/** null where nothing is written, undefined where it cannot be read. */
function optional<T>(text: string | undefined, read: (text: string) => T | undefined): T | null | undefined {
  return text === undefined || text === '' ? null : read(text)
}
