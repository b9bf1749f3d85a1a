import type { Context } from '../../context.js'
import { onChange } from '../changes.js'
import { hearCheckIns } from './hear.js'

/** Hears what jobs report. */
export interface Listener {
  /** Begins, in the background. */
  start(): void
  /** Resolves when what it is at is done. */
  stop(): Promise<void>
}

/** How often it is looked for what other processes have stored. */
const PAUSE_MS = 5_000

/** The check-ins of an app. Any number of processes may hear them at once. */
export function createListener(context: Context): Listener {
  const { clock, logger } = context
  const stopping = new AbortController()
  let loop: Promise<void> | null = null
  let wakeUp = () => {}
  const forget = onChange(context, () => wakeUp())

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const waker = new AbortController()
      wakeUp = () => waker.abort()
      try {
        await hearCheckIns(context)
      } catch (error) {
        logger.warn('What jobs have reported could not be read', { error })
      }
      await clock.sleep(PAUSE_MS, AbortSignal.any([stopping.signal, waker.signal]))
    }
  }

  return {
    start: () => {
      loop ??= run()
    },
    stop: async () => {
      forget()
      stopping.abort()
      await loop
    },
  }
}
