import type { MonitorHealth, MonitorSetup, MonitorStatus } from '../ports/monitors.js'
import { damped, statusOf } from './flapping.js'

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
  ...{ recent: '', isFlapping: false, told: null, toldAt: null },
}

/**
 * What a check makes of the health of a monitor. Changes for the worse need `confirmationThreshold` checks in a row that say
 * so, changes for the better `recoveryThreshold`; the first status of all counts at once, if it is a good one. While it
 * recovers from being down, fast and slow answers count alike, and the last one decides between up and degraded. What
 * changes too often is damped (`flapping.ts`).
 */
export function step(health: MonitorHealth, finding: Finding, at: Date, thresholds: Thresholds): Step {
  const confirmed = confirm(health, finding, thresholds)
  const { streak, streakFor } = confirmed
  const { recent, isFlapping, status } = damped(health, confirmed.status)
  const isChange = status !== health.status
  return {
    health: { ...health, status, since: isChange ? at : health.since, streak, streakFor, recent, isFlapping },
    isChange,
    isUnsure: streak > 0,
  }
}

/** What it is by enough checks in a row, however often that changes. */
function confirm(
  health: MonitorHealth,
  finding: Finding,
  thresholds: Thresholds,
): Pick<MonitorHealth, 'status' | 'streak' | 'streakFor'> {
  const status = statusOf(health.recent.at(-1)) ?? health.status
  if (finding === status) return { status, streak: 0, streakFor: null }
  const streak = isSameWay(status, health.streakFor, finding) ? health.streak + 1 : 1
  if (streak < neededFor(status, finding, thresholds)) return { status, streak, streakFor: finding }
  return { status: finding, streak: 0, streakFor: null }
}

function isSameWay(status: MonitorStatus, streakFor: MonitorStatus | null, finding: Finding): boolean {
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
