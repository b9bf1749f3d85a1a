import { tellChannelNews } from '../alerts/channel-news.js'
import { closeAlarms } from '../alerts/close-alarms.js'
import { deliverDue } from '../alerts/deliver.js'
import { createRuleLook, MARGIN_MS } from '../alerts/rules/look.js'
import { takeTouched, touch } from '../alerts/rules/touched.js'
import type { Context } from '../context.js'
import type { Id } from '../ports/model.js'
import { type BackgroundWork, createBackgroundWork } from './background.js'

const LOOK_EVERY_MS = 2_000
const LOOK_AT_LIMITS_EVERY_MS = 30_000
const DELIVER_EVERY_MS = 4_000
const NAME = 'Looking for alerts'
/** After a start at least: what happened while nobody looked. */
const FIRST_MS = 60 * 60_000
/** What is older is no news to any rule. */
const MOST_MS = 24 * FIRST_MS

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
    ...{ name: NAME, pauseMs: LOOK_EVERY_MS, restMs: 0 },
    step: async () => {
      const now = clock.now()
      const issueIds = takeTouched(context)
      try {
        let told = await look({ now, since: since ?? (await firstSince(context, now)), issueIds })
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

/** Since somebody looked last, as far as it was noted; a look that finds nothing new costs little. */
async function firstSince({ storage }: Context, now: Date): Promise<Date> {
  const runs = (await storage.instance.runs()).filter(({ job, error }) => job === NAME && error === null)
  const lastAt = Math.max(0, ...runs.map(({ finishedAt }) => finishedAt.getTime()))
  const from = now.getTime() - FIRST_MS
  return new Date(lastAt === 0 ? from : Math.max(Math.min(from, lastAt - MARGIN_MS), now.getTime() - MOST_MS))
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
