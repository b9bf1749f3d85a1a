import { AppError } from './errors.js'
import type { Clock } from './ports/runtime.js'

/** Longer than anything takes that is asked while records are stored; then it counts as away, and is asked again. */
const STORING_PATIENCE_MS = 60_000

export const LATE = Symbol('late')

/** The answer, or `LATE` where it does not come within `ms`. What was asked is not taken back and may still happen. */
export async function within<T>(clock: Clock, ms: number, answer: Promise<T>): Promise<T | typeof LATE> {
  const alarm = new AbortController()
  // Where it comes too late, nobody looks at it.
  answer.catch(() => {})
  try {
    return await Promise.race([answer, clock.sleep(ms, alarm.signal).then((): typeof LATE => LATE)])
  } finally {
    alarm.abort()
  }
}

/**
 * The answer, or a rejection with `unavailable` where it does not come within `ms`: a connection that hangs must not keep
 * everything waiting. What was asked is not taken back and may still happen.
 */
export async function inTime<T>(clock: Clock, answer: Promise<T>, ms = STORING_PATIENCE_MS): Promise<T> {
  const found = await within(clock, ms, answer)
  if (found !== LATE) return found
  throw new AppError('unavailable', `Wanted an answer within ${ms} ms, found none.`, { retryAfterMs: 10_000 })
}
