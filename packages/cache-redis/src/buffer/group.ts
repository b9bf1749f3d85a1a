import { randomUUID } from 'node:crypto'
import type { Logger } from '@mishap/core'
import type { RedisStreamClient } from './client.js'
import { type Entry, readEntries } from './entry.js'
import { runForget, runLeave } from './scripts.js'

export const GROUP = 'drain'
const LONGEST_BLOCK_MS = 2_000
/** Before anything is known about the size of records. */
const GUESSED_BYTES = 8_192
/** How many times as long as the records of the dead wait for another, their names do. */
const NAMES_STAY = 10

/** This process's part of the consumer group: reads what nobody has read, and what the dead left behind. */
export interface Consumer {
  /** The next records; none when nothing came for a while, or the signal was aborted. */
  read(wanted: {
    readonly maxRecords: number
    readonly maxBytes: number
    readonly signal: AbortSignal
  }): Promise<readonly Entry[]>
  /** Tells the others that this process still works on these. */
  keep(entries: readonly Entry[]): Promise<void>
  /** Ends reading. Lets the others take at once what this process holds, if Redis hears of it. */
  leave(): Promise<void>
}

export function joinGroup(options: {
  readonly client: RedisStreamClient
  readonly stream: string
  readonly takeOverMs: number
  readonly logger: Logger
}): Consumer {
  const { client, stream, takeOverMs, logger } = options
  const name = randomUUID()
  const blockMs = Math.max(1, Math.min(LONGEST_BLOCK_MS, Math.floor(takeOverMs / 3)))
  const idle: RedisStreamClient[] = []
  const abandoned: Promise<readonly Entry[]>[] = []
  const all = new Set<RedisStreamClient>()
  let averageBytes = GUESSED_BYTES
  let lookForDeadAt = 0
  let forgetAt = 0
  let hasGroup = false

  async function read(wanted: Parameters<Consumer['read']>[0]): Promise<readonly Entry[]> {
    if (!hasGroup) await createGroup()
    const count = Math.max(1, Math.min(wanted.maxRecords, Math.floor(wanted.maxBytes / averageBytes)))
    const entries = await withGroup(async () => {
      const left = await readOfDead(count)
      return left.length > 0 ? left : readNew(count, wanted.signal)
    })
    if (entries.length > 0)
      averageBytes = Math.max(1, entries.reduce((sum, { bytes }) => sum + bytes, 0) / entries.length)
    return entries
  }

  async function readOfDead(count: number): Promise<readonly Entry[]> {
    if (performance.now() < lookForDeadAt) return []
    const answer = await client.callBuffer('XAUTOCLAIM', stream, GROUP, name, takeOverMs, '0', 'COUNT', count)
    const entries = readEntries((answer as [unknown, unknown])[1])
    if (entries.length === 0) {
      lookForDeadAt = performance.now() + takeOverMs / 3
      await forgetTheDead()
    }
    return entries
  }

  /** Every process has a name of its own, and Redis remembers names until it is told not to. */
  async function forgetTheDead(): Promise<void> {
    if (performance.now() < forgetAt) return
    const idleMs = takeOverMs * NAMES_STAY
    forgetAt = performance.now() + idleMs
    await runForget(client, stream, { group: GROUP, idleMs })
  }

  async function readNew(count: number, signal: AbortSignal): Promise<readonly Entry[]> {
    const reading = abandoned.shift() ?? startReading(count)
    const aborted = abortion(signal)
    try {
      return await Promise.race([reading, aborted.promise])
    } finally {
      aborted.forget()
      // What it brings is ours already: the next caller takes it.
      if (signal.aborted) abandoned.push(reading)
    }
  }

  async function startReading(count: number): Promise<readonly Entry[]> {
    const connection = idle.pop() ?? connect()
    let isLost = false
    // Nothing is sent on it while it waits, so by itself it would not notice that the other end is gone.
    const alarm = setTimeout(() => {
      isLost = true
      all.delete(connection)
      connection.disconnect()
    }, blockMs + takeOverMs)
    alarm.unref()
    try {
      return readEntries(
        entriesOfStream(
          await connection.callBuffer(
            'XREADGROUP',
            'GROUP',
            GROUP,
            name,
            'COUNT',
            count,
            'BLOCK',
            blockMs,
            'STREAMS',
            stream,
            '>',
          ),
        ),
      )
    } finally {
      clearTimeout(alarm)
      if (!isLost) idle.push(connection)
    }
  }

  async function withGroup<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask()
    } catch (error) {
      // Somebody emptied the server: the group went with the stream.
      if (!(error instanceof Error) || !error.message.startsWith('NOGROUP')) throw error
      await createGroup()
      return ask()
    }
  }

  async function createGroup(): Promise<void> {
    try {
      await client.call('XGROUP', 'CREATE', stream, GROUP, '0', 'MKSTREAM')
    } catch (error) {
      // Another process was first.
      if (!(error instanceof Error) || !error.message.startsWith('BUSYGROUP')) throw error
    }
    hasGroup = true
  }

  function connect(): RedisStreamClient {
    const connection = client.duplicate()
    connection.on('error', (error) => logger.debug('Redis connection of the drain', { reason: error.message }))
    all.add(connection)
    return connection
  }

  return {
    read,
    keep: async (entries) => {
      if (entries.length === 0) return
      const ids = entries.map(({ id }) => id)
      await client.call('XCLAIM', stream, GROUP, name, 0, ...ids, 'IDLE', 0, 'JUSTID')
    },
    leave: async () => {
      for (const reading of abandoned) reading.catch(() => undefined)
      for (const connection of all) connection.disconnect()
      if (hasGroup) await runLeave(client, stream, { group: GROUP, name, idleMs: takeOverMs })
    },
  }
}

function abortion(signal: AbortSignal): { readonly promise: Promise<readonly Entry[]>; readonly forget: () => void } {
  let forget = () => {}
  const promise = new Promise<readonly Entry[]>((resolve) => {
    const onAbort = () => resolve([])
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    forget = () => signal.removeEventListener('abort', onAbort)
  })
  return { promise, forget: () => forget() }
}

/** Of one stream: `[[name, entries]]` in RESP2, the flattened map `[name, entries]` in RESP3; null when nothing came. */
function entriesOfStream(answer: unknown): unknown {
  if (!Array.isArray(answer)) return null
  const [first, second] = answer as unknown[]
  return Array.isArray(first) ? first[1] : second
}
