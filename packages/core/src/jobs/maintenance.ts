import type { Context } from '../context.js'
import type { Storage } from '../ports/storage.js'
import { createRunNotes } from './run-notes.js'

const DAY_MS = 86_400_000
/** After a failure it is tried again sooner. */
const RETRY_MS = 10 * 60_000

export interface Maintenance {
  /** Prepares the storage for the coming days at once, and then once a day. Rejects when the first time fails. */
  start(): Promise<void>
  stop(): void
}

const ENTRIES_AT_ONCE = 5_000

/** The daily work on the storage: partitions ahead, old events and old entries of the audit log away. */
export function createMaintenance(context: Context): Maintenance {
  const { storage, clock, config, settings, logger } = context
  const stopping = new AbortController()

  const notes = createRunNotes(context, 'Daily maintenance')

  const maintain = async () => {
    const startedAt = clock.now()
    try {
      await work()
      await notes.note({ startedAt })
    } catch (error) {
      await notes.note({ startedAt, error })
      throw error
    }
  }

  const work = async () => {
    const { retentionDays, auditRetentionDays } = await settings.current()
    const now = clock.now()
    await storage.maintain({ now, retentionDays, retention: config.retention })
    await storage.instance.forgetRuns(new Date(now.getTime() - DAY_MS))
    if (auditRetentionDays > 0) await forgetEntries(storage, new Date(now.getTime() - auditRetentionDays * DAY_MS))
  }

  const loop = async () => {
    let pauseMs = DAY_MS
    for (;;) {
      await clock.sleep(pauseMs, stopping.signal)
      if (stopping.signal.aborted) return
      try {
        await maintain()
        pauseMs = DAY_MS
      } catch (error) {
        logger.error('The daily maintenance of the storage failed and is tried again', { error })
        pauseMs = RETRY_MS
      }
    }
  }

  return {
    start: async () => {
      await maintain()
      if (!stopping.signal.aborted) void loop()
    },
    stop: () => stopping.abort(),
  }
}

async function forgetEntries(storage: Storage, before: Date): Promise<void> {
  while ((await storage.audit.deleteBefore(before, ENTRIES_AT_ONCE)) === ENTRIES_AT_ONCE);
}
