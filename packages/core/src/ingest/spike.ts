import type { RequestCount } from '../ports/ingest.js'

const HOUR_MS = 3_600_000
const DAY_HOURS = 24
/** So many days make its normal; with less than one nobody knows what it is. */
const DAYS = 7
/** A project may send this many times what its busiest hours usually see. */
const FACTOR = 5
/** Whatever its normal is, this much is never a spike: so small projects are left alone. */
const FLOOR_PER_HOUR = 6_000

/** How far back the counts have to reach. */
export const SPIKE_LOOK_BACK_MS = DAYS * DAY_HOURS * HOUR_MS

/** What a project usually sends, in requests an hour, and what is too much for it. */
export interface Normal {
  readonly perHour: number
  readonly limitPerHour: number
}

/**
 * The normal of a project from its hourly counts: the median of the busiest hours of the last seven days. So a nightly
 * batch belongs to it, a storm of a day or two does not, and what lasts becomes normal by itself. Null while it has
 * been heard for less than a day. Days end with the last full hour.
 */
export function normalOf(counts: readonly Pick<RequestCount, 'hour' | 'quantity'>[], now: Date): Normal | null {
  const end = Math.floor(now.getTime() / HOUR_MS)
  const ages = counts
    .map(({ hour, quantity }) => ({ hoursAgo: end - Math.floor(hour.getTime() / HOUR_MS), quantity }))
    .filter(({ hoursAgo }) => hoursAgo >= 1 && hoursAgo <= DAYS * DAY_HOURS)
  const days = Math.floor(Math.max(0, ...ages.map(({ hoursAgo }) => hoursAgo)) / DAY_HOURS)
  if (days === 0) return null
  const peaks = new Array<number>(days).fill(0)
  for (const { hoursAgo, quantity } of ages) {
    const day = Math.floor((hoursAgo - 1) / DAY_HOURS)
    if (day < days) peaks[day] = Math.max(peaks[day] ?? 0, quantity)
  }
  // Of an even number the greater one: in doubt for the project.
  const perHour = peaks.sort((a, b) => a - b)[Math.floor(days / 2)] ?? 0
  return { perHour, limitPerHour: Math.max(FLOOR_PER_HOUR, FACTOR * perHour) }
}
