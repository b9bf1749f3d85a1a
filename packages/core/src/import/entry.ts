/** A JSON object of somebody else's, of which nothing is known. */
export type RemoteEntry = Readonly<Record<string, unknown>>

export function isEntry(value: unknown): value is RemoteEntry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function entriesOf(value: unknown): readonly RemoteEntry[] {
  return Array.isArray(value) ? value.filter(isEntry) : []
}

export function entryOf(entry: RemoteEntry, key: string): RemoteEntry {
  const value = entry[key]
  return isEntry(value) ? value : {}
}

/** A text of bounded length, or null. */
export function textOf(entry: RemoteEntry, key: string, max = 254): string | null {
  const value = entry[key]
  return typeof value === 'string' && value !== '' && value.length <= max && !value.includes('\0') ? value : null
}

/** An id, which is a number here and a text there. */
export function idOf(entry: RemoteEntry, key = 'id'): string | null {
  const value = entry[key]
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return String(value)
  return typeof value === 'string' && /^[-\w]{1,64}$/.test(value) ? value : null
}

/** A whole number, which counts are texts of in Sentry's issues. */
export function countOf(entry: RemoteEntry, key: string): number {
  const value = Number(entry[key])
  return Number.isSafeInteger(value) && value > 0 ? value : 0
}

export function timeOf(entry: RemoteEntry, key: string): Date | null {
  const value = entry[key]
  // Seconds since 1970 in the event's own document, a date everywhere else.
  const time = typeof value === 'number' ? value * 1000 : Date.parse(typeof value === 'string' ? value : '')
  return Number.isFinite(time) && Math.abs(time) < 8.64e15 ? new Date(time) : null
}
