import { deliverDue } from '../alerts/deliver.js'
import type { Context } from '../context.js'
import { type BackgroundWork, createBackgroundWork } from './background.js'

const FIRE_EVERY_MS = 4_000
const DELIVER_EVERY_MS = 4_000
/** Batches that were being stored at the last look are seen again; nothing is told twice. */
const MARGIN_MS = 60_000
/** After a start: what happened while nobody looked. */
const FIRST_MS = 60 * 60_000

/** Looks for issues that alerts wait for. Any number of processes may do it at once. */
export function createAlertWatch(context: Context): BackgroundWork {
  const { clock, storage } = context
  let since: Date | null = null
  return createBackgroundWork(context, {
    ...{ name: 'Looking for alerts', pauseMs: FIRE_EVERY_MS, restMs: 0 },
    step: async () => {
      const now = clock.now()
      const messages = await storage.deliveries.fireIssueAlerts(now, since ?? new Date(now.getTime() - FIRST_MS))
      since = new Date(now.getTime() - MARGIN_MS)
      if (messages > 0) await deliverDue(context)
      return false
    },
  })
}

/** Sends what alerts have to tell. Any number of processes may do it at once. */
export function createDeliveries(context: Context): BackgroundWork {
  return createBackgroundWork(context, {
    ...{ name: 'Sending alerts', pauseMs: DELIVER_EVERY_MS, restMs: 0 },
    step: () => deliverDue(context),
  })
}
