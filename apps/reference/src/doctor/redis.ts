import { quietLogger } from '../commands/shared.js'
import type { Settings } from '../env.js'
import { openRedis } from '../redis.js'
import { type Check, type Finding, failed, ok, warning } from './finding.js'

/** Whether Redis answers, and how much of what it is told survives a crash of its machine. */
export const checkRedis: Check = async ({ redisUrl, bufferKind }) => {
  if (redisUrl === null) return [ok('redis', 'not configured; caches and limits live in the server process')]
  const client = await openRedis(redisUrl, quietLogger, 0)
  try {
    const info = new Map(
      (await client.info())
        .split(/\r?\n/)
        .map((line) => line.split(':', 2))
        .map(([name = '', value = '']) => [name, value]),
    )
    const appendfsync = () => policyOf(client.config('GET', 'appendfsync'))
    return [
      ok('redis', `version ${info.get('redis_version') ?? 'unknown'} answers`),
      await durability(info, bufferKind, appendfsync),
      ...(bufferKind === 'redis' ? [eviction(info)] : []),
    ]
  } finally {
    client.disconnect()
  }
}

async function durability(
  info: ReadonlyMap<string, string>,
  bufferKind: Settings['bufferKind'],
  appendfsync: () => Promise<string>,
): Promise<Finding> {
  const name = 'redis durability'
  const isOn = info.get('aof_enabled') === '1'
  if (!isOn && bufferKind === 'redis')
    return failed(
      name,
      'append-only file is off: events that were accepted and wait are lost when Redis restarts',
      'Set `appendonly yes` and `appendfsync always` in redis.conf, or use the journal.',
    )
  if (!isOn)
    return warning(
      name,
      'append-only file is off: limits and caches are forgotten when it restarts',
      'Fine for caches and limits, which is all that is kept there; `appendonly yes` keeps them.',
    )
  const policy = await appendfsync()
  const text = `append-only file is on, appendfsync ${policy}`
  if (bufferKind === 'journal') return ok(name, text)
  if (policy === 'always') return ok(name, `${text}: accepted events survive a loss of power`)
  return warning(
    name,
    `${text}: accepted events survive the end of any process, but ${LOSS[policy] ?? 'what a loss of power takes is up to it'}`,
    'Set `appendfsync always` in redis.conf to lose nothing; it costs a disk write for each round of appends.',
  )
}

const LOSS: Readonly<Record<string, string>> = {
  everysec: 'a loss of power takes those of the last second or two',
  no: 'a loss of power takes those of the last half minute or so',
}

/** Managed services forbid CONFIG. */
async function policyOf(asked: Promise<unknown>): Promise<string> {
  const answer = await asked.catch(() => null)
  return Array.isArray(answer) ? String(answer[1]) : 'unknown'
}

function eviction(info: ReadonlyMap<string, string>): Finding {
  const policy = info.get('maxmemory_policy') ?? 'unknown'
  const text = `maxmemory-policy ${policy}`
  if (policy === 'noeviction') return ok('redis eviction', `${text}: what waits is never thrown away`)
  const fix = 'Set `maxmemory-policy noeviction` in redis.conf.'
  // The stream never expires, so the volatile policies leave it alone.
  if (!policy.startsWith('allkeys')) return warning('redis eviction', text, fix)
  return failed('redis eviction', `${text}: events that wait are thrown away when memory is short`, fix)
}
