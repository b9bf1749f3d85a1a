import type { MonitorHealth, MonitorSetup, MonitorStatus } from '../ports/monitors.js'

export type Thresholds = Pick<MonitorSetup, 'confirmationThreshold' | 'recoveryThreshold'>

/** What one check says of what is watched. */
export type Finding = Exclude<MonitorStatus, 'unknown'>

export interface Step {
  readonly health: MonitorHealth
  /** It changed with this check. */
  readonly isChange: boolean
  /** What it would change to is not sure yet: it is worth a look sooner. */
  readonly isUnsure: boolean
}

export const UNKNOWN_HEALTH: MonitorHealth = {
  ...{ status: 'unknown', since: null, streak: 0, streakFor: null },
  ...{ told: null, toldAt: null },
}

/**
 * What a check makes of the health of a monitor. Changes for the worse need `confirmationThreshold` checks in a row that say
 * so, changes for the better `recoveryThreshold`; the first status of all counts at once, if it is a good one. While it
 * recovers from being down, fast and slow answers count alike, and the last one decides between up and degraded.
 */
export function step(health: MonitorHealth, finding: Finding, at: Date, thresholds: Thresholds): Step {
  if (finding === health.status)
    return { health: { ...health, streak: 0, streakFor: null }, isChange: false, isUnsure: false }
  const streak = isSameWay(health, finding) ? health.streak + 1 : 1
  if (streak < neededFor(health.status, finding, thresholds))
    return { health: { ...health, streak, streakFor: finding }, isChange: false, isUnsure: true }
  return {
    health: { ...health, status: finding, since: at, streak: 0, streakFor: null },
    isChange: true,
    isUnsure: false,
  }
}

function isSameWay({ status, streakFor }: MonitorHealth, finding: Finding): boolean {
  if (streakFor === null) return false
  return streakFor === finding || (status === 'down' && finding !== 'down')
}

const BADNESS: Readonly<Record<MonitorStatus, number>> = { up: 0, unknown: 0, degraded: 1, down: 2 }

function neededFor(
  status: MonitorStatus,
  finding: Finding,
  { confirmationThreshold, recoveryThreshold }: Thresholds,
): number {
  if (BADNESS[finding] > BADNESS[status]) return confirmationThreshold
  return status === 'unknown' ? 1 : recoveryThreshold
}
