import type { Context } from '../context.js'
import { createRunNotes } from './run-notes.js'

/** Work that is done a bounded step at a time, by any number of processes, whenever there is some. */
export interface BackgroundWork {
  start(): void
  /** Resolves when the step that is being made is done. */
  stop(): Promise<void>
}

/** After a failure. */
const RETRY_MS = 60_000

/**
 * Makes steps until `step` says that there is nothing to do, and looks again after `pauseMs`. Between two steps others
 * get their turn: each is followed by a pause of `restMs`.
 */
export function createBackgroundWork(
  { storage, clock, metrics, logger }: Pick<Context, 'storage' | 'clock' | 'metrics' | 'logger'>,
  work: {
    /** For the log: `Thinning out events`. */
    readonly name: string
    readonly step: (signal: AbortSignal) => Promise<boolean>
    readonly pauseMs: number
    readonly restMs: number
  },
): BackgroundWork {
  const stopping = new AbortController()
  const notes = createRunNotes({ storage, clock, metrics }, work.name)
  let running: Promise<void> | null = null

  const nextPause = async () => {
    const startedAt = clock.now()
    const end = metrics.jobs.begin(work.name, startedAt)
    try {
      const hasMore = await work.step(stopping.signal)
      await notes.note({ startedAt })
      return hasMore ? work.restMs : work.pauseMs
    } catch (error) {
      if (!stopping.signal.aborted) await notes.note({ startedAt, error })
      if (!stopping.signal.aborted) logger.warn(`${work.name} failed and is tried again`, { error })
      return RETRY_MS
    } finally {
      end()
    }
  }

  const loop = async () => {
    while (!stopping.signal.aborted) await clock.sleep(await nextPause(), stopping.signal)
  }

  return {
    start: () => {
      running ??= loop()
    },
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}
