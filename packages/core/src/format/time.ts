const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** From the largest: how long a span must be for its unit to be used. */
const RELATIVE_UNITS = [
  ['year', 365 * DAY],
  ['month', 30 * DAY],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
  ['second', SECOND],
] as const

/** `3m ago`, `in 2h`, `now` (nearer than five seconds). Never rounds up: 59 minutes stay minutes. */
export function relativeTime(atMs: number, nowMs: number, locale = 'en'): string {
  const span = atMs - nowMs
  const format = new Intl.RelativeTimeFormat(locale, { style: 'narrow', numeric: 'always' })
  for (const [unit, length] of RELATIVE_UNITS) {
    if (Math.abs(span) < length) continue
    if (unit === 'second' && Math.abs(span) < 5 * SECOND) break
    return format.format(Math.trunc(span / length), unit)
  }
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(0, 'second')
}

/** `15 Jan 2026, 12:00:03 UTC`, in the given zone or in the machine's own. */
export function absoluteTime(atMs: number, options: { locale?: string; timeZone?: string | null } = {}): string {
  return new Intl.DateTimeFormat(options.locale ?? 'en', {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...(options.timeZone == null ? {} : { timeZone: options.timeZone }),
  }).format(atMs)
}

const DURATION_UNITS = [
  ['d', DAY],
  ['h', HOUR],
  ['m', MINUTE],
  ['s', SECOND],
] as const

/** The two largest units that matter: `2d 3h`, `3m 4s`, `1.2s`, `85ms`, `0.4ms`. Negative spans carry a minus. */
export function humanDuration(ms: number): string {
  if (!Number.isFinite(ms)) return '–'
  const sign = ms < 0 ? '-' : ''
  const span = Math.abs(ms)
  if (span < SECOND) return `${sign}${span < 10 ? tenths(span) : Math.floor(span)}ms`
  if (span < MINUTE) return `${sign}${span < 10 * SECOND ? tenths(span / SECOND) : Math.floor(span / SECOND)}s`
  const first = DURATION_UNITS.findIndex(([, length]) => span >= length)
  const [unit, length] = DURATION_UNITS[first]!
  const next = DURATION_UNITS[first + 1]
  const head = `${sign}${Math.floor(span / length)}${unit}`
  const rest = next === undefined ? 0 : Math.floor((span % length) / next[1])
  return rest === 0 ? head : `${head} ${rest}${next![0]}`
}

/** Milliseconds since the epoch from what the API and SDKs write as a time; null where it is none. */
export function parseTime(value: string | number | Date | null | undefined): number | null {
  if (value === null || value === undefined || value === '') return null
  // SDKs count seconds, JavaScript milliseconds; the year 5138 in seconds is 1973 in milliseconds.
  const ms = typeof value === 'number' ? (Math.abs(value) < 1e11 ? value * 1000 : value) : new Date(value).getTime()
  return Number.isNaN(new Date(ms).getTime()) ? null : ms
}

function tenths(value: number): number {
  return Math.floor(value * 10) / 10
}
