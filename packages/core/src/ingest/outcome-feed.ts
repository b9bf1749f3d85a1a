import type { LoggedRequest } from '../ports/ingest.js'
import type { Id } from '../ports/model.js'
import type { Clock, LiveBus, Logger } from '../ports/runtime.js'

/** What is told of one request. */
export type ToldRequest = Omit<LoggedRequest, 'organizationId' | 'projectId' | 'at'>

/** Tells pages and the log of a project what becomes of requests, at a rate that people can read. */
export type OutcomeFeed = (
  project: { readonly organizationId: Id; readonly projectId: Id },
  outcome: ToldRequest['outcome'],
  /** Called only when it will be told. */
  describe: () => Omit<ToldRequest, 'outcome'>,
) => void

const WINDOW_MS = 1_000
/** Of one project and of all, in a window. What is refused has places of its own: that is what people look for. */
const TAKEN = { ofKind: 5, ofProject: 5, inAll: 200 } as const
const REFUSED = { ofKind: 3, ofProject: 20, inAll: 200 } as const

/**
 * Tells at most five accepted requests a second and project, and twenty refused ones of which three for one reason, so
 * that a flood leaves room for what else goes wrong; 200 of each in all. Not the rest.
 */
export function outcomeFeed(ports: {
  readonly live: LiveBus
  readonly clock: Clock
  readonly logger: Logger
  readonly log: (request: LoggedRequest) => void
}): OutcomeFeed {
  const { live, clock, logger, log } = ports
  const places = { taken: windowOf(TAKEN), refused: windowOf(REFUSED) }
  let windowStart = Number.NEGATIVE_INFINITY

  return ({ organizationId, projectId }, outcome, describe) => {
    const at = clock.now()
    if (at.getTime() - windowStart >= WINDOW_MS) {
      windowStart = at.getTime()
      places.taken.clear()
      places.refused.clear()
    }
    const place = outcome === 'accepted' ? places.taken : places.refused
    if (!place.isFree(projectId)) return
    const told = { outcome, ...describe() }
    if (!place.take(projectId, told.reason)) return
    log({ organizationId, projectId, at, ...told })
    live
      .publish({ topic: 'ingest.outcome', organizationId, projectId, at: at.toISOString(), ...told })
      .catch((error: unknown) => logger.debug('A live message was not sent', { error }))
  }
}

function windowOf(most: { readonly ofKind: number; readonly ofProject: number; readonly inAll: number }) {
  const told = new Map<string, number>()
  let inAll = 0
  return {
    clear: () => {
      told.clear()
      inAll = 0
    },
    isFree: (projectId: Id) => (told.get(projectId) ?? 0) < most.ofProject && inAll < most.inAll,
    take: (projectId: Id, reason: string) => {
      const kind = `${projectId} ${reason}`
      const ofKind = told.get(kind) ?? 0
      if (ofKind >= most.ofKind) return false
      told.set(kind, ofKind + 1)
      told.set(projectId, (told.get(projectId) ?? 0) + 1)
      inAll += 1
      return true
    },
  }
}
