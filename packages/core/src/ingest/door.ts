import type { Context } from '../context.js'
import { ByteBudget } from '../http/body.js'
import type { OutcomeCount } from '../ports/ingest.js'
import type { Id } from '../ports/model.js'
import { createIntake, type Intake } from './intake-guard.js'
import { createKeyCache, type KeyCache } from './key-cache.js'
import { type OutcomeFeed, outcomeFeed } from './outcome-feed.js'
import { type OutcomeTally, outcomeTally } from './outcome-tally.js'
import { createQuota, type Quota } from './quota.js'
import { requestLog } from './request-log.js'

/** What the accepting side of one app remembers between requests. */
export interface Door {
  readonly findKey: KeyCache
  readonly budget: ByteBudget
  readonly feed: OutcomeFeed
  readonly tally: OutcomeTally
  readonly quota: Quota
  readonly intake: Intake
  /** Counts a request that was let in, for what is normal for its project. */
  countTaken(project: Project): void
  /** Counts a refusal and sees to it that the count reaches the storage within seconds. */
  count(project: Project, outcome: OutcomeCount['outcome'], reason: string, category?: string): void
  /** The organization of a project that a request names without a key to it; null where nobody may ask now. */
  ownerOf(projectId: Id): Promise<Id | null>
  /** Takes care of counting that a request did not wait for. */
  settle(counting: Promise<void>): void
  /** Writes the counts that are still in memory, and those just being made. Rejects when the storage does, and keeps them. */
  flush(): Promise<void>
  /** Ends the timer of `count`. */
  close(): void
}

type Project = { readonly organizationId: Id; readonly projectId: Id }

/** All bodies that are being received may hold this much together. */
const MAX_BYTES_IN_FLIGHT = 256 * 1024 * 1024
const FLUSH_MS = 5_000
const OWNER_MS = 60_000
const MAX_OWNERS = 10_000

const doors = new WeakMap<Context, Door>()

/** The door of an app; one for its life. */
export function doorOf(context: Context): Door {
  const present = doors.get(context)
  if (present !== undefined) return present
  const door = newDoor(context)
  doors.set(context, door)
  return door
}

function newDoor(context: Context): Door {
  const { storage, clock, logger } = context
  const tally = outcomeTally(clock)
  const requests = requestLog(clock)
  const owners = new Map<Id, { readonly organizationId: Id | null; readonly until: number }>()
  const unsettled = new Set<Promise<void>>()
  const closing = new AbortController()
  let isFlushPlanned = false
  let isAskingOwner = false

  const flush = async () => {
    await Promise.all(unsettled)
    const counts = tally.take()
    const news = requests.take()
    try {
      if (counts.length > 0) await storage.ingest.addOutcomes(counts)
    } catch (error) {
      tally.add(counts)
      requests.give(news)
      throw error
    }
    try {
      if (news.requests.length + news.counts.length > 0) await storage.ingest.addRequests(news.requests, news.counts)
    } catch (error) {
      requests.give(news)
      throw error
    }
  }

  const plan = () => {
    if (!isFlushPlanned) void flushLater()
  }

  const flushLater = async () => {
    isFlushPlanned = true
    await clock.sleep(FLUSH_MS, closing.signal)
    isFlushPlanned = false
    if (closing.signal.aborted) return
    try {
      await flush()
    } catch (error) {
      logger.debug('Counts of refused requests wait for the storage', { error })
      void flushLater()
    }
  }

  return {
    findKey: createKeyCache({ load: (keys) => storage.projects.findKeyTargets(keys), clock }),
    budget: new ByteBudget(MAX_BYTES_IN_FLIGHT),
    feed: outcomeFeed({
      ...context,
      log: (request) => {
        requests.add(request)
        plan()
      },
    }),
    tally,
    quota: createQuota(context),
    intake: createIntake(context),
    countTaken: ({ organizationId, projectId }) => {
      requests.count(organizationId, projectId)
      plan()
    },
    count: (project, outcome, reason, category = 'error') => {
      tally.count({ ...project, outcome, reason, category })
      context.metrics.ingest.items(category, outcome, reason, 1)
      plan()
    },
    ownerOf: async (projectId) => {
      const now = clock.now().getTime()
      const present = owners.get(projectId)
      if (present !== undefined && now < present.until) return present.organizationId
      // Requests with made-up projects must not become questions to the storage, so one at a time is asked and the rest let go.
      if (isAskingOwner) return null
      isAskingOwner = true
      try {
        const organizationId = await storage.projects.organizationOf(projectId)
        owners.delete(projectId)
        owners.set(projectId, { organizationId, until: now + OWNER_MS })
        if (owners.size > MAX_OWNERS) owners.delete(owners.keys().next().value!)
        return organizationId
      } catch {
        // It is only for a count.
        return null
      } finally {
        isAskingOwner = false
      }
    },
    settle: (counting) => {
      unsettled.add(counting)
      void counting.finally(() => unsettled.delete(counting))
    },
    flush,
    close: () => closing.abort(),
  }
}
