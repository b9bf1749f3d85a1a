import type { MaintenanceSchedule } from '../../ports/maintenance.js'
import { type Crontab, nextOccurrence } from '../cron/crontab.js'

export interface MaintenanceWindow {
  readonly start: Date
  readonly end: Date
}

/**
 * The one that goes on, or the next; null where none will come. Of several that go on at once the one that began first. A
 * start that clocks skip comes when they go on, and one that they show twice counts the first time.
 */
export function nextWindow(schedule: MaintenanceSchedule, now: Date): MaintenanceWindow | null {
  if (schedule.kind === 'single') return schedule.end > now ? { start: schedule.start, end: schedule.end } : null
  const lengthMs = schedule.minutes * 60_000
  const start = nextOccurrence(crontabOf(schedule), new Date(now.getTime() - lengthMs))
  if (start === null || (schedule.until !== null && start >= schedule.until)) return null
  return { start, end: new Date(start.getTime() + lengthMs) }
}

export function isActive(schedule: MaintenanceSchedule, now: Date): boolean {
  const window = nextWindow(schedule, now)
  return window !== null && window.start <= now
}

/** When it is over for good, at the latest; null for never. */
export function endOf(schedule: MaintenanceSchedule): Date | null {
  if (schedule.kind === 'single') return schedule.end
  return schedule.until === null ? null : new Date(schedule.until.getTime() + schedule.minutes * 60_000)
}

function crontabOf(schedule: Exclude<MaintenanceSchedule, { readonly kind: 'single' }>): Crontab {
  const { timezone } = schedule
  if (schedule.kind === 'cron') return { text: schedule.cron, timezone }
  const [hour, minute] = schedule.time.split(':').map(Number)
  return { text: `${minute} ${hour} * * ${schedule.days.map((day) => day % 7).join(',')}`, timezone }
}
