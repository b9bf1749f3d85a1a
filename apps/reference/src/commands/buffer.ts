import { existsSync } from 'node:fs'
import { redisBuffer } from '@mishap/cache-redis'
import { AppError, fileJournal, type IngestBuffer } from '@mishap/core'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { journalDir } from '../buffer.js'
import { holderOf, lockDataDir } from '../data-lock.js'
import { type Flags, readSettings, type Settings } from '../env.js'
import { openRedis } from '../redis.js'
import { answer, printable, quietLogger, withJson } from './shared.js'

type BufferFlags = Flags & { readonly json?: boolean }

const DEFAULT_LIMIT = 20
const WHEN =
  '\nWith the buffer redis it works at any time. A journal belongs to the server that runs on it: stop that first.\n'

/** `buffer dead` and `buffer replay`: what could not be stored. */
export function addBuffer(program: Command): void {
  const buffer = program.command('buffer').description('accepted events that could not be stored')
  ofBuffer(buffer.command('dead'))
    .description('list what was set aside, the newest first, with the reason')
    .addOption(new Option('--limit <number>', 'how many at most').default(DEFAULT_LIMIT).argParser(atLeastOne))
    .addHelpText('after', `${WHEN}\nExample:\n  mishap buffer dead --limit 5\n`)
    .action(async (flags: BufferFlags & { limit: number }) => {
      const found = await withBuffer(flags, (one) => one.listSetAside(flags.limit))
      const dead = found.map(({ record, message, at }) => ({
        projectId: record.projectId,
        eventId: record.eventId,
        receivedAt: record.receivedAt.toISOString(),
        setAsideAt: at.toISOString(),
        bytes: record.body.length,
        error: message,
      }))
      const lines = dead.map((one) => `project ${one.projectId}, received ${one.receivedAt}: ${printable(one.error)}`)
      answer(flags, { dead }, lines.join('\n') || 'Nothing is set aside.')
    })
  ofBuffer(buffer.command('replay'))
    .description('let everything that was set aside be stored once more; what is stored already counts once')
    .addHelpText('after', `${WHEN}\nExample:\n  mishap buffer replay\n`)
    .action(async (flags: BufferFlags) => {
      const replayed = await withBuffer(flags, (one) => one.retrySetAside())
      answer(flags, { replayed }, `${replayed} requests wait to be stored again.`)
    })
}

function ofBuffer(command: Command): Command {
  const data = new Option('--data <dir>', 'data directory (env: MISHAP_DATA_DIR, default: ./mishap-data)')
  return withBufferOptions(withJson(command.addOption(data)))
}

/** Adds `--redis-url` and `--buffer`. */
export function withBufferOptions(command: Command): Command {
  return command
    .addOption(new Option('--redis-url <url>', 'Redis in which events wait (env: REDIS_URL)'))
    .addOption(new Option('--buffer <kind>', 'where events wait: journal or redis (env: MISHAP_BUFFER)'))
}

function atLeastOne(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Wanted a whole number of at least 1.')
}

/** Runs `work` on the buffer of the options. Rejects with `conflict` while a server holds the journal, `not_found` where there is none. */
export async function withBuffer<T>(flags: Flags, work: (buffer: IngestBuffer) => Promise<T>): Promise<T> {
  const settings = readSettings(process.env, flags)
  return settings.bufferKind === 'redis' ? inRedis(settings, work) : inJournal(settings, work)
}

async function inRedis<T>({ redisUrl }: Settings, work: (buffer: IngestBuffer) => Promise<T>): Promise<T> {
  const client = await openRedis(redisUrl ?? '', quietLogger, 0)
  const buffer = redisBuffer({ client, logger: quietLogger })
  try {
    return await work(buffer)
  } finally {
    await buffer.close()
    client.disconnect()
  }
}

async function inJournal<T>(settings: Settings, work: (buffer: IngestBuffer) => Promise<T>): Promise<T> {
  const holder = await holderOf(settings.dataDir)
  if (holder !== null)
    throw new AppError(
      'conflict',
      `The server that runs on ${settings.dataDir} (process ${holder.pid}) holds its journal. ` +
        'Stop it, run this again, and start it; with the buffer redis (--buffer redis) this works at any time.',
    )
  const dir = journalDir(settings)
  if (!existsSync(dir))
    throw new AppError(
      'not_found',
      `There is no journal at ${dir}. Name the data directory of the server by --data, or say --buffer redis.`,
    )
  const lock = await lockDataDir(settings.dataDir)
  const buffer = fileJournal({ dir, logger: quietLogger })
  try {
    return await work(buffer)
  } finally {
    await buffer.close()
    await lock.release()
  }
}
