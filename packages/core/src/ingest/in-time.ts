import { AppError } from '../errors.js'
import type { Clock } from '../ports/runtime.js'

/** Longer than anything takes that is asked while records are stored; then it counts as away, and is asked again. */
const STORING_PATIENCE_MS = 60_000

/**
 * The answer, or a rejection with `unavailable` where it does not come within `ms`: a connection that hangs must not keep
 * everything waiting. What was asked is not taken back and may still happen.
 */
export async function inTime<T>(clock: Clock, answer: Promise<T>, ms = STORING_PATIENCE_MS): Promise<T> {
  const alarm = new AbortController()
  const late = clock.sleep(ms, alarm.signal).then((): never => {
    throw new AppError('unavailable', `Wanted an answer within ${ms} ms, found none.`, { retryAfterMs: 10_000 })
  })
  // Aborting ends the sleep as well, when the answer has won; nobody waits for the rejection then.
  late.catch(() => {})
  try {
    return await Promise.race([answer, late])
  } finally {
    alarm.abort()
  }
}
