import type { CronProgress, CronSchedule, CronSetup } from '../../ports/monitor-crons.js'
import { nextOccurrence, previousOccurrence } from './crontab.js'

type Schedule = Pick<CronSetup, 'schedule' | 'timezone'>

const MINUTE_MS = 60_000
/** Clocks of hosts differ: a run that begins so much too early is the one of that moment. */
const EARLY_MS = 30_000

/** The first moment after `after` at which a job is to run; null where there is none. An interval counts from `after`. */
export function nextRun({ schedule, timezone }: Schedule, after: Date): Date | null {
  if (schedule.type === 'interval') return later(after, schedule)
  return nextOccurrence({ text: schedule.value, timezone }, after)
}

/** What a run is to its schedule, and how far the schedule has come with it. */
interface Arrival {
  /** When it was wanted; null where it was not, and for the first one. */
  readonly expectedAt: Date | null
  /** How long after that it began; null where that is no longer than it may be. */
  readonly lateMs: number | null
  readonly progress: CronProgress
}

/** A run began at `at`. */
export function arrive(cron: CronSetup, { settledAt, missedAt }: CronProgress, at: Date): Arrival {
  const expected = settledAt === null ? null : nextRun(cron, settledAt)
  const isDue = expected !== null && at.getTime() >= expected.getTime() - EARLY_MS
  const expectedAt = isDue ? newestMoment(cron, expected, at) : missedAt
  const lateMs = expectedAt === null ? 0 : at.getTime() - expectedAt.getTime()
  // An interval counts from the run itself, a crontab knows no second run for the same moment.
  const moment = isDue && cron.schedule.type === 'crontab' ? expectedAt : null
  return {
    expectedAt,
    lateMs: lateMs > cron.marginMinutes * MINUTE_MS ? lateMs : null,
    progress: { settledAt: newest(at, settledAt, moment), missedAt: null },
  }
}

/** The run that should have begun, and has not, and how far the schedule has come without it; null while there is none. */
export function missing(
  cron: CronSetup,
  { settledAt }: CronProgress,
  now: Date,
): { readonly expectedAt: Date; readonly progress: CronProgress } | null {
  const expectedAt = settledAt === null ? null : nextRun(cron, settledAt)
  if (expectedAt === null || latest(cron, expectedAt) > now) return null
  const next = nextRun(cron, expectedAt)
  // Nobody has looked for long: one is told for all, and what can still come is waited for.
  const isLongAgo = next !== null && latest(cron, next) <= now
  const settled = isLongAgo ? new Date(now.getTime() - cron.marginMinutes * MINUTE_MS) : expectedAt
  return { expectedAt, progress: { settledAt: settled, missedAt: expectedAt } }
}

/** A run that reported last at `updatedAt` has taken too long from then on; null where it may take however long. */
export function timeoutOf({ maxRuntimeMinutes }: CronSetup, updatedAt: Date): Date | null {
  return maxRuntimeMinutes === null ? null : new Date(updatedAt.getTime() + maxRuntimeMinutes * MINUTE_MS)
}

/** When it is to be looked at a job; null where nothing is waited for. */
export function dueAt(
  cron: CronSetup,
  { settledAt }: CronProgress,
  running: readonly { readonly updatedAt: Date }[],
): Date | null {
  const expected = settledAt === null ? null : nextRun(cron, settledAt)
  const ends = running.flatMap(({ updatedAt }) => timeoutOf(cron, updatedAt) ?? [])
  const all = expected === null ? ends : [...ends, latest(cron, expected)]
  return all.length === 0 ? null : new Date(Math.min(...all.map(Number)))
}

const DAY_SECONDS = 86_400

/** About how often a job runs, in seconds: 1 to 86,400. */
export function periodSeconds(cron: Schedule, now: Date): number {
  const first = nextRun(cron, now)
  const second = first === null ? null : nextRun(cron, first)
  if (first === null || second === null) return DAY_SECONDS
  return Math.max(1, Math.min(DAY_SECONDS, Math.round((second.getTime() - first.getTime()) / 1000)))
}

function latest({ marginMinutes }: CronSetup, expected: Date): Date {
  return new Date(expected.getTime() + marginMinutes * MINUTE_MS)
}

/** Several may have gone by while nobody looked. */
function newestMoment({ schedule, timezone }: Schedule, expected: Date, at: Date): Date {
  if (schedule.type === 'interval') return expected
  const before = previousOccurrence({ text: schedule.value, timezone }, new Date(at.getTime() + EARLY_MS + 1))
  return before === null || before < expected ? expected : before
}

function newest(first: Date, ...others: readonly (Date | null)[]): Date {
  return new Date(Math.max(first.getTime(), ...others.map(Number)))
}

const UNIT_MS = { minute: MINUTE_MS, hour: 60 * MINUTE_MS, day: 1440 * MINUTE_MS, week: 10_080 * MINUTE_MS } as const

function later(from: Date, { value, unit }: Extract<CronSchedule, { type: 'interval' }>): Date {
  if (unit !== 'month' && unit !== 'year') return new Date(from.getTime() + value * UNIT_MS[unit])
  const months = from.getUTCMonth() + (unit === 'month' ? value : 12 * value)
  const date = new Date(from)
  date.setUTCMonth(months)
  // A month without such a day ends earlier.
  if (date.getUTCMonth() !== months % 12) date.setUTCDate(0)
  return date
}
