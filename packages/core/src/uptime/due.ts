import type { MonitorSetup } from '../ports/monitors.js'
import { timeoutOf } from './types/timeout.js'

/** Who checks and dies says nothing; so long after its timeout a check counts as lost. */
const GRACE_MS = 10_000

/** When a monitor that was made or changed is due: at once, or never where it is paused or reports by itself. */
export function firstDue({ type, isPaused }: Pick<MonitorSetup, 'type' | 'isPaused'>, now: Date): Date | null {
  return isPaused || type === 'Heartbeat' ? null : now
}

/** Until when nobody else checks a monitor that was claimed. */
export function claimEnd(monitor: Pick<MonitorSetup, 'timeoutSeconds'>, now: Date): Date {
  return new Date(now.getTime() + timeoutOf(monitor) + GRACE_MS)
}
