import type { CheckIn } from '../../ports/items.js'
import type { CheckInPlace, CronProgress, CronRun, CronSetup } from '../../ports/monitor-crons.js'
import type { Verdict } from '../types/type.js'
import { arrive, dueAt, missing, timeoutOf } from './expected.js'

/** What is to be made of a job. */
interface CronFinding {
  /** Null: nothing that is worth a check. */
  readonly verdict: Verdict | null
  readonly progress: CronProgress
  readonly run: CronRun
}

/** What a report of a run says; null where that was known. `checkIn` is the newest report, of all that there were. */
export function heard(cron: CronSetup, progress: CronProgress, checkIn: CheckIn): CronFinding | null {
  const { status, heardAs, receivedAt } = checkIn
  if (status === heardAs && status !== 'in_progress') return null
  // Its first report is when it began, as far as anybody knows.
  const arrival = heardAs === null && status !== 'missed' ? arrive(cron, progress, receivedAt) : null
  const expectedAt = arrival === null ? checkIn.expectedAt : arrival.expectedAt
  return {
    verdict: status === 'in_progress' ? null : verdictOf(cron, checkIn, expectedAt),
    progress: arrival?.progress ?? progress,
    run: { kind: 'heard', checkIn, expectedAt },
  }
}

/** What is wrong with a job of which nothing is heard now; null where nothing is. `running` is of it. */
export function silent(
  {
    cron,
    progress,
    place,
  }: { readonly cron: CronSetup; readonly progress: CronProgress; readonly place: CheckInPlace },
  running: readonly CheckIn[],
  now: Date,
): CronFinding | null {
  const late = running.find(({ updatedAt }) => {
    const end = timeoutOf(cron, updatedAt)
    return end !== null && end <= now
  })
  if (late !== undefined) {
    const detail = `The run that began at ${told(late.receivedAt)} has not ended within ${cron.maxRuntimeMinutes} minutes`
    return {
      verdict: { reason: 'job_too_long', detail, responseMs: null },
      progress,
      run: { kind: 'timed_out', checkIn: late },
    }
  }
  const missed = missing(cron, progress, now)
  if (missed === null) return null
  const { expectedAt } = missed
  const detail = `Wanted a run at ${told(expectedAt)}, none has begun within ${cron.marginMinutes} minutes`
  return {
    verdict: { reason: 'no_check_in', detail, responseMs: null },
    progress: missed.progress,
    run: { kind: 'missed', place, expectedAt, at: now },
  }
}

/**
 * How far a job has come that is looked at at another moment than its schedule gives, null where it is not: whoever
 * changed or resumed it has set that, and what was expected before is so no more.
 */
export function beginAnew(
  cron: CronSetup,
  progress: CronProgress,
  { running, slot, now }: { readonly running: readonly CheckIn[]; readonly slot: Date; readonly now: Date },
): CronProgress | null {
  if (dueAt(cron, progress, running)?.getTime() === slot.getTime()) return null
  return progress.settledAt === null ? progress : { settledAt: now, missedAt: null }
}

/** Whole milliseconds that every storage holds. */
const MAX_RESPONSE_MS = 2 ** 31 - 1

function verdictOf(cron: CronSetup, checkIn: CheckIn, expectedAt: Date | null): Verdict {
  const { status, heardAs, durationMs, receivedAt, updatedAt } = checkIn
  const known = heardAs === 'in_progress' ? updatedAt.getTime() - receivedAt.getTime() : null
  const responseMs = durationMs ?? known
  const words = [
    status === 'error' ? 'The run has failed' : '',
    status === 'timeout' ? 'The run says that it took too long' : '',
    status === 'missed' ? 'The run says that it did not begin' : '',
    heardAs === 'timeout' && status === 'ok' ? `It ended after more than ${cron.maxRuntimeMinutes} minutes` : '',
    lateness(cron, receivedAt, expectedAt),
  ]
  return {
    reason: status === 'in_progress' ? null : REASONS[status],
    detail: words.filter((word) => word !== '').join('. '),
    responseMs: responseMs === null ? null : Math.min(responseMs, MAX_RESPONSE_MS),
  }
}

const REASONS = { ok: null, error: 'job_failed', timeout: 'job_too_long', missed: 'no_check_in' } as const

function lateness({ marginMinutes }: CronSetup, began: Date, expectedAt: Date | null): string {
  const minutes = expectedAt === null ? 0 : (began.getTime() - expectedAt.getTime()) / 60_000
  return expectedAt === null || minutes <= marginMinutes
    ? ''
    : `Wanted at ${told(expectedAt)}, it began ${Math.floor(minutes)} minutes late`
}

function told(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
