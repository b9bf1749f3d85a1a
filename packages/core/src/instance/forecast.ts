import type { InstanceStorageJson } from '../client/admin-types.js'
import type { InstanceDay } from '../ports/instance.js'

/** So many whole days are looked at. */
const MEASURED_DAYS = 7

/**
 * What events will hold when as many as of late have come for all of retention. Of days that are over, without those before
 * the first event.
 */
export function forecastOf(
  days: readonly InstanceDay[],
  { today, retentionDays }: { readonly today: string; readonly retentionDays: number },
): InstanceStorageJson['forecast'] {
  const over = days.filter(({ day }) => day < today).sort((a, b) => (a.day < b.day ? 1 : -1))
  const oldest = over.findLastIndex(({ events }) => events > 0)
  const measured = over.slice(0, Math.min(MEASURED_DAYS, oldest + 1))
  if (measured.length === 0) return null
  const sum = (of: (day: InstanceDay) => number) => measured.reduce((total, day) => total + of(day), 0)
  const eventsPerDay = Math.round(sum(({ events }) => events) / measured.length)
  const bytesPerDay = Math.round(sum(({ bytes, storedBytes }) => storedBytes ?? bytes) / measured.length)
  return {
    retentionDays,
    measuredDays: measured.length,
    eventsPerDay,
    bytesPerDay,
    events: eventsPerDay * retentionDays,
    bytes: bytesPerDay * retentionDays,
  }
}
