import { AppError } from '../errors.js'

const UNITS_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** An ISO 8601 date, `now`, or `now-15m`, `now-24h`, `now-7d`. Throws `invalid_input` for anything else. */
export function parseTime(text: string, now: Date, name: string): Date {
  const relative = /^now\s*(?:-\s*(\d{1,6})\s*([mhd]))?$/.exec(text.trim())
  if (relative !== null) return new Date(now.getTime() - Number(relative[1] ?? 0) * (UNITS_MS[relative[2] ?? 'm'] ?? 0))
  // A plus that was not encoded has become a space.
  const iso = text.trim().replace(/ (\d\d:?\d\d)$/, '+$1')
  const at = /^\d{4}-\d\d-\d\d/.test(iso) ? new Date(/\d{2}:\d{2}/.test(iso) && !hasZone(iso) ? `${iso}Z` : iso) : null
  if (at !== null && !Number.isNaN(at.getTime())) return at
  const msg = `Wanted a date such as 2026-01-31T12:00:00Z, or now-24h, found "${text.slice(0, 40)}"`
  throw new AppError('invalid_input', msg, { fields: [{ type: 'datetime_parsing', loc: ['query', name], msg }] })
}

function hasZone(iso: string): boolean {
  return /(?:[zZ]|[+-]\d\d:?\d\d)$/.test(iso)
}
