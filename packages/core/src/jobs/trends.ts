import type { Context } from '../context.js'
import { type BackgroundWork, createBackgroundWork } from './background.js'

/** Keeps the trends of issues up to date, one organization at a time. Any number of processes may do it at once. */
export function createTrends(context: Context): BackgroundWork {
  return createBackgroundWork(context, {
    name: 'Working out the trends of issues',
    step: () => context.storage.issues.refreshTrends(context.clock.now()),
    pauseMs: 60_000,
    restMs: 100,
  })
}
