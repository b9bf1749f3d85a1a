import { quietLogger } from '../commands/shared.js'
import { openRedis } from '../redis.js'
import { type Check, type Finding, ok, warning } from './finding.js'

/** Whether Redis answers, and how much of what it is told survives a crash of its machine. */
export const checkRedis: Check = async ({ redisUrl }) => {
  if (redisUrl === null) return [ok('redis', 'not configured; caches and limits live in the server process')]
  const client = await openRedis(redisUrl, quietLogger, 0)
  try {
    const info = new Map(
      (await client.info())
        .split(/\r?\n/)
        .map((line) => line.split(':', 2))
        .map(([name = '', value = '']) => [name, value]),
    )
    return [
      ok('redis', `version ${info.get('redis_version') ?? 'unknown'} answers`),
      await durability(info, () => client.config('GET', 'appendfsync')),
    ]
  } finally {
    client.disconnect()
  }
}

async function durability(info: ReadonlyMap<string, string>, ask: () => Promise<unknown>): Promise<Finding> {
  if (info.get('aof_enabled') !== '1')
    return warning(
      'redis durability',
      'append-only file is off: limits and caches are forgotten when it restarts',
      'Fine for caches and limits, which is all that is kept there now; `appendonly yes` keeps them.',
    )
  // Managed services forbid CONFIG.
  const answer = await ask().catch(() => null)
  const policy = Array.isArray(answer) ? String(answer[1]) : 'unknown'
  return ok('redis durability', `append-only file is on, appendfsync ${policy}`)
}
