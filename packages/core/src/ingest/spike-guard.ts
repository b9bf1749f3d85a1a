import type { Context } from '../context.js'
import type { Id } from '../ports/model.js'
import { type Normal, normalOf, SPIKE_LOOK_BACK_MS } from './spike.js'

const KNOWN_MS = 10 * 60_000
const RETRY_MS = 60_000
const MAX_PROJECTS = 10_000
const MAX_PROJECTS_A_QUESTION = 100
const MINUTE_MS = 60_000
/** So much of an hour's limit passes at once, before the rest is spread over the hour. */
const BURST_MS = 15 * MINUTE_MS
/** A process that sees less than this part of the limit asks nobody: so many of them still keep about the limit. */
const PROCESSES = 8

/**
 * How long to wait before a request of the project may pass, where the project is far over its normal; else null.
 * Such a project is sampled: what the limit allows goes on. Answers at once but for projects that are busy.
 */
export type SpikeGuard = (projectId: Id) => null | Promise<number | null>

/**
 * The spike guard of one process. Normals are learned in the background and at most ten minutes old, one question at a
 * time; while none is known everything passes.
 */
export function createSpikeGuard(context: Pick<Context, 'storage' | 'clock' | 'rateLimiter' | 'logger'>): SpikeGuard {
  const { storage, clock, rateLimiter, logger } = context
  const projects = new Map<Id, Watched>()
  const asked = new Set<Id>()
  let isAsking = false

  const learn = async () => {
    isAsking = true
    while (asked.size > 0) {
      const ids = [...asked].slice(0, MAX_PROJECTS_A_QUESTION)
      const now = clock.now()
      try {
        const counts = await storage.ingest.requestCounts(ids, new Date(now.getTime() - SPIKE_LOOK_BACK_MS))
        for (const id of ids)
          remember(
            id,
            normalOf(
              counts.filter(({ projectId }) => projectId === id),
              now,
            ),
          )
      } catch (error) {
        logger.debug('What is normal for a project could not be looked up', { error })
        for (const id of ids) watched(id).learnAgainAt = now.getTime() + RETRY_MS
      }
      for (const id of ids) asked.delete(id)
    }
    isAsking = false
  }

  const remember = (id: Id, normal: Normal | null) => {
    const project = watched(id)
    project.limitPerHour = normal?.limitPerHour ?? null
    project.learnAgainAt = clock.now().getTime() + KNOWN_MS
  }

  const watched = (id: Id): Watched => {
    const present = projects.get(id)
    if (present !== undefined) return present
    const made: Watched = { limitPerHour: null, learnAgainAt: 0, minute: 0, seen: 0 }
    projects.set(id, made)
    if (projects.size > MAX_PROJECTS) projects.delete(projects.keys().next().value!)
    return made
  }

  return (projectId) => {
    const now = clock.now().getTime()
    const project = watched(projectId)
    if (now >= project.learnAgainAt && !asked.has(projectId)) {
      asked.add(projectId)
      if (!isAsking) void learn()
    }
    const { limitPerHour } = project
    if (limitPerHour === null) return null
    const minute = Math.floor(now / MINUTE_MS)
    if (project.minute !== minute) Object.assign(project, { minute, seen: 0 })
    project.seen += 1
    if (project.seen <= limitPerHour / 60 / PROCESSES) return null
    const limit = Math.ceil((limitPerHour * BURST_MS) / (60 * MINUTE_MS))
    return rateLimiter
      .take({ key: `spike:${projectId}`, limit, windowMs: BURST_MS })
      .then(({ allowed, retryAfterMs }) => (allowed ? null : retryAfterMs))
  }
}

interface Watched {
  limitPerHour: number | null
  learnAgainAt: number
  minute: number
  /** In that minute, by this process. */
  seen: number
}
