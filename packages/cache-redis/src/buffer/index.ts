import { AppError, type Claim, consoleLogger, type IngestBuffer, type Logger } from '@mishap/core'
import { DEFAULT_PREFIX } from '../cache.js'
import type { RedisStreamClient } from './client.js'
import { bodyOf, type Entry, headOf, readEntries } from './entry.js'
import { GROUP, joinGroup } from './group.js'
import { runAppend, runDone, runMoveBack, runSetAside } from './scripts.js'

export interface RedisBufferOptions {
  readonly client: RedisStreamClient
  /** Stands before every key. Two installations in one Redis need two. */
  readonly prefix?: string
  readonly maxRecords?: number
  readonly maxBytes?: number
  /** How long Redis may take to keep a record before the client is told to come again; 3,000 unless given. */
  readonly timeoutMs?: number
  /** After how long without a sign of life the records of a dead process are taken over; 30,000 unless given. */
  readonly takeOverMs?: number
  /** About how many records are kept that can never be stored; 10,000 unless given. */
  readonly maxAside?: number
  readonly logger?: Logger
}

const GiB = 1024 ** 3

/**
 * The ingest buffer on Redis Streams, for web and worker processes on any number of hosts.
 * Records that a process died with are taken over by another, so delivery is at least once.
 * A record is as durable as the server's AOF makes it: `appendfsync always` keeps every acknowledged record through a
 * loss of power; `everysec` may lose the last two seconds then, or when Redis is killed, and nothing when a client dies.
 * The server must run with `maxmemory-policy noeviction`. Needs Redis 6.2.
 * Waiting for records takes connections of their own: duplicates of the client, which `close` closes.
 */
export function redisBuffer(options: RedisBufferOptions): IngestBuffer {
  const { client, prefix = DEFAULT_PREFIX, logger = consoleLogger } = options
  const { maxRecords = 1_000_000, maxBytes = GiB, timeoutMs = 3_000, takeOverMs = 30_000, maxAside = 10_000 } = options
  // The braces put them all into one slot of a cluster.
  const keys = {
    stream: `${prefix}{ingest}:records`,
    bytes: `${prefix}{ingest}:bytes`,
    aside: `${prefix}{ingest}:aside`,
  }
  const inFlight = new Set<readonly Entry[]>()
  let returned: Entry[] = []
  /** Appends that took too long and are not settled yet. */
  let unanswered = 0
  const closing = new AbortController()
  const giveBack = (entries: readonly Entry[]) => {
    returned = [...returned, ...entries]
  }
  const consumer = joinGroup({ client, stream: keys.stream, takeOverMs, logger })
  const heart = setInterval(beat, Math.max(50, takeOverMs / 3))
  heart.unref()

  function beat(): void {
    consumer.keep(held()).catch((error: unknown) => {
      logger.debug('Redis did not hear that records are in work', { reason: String(error) })
    })
  }

  async function inTime<T>(answer: Promise<T>): Promise<T> {
    try {
      return await kept(answer, timeoutMs)
    } catch (error) {
      unanswered += 1
      const settled = () => {
        unanswered -= 1
      }
      answer.then(settled, settled)
      throw error
    }
  }

  const held = () => [...returned, ...[...inFlight].flat()]

  return {
    append: async (record) => {
      const isAway = client.status === 'reconnecting' || client.status === 'close' || client.status === 'end'
      if (closing.signal.aborted || isAway) throw unavailable('Redis is not connected')
      // What a client sends to a Redis that hangs stays in the memory of this process.
      if (unanswered > 0) throw unavailable('Redis does not answer')
      const entry = { head: headOf(record), body: bodyOf(record) }
      if (!(await inTime(runAppend(client, keys, { maxRecords, maxBytes }, entry)))) throw full()
    },
    claim: async (wanted) => {
      const signal = AbortSignal.any([wanted.signal, closing.signal])
      while (!signal.aborted) {
        const entries = await nextEntries({ ...wanted, signal })
        const fitting = entries.slice(0, howMany(entries, wanted))
        giveBack(entries.slice(fitting.length))
        if (signal.aborted) giveBack(fitting)
        else if (fitting.length > 0) return claimOf(fitting)
      }
      return null
    },
    setAside: async (record, error) => {
      const head = headOf(record, { asideMessage: error.message })
      const adding = runSetAside(client, keys.aside, maxAside, { head, body: bodyOf(record) })
      const records = await kept(adding, timeoutMs)
      if (records > 0) logger.warn('So many requests were set aside that the oldest of them are lost', { records })
    },
    listSetAside: async (limit) => {
      if (limit <= 0) return []
      const entries = readEntries(await client.callBuffer('XREVRANGE', keys.aside, '+', '-', 'COUNT', limit))
      return entries.map(({ id, record, message }) => ({ record, message, at: new Date(Number(id.split('-')[0])) }))
    },
    retrySetAside: async () => {
      const [newest] = readEntries(await client.callBuffer('XREVRANGE', keys.aside, '+', '-', 'COUNT', 1))
      let moved = 0
      // What fails again meanwhile comes behind the newest of now, and is left for another time.
      while (newest !== undefined) {
        const entries = readEntries(await client.callBuffer('XRANGE', keys.aside, '-', newest.id, 'COUNT', 100))
        if (entries.length === 0) break
        for (const { id, record } of entries) {
          const entry = { id, head: headOf(record), body: bodyOf(record) }
          const answer = await kept(runMoveBack(client, keys, { maxRecords, maxBytes }, entry), timeoutMs)
          if (answer === 'full') throw full()
          if (answer === 'moved') moved += 1
        }
      }
      return moved
    },
    waiting: async () => {
      const [records, bytes] = await Promise.all([client.call('XLEN', keys.stream), client.call('GET', keys.bytes)])
      return { records: Number(records), bytes: Number(bytes ?? 0) }
    },
    oldest: async () => {
      const [first] = readEntries(await client.callBuffer('XRANGE', keys.stream, '-', '+', 'COUNT', 1))
      return first?.record.receivedAt ?? null
    },
    close: async () => {
      if (closing.signal.aborted) return
      closing.abort()
      clearInterval(heart)
      // Where Redis is away, the others find them when their time is over.
      await kept(consumer.leave(), timeoutMs).catch(() => undefined)
    },
  } satisfies IngestBuffer

  async function nextEntries(wanted: Parameters<IngestBuffer['claim']>[0]): Promise<readonly Entry[]> {
    if (returned.length > 0) return returned.splice(0)
    try {
      return await consumer.read(wanted)
    } catch (error) {
      // Closing takes the connection from under it.
      if (closing.signal.aborted) return []
      throw error
    }
  }

  function claimOf(entries: readonly Entry[]): Claim {
    inFlight.add(entries)
    return {
      records: entries.map(({ record }) => record),
      done: async () => {
        if (!inFlight.has(entries)) return
        const done = runDone(client, keys, GROUP, {
          ids: entries.map(({ id }) => id),
          bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0),
        })
        // Where it comes late after all they are handed out again here, and forgotten a second time.
        await kept(done, timeoutMs)
        inFlight.delete(entries)
      },
      release: async () => {
        if (inFlight.delete(entries)) returned = [...entries, ...returned]
      },
    }
  }
}

/** How many of the first entries stay within the limits; at least one. */
function howMany(entries: readonly Entry[], most: { readonly maxRecords: number; readonly maxBytes: number }): number {
  let bytes = 0
  const tooMuch = entries.findIndex((entry, i) => {
    bytes += entry.bytes
    return i > 0 && (i >= most.maxRecords || bytes > most.maxBytes)
  })
  return tooMuch === -1 ? entries.length : tooMuch
}

/** The answer, or `unavailable` for every reason that Redis may have not to give one: away, out of memory, read only. */
async function kept<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  })
  try {
    return await Promise.race([answer, late])
  } catch (cause) {
    throw unavailable('Redis did not keep the record', cause)
  } finally {
    clearTimeout(timer)
  }
}

function full(): AppError {
  return new AppError('buffer_full', 'the ingest buffer is full', { retryAfterMs: 10_000 })
}

function unavailable(message: string, cause?: unknown): AppError {
  return new AppError('unavailable', message, { cause, retryAfterMs: 5_000 })
}
