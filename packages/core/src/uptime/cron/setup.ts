import { type CronSchedule, type CronSetup, INTERVAL_UNITS } from '../../ports/monitor-crons.js'
import { crontabFault, timezoneFault } from './crontab.js'

/** Four weeks: the most that Sentry takes for a margin and a run. */
export const MAX_CRON_MINUTES = 40_320
export const MAX_INTERVAL_VALUE = 10_000

/** What Sentry takes where an SDK does not say. */
export const CRON_DEFAULTS = { timezone: 'UTC', marginMinutes: 1, maxRuntimeMinutes: 30 } as const

/** The parts of a set-up that an SDK may give with a check-in. */
export interface WantedCron {
  readonly cron: Omit<CronSetup, 'slug'>
  readonly confirmationThreshold: number
  readonly recoveryThreshold: number
}

/**
 * What a `monitor_config` wants (https://develop.sentry.dev/sdk/telemetry/check-ins/); what it does not say stays as
 * `before` has it. Null where it has no schedule that there is.
 */
export function wantedBy(config: Readonly<Record<string, unknown>>, before: WantedCron | null): WantedCron | null {
  const schedule = scheduleOf(config.schedule)
  if (schedule === null) return null
  const { timezone } = config
  const isZone = typeof timezone === 'string' && timezoneFault(timezone) === null
  const kept = before?.cron ?? CRON_DEFAULTS
  return {
    cron: {
      schedule,
      timezone: isZone ? timezone : kept.timezone,
      marginMinutes: count(config.checkin_margin, MAX_CRON_MINUTES) ?? kept.marginMinutes,
      maxRuntimeMinutes: count(config.max_runtime, MAX_CRON_MINUTES) ?? kept.maxRuntimeMinutes,
    },
    confirmationThreshold: count(config.failure_issue_threshold, MAX_THRESHOLD) ?? before?.confirmationThreshold ?? 1,
    recoveryThreshold: count(config.recovery_threshold, MAX_THRESHOLD) ?? before?.recoveryThreshold ?? 1,
  }
}

const MAX_THRESHOLD = 100

function scheduleOf(raw: unknown): CronSchedule | null {
  const { type, value, unit } = Object(raw) as Readonly<Record<string, unknown>>
  if (type === 'crontab')
    return typeof value === 'string' && crontabFault(value) === null ? { type, value: value.trim() } : null
  const known = INTERVAL_UNITS.find((one) => one === unit)
  const isGood = typeof value === 'number' && value >= 1 && value <= MAX_INTERVAL_VALUE
  return type === 'interval' && isGood && known !== undefined ? { type, value: Math.floor(value), unit: known } : null
}

/** Null for what is no number; the nearest that there may be. */
function count(raw: unknown, max: number): number | null {
  return typeof raw === 'number' && Number.isFinite(raw) ? Math.min(max, Math.max(1, Math.round(raw))) : null
}
