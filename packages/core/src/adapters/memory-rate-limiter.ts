import type { Clock, RateLimiter } from '../ports/runtime.js'
import { systemClock } from './system-clock.js'

/**
 * Rate limits within this process: for each key a bucket that holds `limit` and refills evenly over `windowMs`.
 * So a burst of `limit` passes at once, and in any window at most twice that. Past `maxKeys` (100,000) the bucket
 * touched longest ago is forgotten, as if it were full.
 */
export function memoryRateLimiter(options: { readonly clock?: Clock; readonly maxKeys?: number } = {}): RateLimiter {
  const { clock = systemClock, maxKeys = 100_000 } = options
  const buckets = new Map<string, { readonly left: number; readonly at: number }>()
  return {
    take: async ({ key, limit, windowMs, cost = 1 }) => {
      if (limit <= 0) return { allowed: false, retryAfterMs: windowMs }
      const at = clock.now().getTime()
      const perMs = limit / windowMs
      const bucket = buckets.get(key) ?? { left: limit, at }
      const left = Math.min(limit, bucket.left + Math.max(0, at - bucket.at) * perMs)
      const isAllowed = cost <= left + ROUNDING
      buckets.delete(key)
      buckets.set(key, { left: isAllowed ? left - cost : left, at })
      if (buckets.size > maxKeys) buckets.delete(buckets.keys().next().value!)
      if (isAllowed) return { allowed: true, retryAfterMs: 0 }
      // More than the bucket ever holds never passes; to ask again before it is full would be useless in any case.
      const missing = Math.min(cost, limit) - left
      return { allowed: false, retryAfterMs: Math.max(1, Math.ceil((missing - ROUNDING) / perMs)) }
    },
  }
}

/** Sums of fractions that should be whole fall short by about this. */
const ROUNDING = 1e-6
