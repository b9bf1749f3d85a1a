import type { Context } from '../context.js'
import { tellChanged } from '../issues/change.js'

const PAUSE_MS = 60_000
const AT_ONCE = 500

export interface WakeUp {
  /** Begins, in the background. */
  start(): void
  stop(): void
}

/** Reopens ignored issues whose time has come, within a minute. Any number of processes may do it at once. */
export function createWakeUp(context: Context): WakeUp {
  const { clock, logger } = context
  const stopping = new AbortController()

  const loop = async () => {
    for (;;) {
      await clock.sleep(PAUSE_MS, stopping.signal)
      if (stopping.signal.aborted) return
      try {
        while ((await wake(context)) === AT_ONCE);
      } catch (error) {
        logger.warn('Ignored issues whose time has come wait for another minute', { error })
      }
    }
  }

  return {
    start: () => void loop(),
    stop: () => stopping.abort(),
  }
}

async function wake(context: Context): Promise<number> {
  const woken = await context.storage.issues.wake(context.clock.now(), AT_ONCE)
  for (const { organizationId, id } of woken) await tellChanged(context, { organizationId, projectIds: null }, [id])
  return woken.length
}
