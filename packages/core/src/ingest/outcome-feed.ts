import type { Id } from '../ports/model.js'
import type { Clock, LiveBus, Logger } from '../ports/runtime.js'
import type { LoggedRequest } from '../ports/storage.js'

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
const TAKEN = { ofProject: 5, inAll: 200 } as const
const REFUSED = { ofProject: 20, inAll: 200 } as const

/** Tells at most five accepted and twenty refused requests a second and project, 200 of each in all; not the rest. */
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
    if (!(outcome === 'accepted' ? places.taken : places.refused).take(projectId)) return
    const told = { outcome, ...describe() }
    log({ organizationId, projectId, at, ...told })
    live
      .publish({ topic: 'ingest.outcome', organizationId, projectId, at: at.toISOString(), ...told })
      .catch((error: unknown) => logger.debug('A live message was not sent', { error }))
  }
}

function windowOf(most: { readonly ofProject: number; readonly inAll: number }) {
  const told = new Map<Id, number>()
  let inAll = 0
  return {
    clear: () => {
      told.clear()
      inAll = 0
    },
    take: (projectId: Id) => {
      const here = told.get(projectId) ?? 0
      if (here >= most.ofProject || inAll >= most.inAll) return false
      told.set(projectId, here + 1)
      inAll += 1
      return true
    },
  }
}
