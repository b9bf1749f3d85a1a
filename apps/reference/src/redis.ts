import { AppError, type Logger } from '@mishap/core'
import { Redis } from 'ioredis'
import { nameOf } from './database.js'
import { refusalOf } from './redis-greeting.js'

const CONNECT_TIMEOUT_MS = 5_000
const LONGEST_RETRY_PAUSE_MS = 5_000

/**
 * A connected client, which reconnects for as long as it is open. Rejects with `unavailable` where the server cannot be
 * reached for `patienceMs`: what is configured has to be there at the start; later the adapters do without it.
 */
export async function openRedis(url: string, logger: Logger, patienceMs: number): Promise<Redis> {
  const deadline = Date.now() + patienceMs
  let lastError: Error | null = null
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: 1,
    retryStrategy: (times) => Math.min(times * 200, LONGEST_RETRY_PAUSE_MS),
  })
  client.on('error', (error: Error) => {
    lastError = error
    logger.debug('Redis connection', { reason: error.message })
  })
  for (;;) {
    try {
      if (client.status === 'wait' || client.status === 'end') await client.connect()
      await client.ping()
      return client
    } catch (error) {
      const reason = String((lastError ?? (error as Error)).message)
      const isHopeless = /NOAUTH|WRONGPASS|NOPERM|invalid DB/i.test(`${reason} ${(error as Error).message}`)
      if (Date.now() < deadline && !isHopeless) {
        await new Promise((wake) => setTimeout(wake, 250))
        continue
      }
      client.disconnect()
      const told = (await refusalOf(url)) ?? reason
      throw new AppError(
        'unavailable',
        `Redis at ${nameOf(url)} cannot be used: ${told}. Start it, mend REDIS_URL, or leave it out.`,
        { cause: error },
      )
    }
  }
}
