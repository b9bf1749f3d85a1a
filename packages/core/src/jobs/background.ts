import type { Context } from '../context.js'

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
  { clock, logger }: Pick<Context, 'clock' | 'logger'>,
  work: {
    /** For the log: `Thinning out events`. */
    readonly name: string
    readonly step: (signal: AbortSignal) => Promise<boolean>
    readonly pauseMs: number
    readonly restMs: number
  },
): BackgroundWork {
  const stopping = new AbortController()
  let running: Promise<void> | null = null

  const nextPause = async () => {
    try {
      return (await work.step(stopping.signal)) ? work.restMs : work.pauseMs
    } catch (error) {
      if (!stopping.signal.aborted) logger.warn(`${work.name} failed and is tried again`, { error })
      return RETRY_MS
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
