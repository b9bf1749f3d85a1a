import type { PgTypes } from './pool.js'

/**
 * How columns are read, whatever the host has set in `pg.types`: ids and other bigints as text, times as `Date`,
 * everything that is not named here as text.
 */
export const columnTypes: PgTypes = {
  getTypeParser: (oid) => PARSERS.get(oid) ?? asText,
}

const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [16, (text) => text === 't'],
  [17, (text) => Buffer.from(text.slice(2), 'hex')],
  [21, Number],
  [23, Number],
  [114, (text) => JSON.parse(text)],
  [700, Number],
  [701, Number],
  [3802, (text) => JSON.parse(text)],
  // `2026-01-31 12:00:00.123+00`, in the time zone of the session.
  [1184, (text) => new Date(text.replace(' ', 'T').replace(/[+-]\d\d$/, '$&:00'))],
])

function asText(text: string): unknown {
  return text
}
