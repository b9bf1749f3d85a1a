import type { KnownTime } from '../../ports/monitor-history.js'

/** The share of the time in which it was up; null where nothing is known, or all of it was maintenance. */
export function upShareOf({ knownMs, downMs, maintenanceMs }: KnownTime): number | null {
  const counted = knownMs - maintenanceMs
  return counted <= 0 ? null : 1 - downMs / counted
}
