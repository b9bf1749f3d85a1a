import type { Context } from '../context.js'
import { thinOneProject } from '../retention/thin.js'
import { type BackgroundWork, createBackgroundWork } from './background.js'

const DAY_MS = 86_400_000

/** Keeps every project within its limits. Once a day it also counts yesterday once more, and one of the days before. */
export function createThinning(context: Context): BackgroundWork {
  const { storage, clock, settings } = context
  let recountedOn = today(clock.now())

  const recount = async () => {
    const day = today(clock.now())
    if (day === recountedOn) return
    recountedOn = day
    const { retentionDays } = await settings.current()
    const before = 1 + (day % Math.ceil(retentionDays))
    for (const days of new Set([1, before])) await storage.retention.recount(new Date((day - days) * DAY_MS))
  }

  return createBackgroundWork(context, {
    name: 'Thinning out events',
    step: async (signal) => {
      if (await thinOneProject(context, signal)) return true
      await recount()
      return false
    },
    pauseMs: 60_000,
    restMs: 1_000,
  })
}

function today(now: Date): number {
  return Math.floor(now.getTime() / DAY_MS)
}
