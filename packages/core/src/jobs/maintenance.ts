import type { Context } from '../context.js'

const DAY_MS = 86_400_000
/** After a failure it is tried again sooner. */
const RETRY_MS = 10 * 60_000

export interface Maintenance {
  /** Prepares the storage for the coming days at once, and then once a day. Rejects when the first time fails. */
  start(): Promise<void>
  stop(): void
}

/** The daily work on the storage: partitions ahead, old events away. */
export function createMaintenance(context: Context): Maintenance {
  const { storage, clock, config, logger } = context
  const stopping = new AbortController()

  const maintain = () =>
    storage.maintain({ now: clock.now(), retentionDays: config.retentionDays, retention: config.retention })

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
