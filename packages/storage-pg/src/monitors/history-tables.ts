import type { CheckPart, HistoryStep } from '@mishap/core'

export const HISTORY_TABLES: Readonly<Record<HistoryStep, string>> = {
  minute: 'monitor_minutes',
  hour: 'monitor_hours',
  day: 'monitor_days',
}

export const TIME_COLUMNS = ['known_ms', 'down_ms', 'degraded_ms', 'maintenance_ms'] as const

/** Each has two columns: milliseconds, and how many checks had such a part. */
export const PART_COLUMNS: Readonly<Record<CheckPart, string>> = {
  dns: 'dns',
  connect: 'connect',
  tls: 'tls',
  firstByte: 'first_byte',
  transfer: 'transfer',
}
