import type { Context } from '../context.js'
import { syncLinks } from '../integrations/sync.js'
import type { Id } from '../ports/model.js'
import { type BackgroundWork, createBackgroundWork } from './background.js'

const LOOK_EVERY_MS = 10_000

/** Keeps what issues are linked to in step with them. Any number of processes may do it at once. */
export function createIssueSync(context: Context): BackgroundWork {
  let lookedAt: Id | null = null
  return createBackgroundWork(context, {
    ...{ name: 'Keeping linked issues in step', pauseMs: LOOK_EVERY_MS, restMs: 0 },
    step: async () => {
      const { hadSome, next } = await syncLinks(context, lookedAt)
      lookedAt = next
      return hadSome
    },
  })
}
