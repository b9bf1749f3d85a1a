import type { Cache, Logger } from '@mishap/core'
import { consoleLogger } from '@mishap/core'
import type { RedisClient } from './client.js'
import { guard } from './guard.js'

export interface RedisOptions {
  readonly client: RedisClient
  /** Stands before every key and channel. Two installations in one Redis need two. */
  readonly prefix?: string
  /** How long an answer may take before Redis counts as away. */
  readonly timeoutMs?: number
  readonly logger?: Logger
}

export const DEFAULT_PREFIX = 'mishap:'
export const DEFAULT_TIMEOUT_MS = 500

/**
 * A cache that all processes share. It never rejects: while Redis is away, every `get` is a miss and nothing is kept.
 * A `delete` during that time is lost, so an entry written before it may be seen again until its time is over.
 */
export function redisCache(options: RedisOptions): Cache {
  const { client, prefix = DEFAULT_PREFIX, timeoutMs = DEFAULT_TIMEOUT_MS, logger = consoleLogger } = options
  const ask = guard({ client, timeoutMs, logger, consequence: 'nothing is cached until it does' })
  const keyOf = (key: string) => `${prefix}cache:${key}`
  return {
    get: (key) => ask(() => client.get(keyOf(key)), null),
    set: async (key, value, ttlMs) => {
      // Redis refuses a time of zero; such an entry would be over anyway.
      const wholeMs = Math.floor(ttlMs)
      if (wholeMs < 1) {
        await ask(() => client.del(keyOf(key)), null)
        return
      }
      await ask(() => client.set(keyOf(key), value, 'PX', wholeMs), null)
    },
    delete: async (key) => {
      await ask(() => client.del(keyOf(key)), null)
    },
  } satisfies Cache
}
