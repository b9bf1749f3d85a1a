import type { Context } from '../context.js'
import { type BackgroundWork, createBackgroundWork } from './background.js'

/** Removes what was deleted, a part at a time. */
export function createPurge(context: Context): BackgroundWork {
  return createBackgroundWork(context, {
    name: 'Removing what was deleted',
    step: () => context.storage.purge(),
    pauseMs: 5_000,
    restMs: 10,
  })
}
