import { systemClock } from '../../adapters/system-clock.js'
import { AppError } from '../../errors.js'
import type { Claim, Clock, IngestBuffer, IngestRecord } from '../../ports/runtime.js'
import { Changes } from './changes.js'

/** Whoever is not taken by then is told that nothing drains: `work()` was not called, or the storage hangs. */
const PATIENCE_MS = 30_000
const LOOK_MS = 5_000

/**
 * A buffer that keeps nothing: `append` resolves when the drain has stored the record, and rejects when it could not, or
 * when nobody has taken the record for half a minute. For a process that drains for itself and has no disk to rely on.
 * Records set aside are kept in memory, the last 100.
 */
export function directBuffer(
  options: { readonly maxRecords?: number; readonly maxBytes?: number; readonly clock?: Clock } = {},
): IngestBuffer {
  const { maxRecords = 10_000, maxBytes = 128 * 1024 * 1024, clock = systemClock } = options
  const aside: { record: IngestRecord; message: string; at: Date }[] = []
  const changes = new Changes()
  let queue: Waiting[] = []
  let records = 0
  let bytes = 0
  const unsettled = new Set<IngestRecord>()
  const closing = new AbortController()
  let isLooking = false

  const settle = (taken: readonly Waiting[], tell: (waiting: Waiting) => void) => {
    for (const waiting of taken) {
      records -= 1
      bytes -= waiting.record.body.length
      unsettled.delete(waiting.record)
      tell(waiting)
    }
  }

  /** Sends away those whom nobody takes. */
  const look = async () => {
    isLooking = true
    while (queue.length > 0) {
      await clock.sleep(LOOK_MS, closing.signal)
      const since = clock.now().getTime() - PATIENCE_MS
      const late = queue.filter((waiting) => waiting.at <= since)
      queue = queue.slice(late.length)
      settle(late, ({ reject }) =>
        reject(new AppError('unavailable', 'nothing stores what arrives: is the work of this app running?')),
      )
    }
    isLooking = false
  }

  const append = (record: IngestRecord) =>
    new Promise<void>((resolve, reject) => {
      if (closing.signal.aborted) {
        reject(closed())
      } else if (records >= maxRecords || bytes + record.body.length > maxBytes) {
        reject(
          new AppError('buffer_full', `${records} requests wait to be stored; no more are taken`, {
            retryAfterMs: 10_000,
          }),
        )
      } else {
        records += 1
        bytes += record.body.length
        unsettled.add(record)
        queue.push({ record, resolve, reject, at: clock.now().getTime() })
        changes.tell()
        if (!isLooking) void look()
      }
    })

  return {
    isDirect: true,
    append,
    claim: async ({ maxRecords: most, maxBytes: size, signal }) => {
      while (queue.length === 0) {
        if (signal.aborted || closing.signal.aborted) return null
        await changes.after(changes.count, signal)
      }
      if (signal.aborted) return null
      const taken = queue.slice(0, fitting(queue, most, size))
      queue = queue.slice(taken.length)
      return claimOf(taken, settle)
    },
    setAside: async (record, error) => {
      aside.unshift({ record, message: error.message, at: clock.now() })
      aside.length = Math.min(aside.length, 100)
    },
    listSetAside: async (limit) => aside.slice(0, limit),
    retrySetAside: async () => {
      const taken = aside.splice(0).reverse()
      await Promise.all(
        taken.map(async (one) => {
          try {
            await append(one.record)
          } catch (error) {
            aside.unshift(one)
            throw error
          }
        }),
      )
      return taken.length
    },
    waiting: async () => ({ records, bytes }),
    oldest: async () => oldestOf(unsettled),
    close: async () => {
      closing.abort()
      const left = queue
      queue = []
      settle(left, ({ reject }) => reject(closed()))
      changes.tell()
    },
  }
}

interface Waiting {
  readonly record: IngestRecord
  /** When it was appended, in milliseconds. */
  readonly at: number
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

function claimOf(
  taken: readonly Waiting[],
  settle: (taken: readonly Waiting[], tell: (waiting: Waiting) => void) => void,
): Claim {
  let isSettled = false
  const once = (tell: (waiting: Waiting) => void) => {
    if (!isSettled) settle(taken, tell)
    isSettled = true
  }
  return {
    records: taken.map(({ record }) => record),
    done: async () => once(({ resolve }) => resolve()),
    release: async (error) => once(({ reject }) => reject(error)),
  }
}

function oldestOf(records: Iterable<IngestRecord>): Date | null {
  let oldest: Date | null = null
  for (const { receivedAt } of records) if (oldest === null || receivedAt < oldest) oldest = receivedAt
  return oldest
}

/** How many of the first records stay within the limits; at least one. */
function fitting(queue: readonly Waiting[], maxRecords: number, maxBytes: number): number {
  let count = 0
  let bytes = 0
  for (const { record } of queue) {
    bytes += record.body.length
    if (count > 0 && (count >= maxRecords || bytes > maxBytes)) break
    count += 1
  }
  return count
}

function closed(): AppError {
  return new AppError('unavailable', 'the ingest buffer is closed')
}
