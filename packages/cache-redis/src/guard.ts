import type { Logger } from '@mishap/core'
import type { RedisClient } from './client.js'

export type Guard = <T>(ask: () => Promise<T>, fallback: T) => Promise<T>

/** After a question without an answer, Redis is left alone for this long, so that an outage costs a caller no time. */
const PAUSE_MS = 1_000

/**
 * Makes a Redis that is away cost a fallback instead of an error: a question that fails, or has no answer after
 * `timeoutMs`, answers `fallback`. Warns once per outage, with `consequence`, and says when it is over.
 */
export function guard(options: {
  readonly client: RedisClient
  readonly timeoutMs: number
  readonly logger: Logger
  readonly consequence: string
}): Guard {
  const { client, timeoutMs, logger, consequence } = options
  let askAgainAt = 0
  let isAway = false

  return async (ask, fallback) => {
    // While ioredis waits between attempts it would only queue the question.
    const isWaiting = client.status === 'reconnecting' || client.status === 'close' || client.status === 'end'
    if (performance.now() < askAgainAt) return fallback
    if (isWaiting) return away(fallback, `its connection is in state "${client.status}"`)
    try {
      const answer = await within(ask(), timeoutMs)
      if (isAway) logger.info('Redis answers again')
      isAway = false
      return answer
    } catch (error) {
      askAgainAt = performance.now() + PAUSE_MS
      return away(fallback, error instanceof Error ? error.message : String(error))
    }
  }

  function away<T>(fallback: T, reason: string): T {
    if (!isAway) logger.warn(`Redis does not answer: ${consequence}`, { reason })
    isAway = true
    return fallback
  }
}

function within<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
