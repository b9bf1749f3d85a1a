import type { Salvage } from './salvage.js'

/** Seconds since the epoch of a number (seconds, or smaller units by their size), a numeric string or a date; else null. */
export function parseTime(value: unknown): number | null {
  if (typeof value === 'number') return secondsOf(value)
  if (typeof value !== 'string' || value.length > 64) return null
  const text = value.trim()
  if (/^-?\d{1,20}(\.\d{1,20})?$/.test(text)) return secondsOf(Number(text))
  // A time without a zone is UTC: Python's `isoformat()` of a naive date.
  const withZone = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,12})?)?$/.test(text)
    ? `${text.replace(' ', 'T')}Z`
    : text
  const parsed = Date.parse(withZone)
  return Number.isNaN(parsed) ? null : parsed / 1000
}

/**
 * Seconds to add to the client's times. Sentry's rule: `sent_at` is read from the client's clock just before sending, so what
 * it differs from our clock is drift; below a minute it may as well be the network.
 */
export function driftSeconds(sentAt: Date | null, receivedAt: Date): number {
  if (sentAt === null || Number.isNaN(sentAt.getTime())) return 0
  const drift = (receivedAt.getTime() - sentAt.getTime()) / 1000
  return Math.abs(drift) > MAX_TRANSIT_S ? drift : 0
}

/** When it happened. Missing and impossible times become the time of receipt. */
export function normalizeTimestamp(value: unknown, received: number, drift: number, salvage: Salvage): number {
  if (value === null || value === undefined || value === '') return received
  const parsed = parseTime(value)
  if (parsed === null) {
    salvage.note('invalid_data', 'timestamp', value)
    return received
  }
  if (drift !== 0) salvage.note('clock_drift', 'timestamp', Math.round(drift))
  const corrected = parsed + drift
  if (corrected > received + MAX_TRANSIT_S) {
    salvage.note('future_timestamp', 'timestamp', value)
    return received
  }
  if (corrected < OLDEST_S) {
    salvage.note('past_timestamp', 'timestamp', value)
    return received
  }
  return corrected
}

const MAX_TRANSIT_S = 60
const OLDEST_S = Date.UTC(2000) / 1000
/** Ten thousand years in seconds; a larger number counts in a smaller unit. */
const MAX_SECONDS = 1e11

function secondsOf(value: number): number | null {
  if (!Number.isFinite(value)) return null
  let seconds = value
  for (let step = 0; Math.abs(seconds) >= MAX_SECONDS && step < 3; step++) seconds /= 1000
  return Math.abs(seconds) < MAX_SECONDS ? seconds : null
}
