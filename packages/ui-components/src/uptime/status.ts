import type { MonitorJson } from '@mishap/core/client'

/** What a monitor is shown as: a paused one is nothing else. */
export type ShownStatus = MonitorJson['status'] | 'paused'

export const STATUS_WORDS: Readonly<Record<ShownStatus, string>> = {
  down: 'Down',
  degraded: 'Degraded',
  maintenance: 'Maintenance',
  unknown: 'Unknown',
  up: 'Up',
  paused: 'Paused',
}

/** The worst first. */
export const STATUSES = [
  'down',
  'degraded',
  'unknown',
  'maintenance',
  'up',
  'paused',
] as const satisfies readonly ShownStatus[]

export function shownStatus({ status, isPaused }: Pick<MonitorJson, 'status' | 'isPaused'>): ShownStatus {
  return isPaused ? 'paused' : status
}
