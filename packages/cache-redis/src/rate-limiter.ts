import { createHash } from 'node:crypto'
import type { RateLimiter } from '@mishap/core'
import { consoleLogger, memoryRateLimiter } from '@mishap/core'
import type { RedisOptions } from './cache.js'
import { DEFAULT_PREFIX, DEFAULT_TIMEOUT_MS } from './cache.js'
import type { RedisClient } from './client.js'
import { guard } from './guard.js'

/**
 * Rate limits that all processes share: for each key a bucket that holds `limit` and refills evenly over `windowMs`,
 * by the clock of the Redis server. A burst of `limit` passes at once, and in any window at most twice that.
 * Each call is one script, so concurrent calls never take the same thing twice.
 * While Redis is away each process holds the limits by itself, knowing what it let through until then: so a flood passes
 * as many times the limit as there are processes, and none of them stands open.
 */
export function redisRateLimiter(options: RedisOptions): RateLimiter {
  const { client, prefix = DEFAULT_PREFIX, timeoutMs = DEFAULT_TIMEOUT_MS, logger = consoleLogger } = options
  const ask = guard({
    client,
    timeoutMs,
    logger,
    consequence: 'each process holds rate limits by itself until it does',
  })
  const own = memoryRateLimiter()
  return {
    take: async (request) => {
      const { key, limit, windowMs, cost = 1 } = request
      if (limit <= 0) return { allowed: false, retryAfterMs: windowMs }
      const asked = [`${prefix}rate:${key}`, String(limit), String(windowMs), String(cost)]
      const answer = await ask(() => runScript(client, asked), null)
      if (answer === null) return own.take(request)
      const [allowed, retryAfterMs] = answer
      if (allowed === 1) await own.take(request)
      return { allowed: allowed === 1, retryAfterMs }
    },
  } satisfies RateLimiter
}

/**
 * The key holds the time in microseconds at which the bucket would be full again (GCRA's "theoretical arrival time"),
 * and goes away at that time: a key that is absent is a full bucket.
 * Sums of fractions that should be whole fall short by less than a microsecond, which `+ 1` forgives.
 */
const SCRIPT = `
local limit, window, cost = tonumber(ARGV[1]), tonumber(ARGV[2]) * 1000, tonumber(ARGV[3])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local fullAt = math.max(now, tonumber(redis.call('GET', KEYS[1]) or now))
local function passesAt(units) return fullAt + units * window / limit - window end
if cost <= limit and passesAt(cost) <= now + 1 then
  local nextFullAt = fullAt + cost * window / limit
  local ttl = math.ceil((nextFullAt - now) / 1000)
  if ttl > 0 then redis.call('SET', KEYS[1], string.format('%.17g', nextFullAt), 'PX', ttl) end
  return {1, 0}
end
return {0, math.max(1, math.ceil((passesAt(math.min(cost, limit)) - 1 - now) / 1000))}
`
const SHA = createHash('sha1').update(SCRIPT).digest('hex')

async function runScript(client: RedisClient, asked: string[]): Promise<readonly [number, number]> {
  try {
    // The script answers two whole numbers, always.
    return (await client.evalsha(SHA, 1, ...asked)) as [number, number]
  } catch (error) {
    // Redis tells its errors apart by their first word only.
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
    return (await client.eval(SCRIPT, 1, ...asked)) as [number, number]
  }
}
