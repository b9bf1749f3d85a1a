import type { Context } from '../context.js'
import { moveStep } from '../issues/parts.js'
import { type BackgroundWork, createBackgroundWork } from './background.js'

const PAUSE_MS = 60_000

/** Events that follow their hashes into another issue, where the request that began it left some. */
export function createIssueMoves(context: Context): BackgroundWork {
  return createBackgroundWork(context, {
    name: 'Moving events to their issue',
    step: () => moveStep(context),
    pauseMs: PAUSE_MS,
    restMs: 10,
  })
}
