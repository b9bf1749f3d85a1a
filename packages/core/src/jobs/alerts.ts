import { tellChannelNews } from '../alerts/channel-news.js'
import { closeAlarms } from '../alerts/close-alarms.js'
import { deliverDue } from '../alerts/deliver.js'
import { createRuleLook } from '../alerts/rules/look.js'
import { takeTouched, touch } from '../alerts/rules/touched.js'
import type { Context } from '../context.js'
import type { Id } from '../ports/model.js'
import { type BackgroundWork, createBackgroundWork } from './background.js'

const LOOK_EVERY_MS = 2_000
const LOOK_AT_LIMITS_EVERY_MS = 30_000
const DELIVER_EVERY_MS = 4_000
/** What other processes were storing at the last look is seen again; nothing is told twice. */
const MARGIN_MS = 60_000
/** After a start: what happened while nobody looked. */
const FIRST_MS = 60 * 60_000

/**
 * Looks at the rules of issues that were stored here, and of those that others say were seen lately. Any number of processes
 * may do it at once.
 */
export function createAlertWatch(context: Context): BackgroundWork {
  const { clock, storage } = context
  const look = createRuleLook(context)
  let since: Date | null = null
  let limitsAt = 0
  return createBackgroundWork(context, {
    ...{ name: 'Looking for alerts', pauseMs: LOOK_EVERY_MS, restMs: 0 },
    step: async () => {
      const now = clock.now()
      const issueIds = takeTouched(context)
      try {
        const first = new Date(now.getTime() - FIRST_MS)
        let told = await look({ now, since: since ?? first, issueIds })
        if (Math.abs(now.getTime() - limitsAt) >= LOOK_AT_LIMITS_EVERY_MS) {
          // What was refused just before a full hour may have been counted after it.
          told += await storage.firing.tellLimits(now, new Date(now.getTime() - MARGIN_MS))
          limitsAt = now.getTime()
        }
        since = new Date(now.getTime() - MARGIN_MS)
        if (told > 0) await deliverDue(context)
      } catch (error) {
        touch(context, issueIds)
        throw error
      }
      return false
    },
  })
}

/** Sends what alerts have to tell. Any number of processes may do it at once. */
export function createDeliveries(context: Context): BackgroundWork {
  let lookedAt: Id | null = null
  return createBackgroundWork(context, {
    ...{ name: 'Sending alerts', pauseMs: DELIVER_EVERY_MS, restMs: 0 },
    step: async () => {
      const hadNews = await tellChannelNews(context)
      const closed = await closeAlarms(context, lookedAt)
      lookedAt = closed.next
      return (await deliverDue(context)) || hadNews || closed.hadSome
    },
  })
}
