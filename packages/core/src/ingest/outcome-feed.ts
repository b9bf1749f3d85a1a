import type { Id } from '../ports/model.js'
import type { Clock, LiveBus, LiveMessage, Logger } from '../ports/runtime.js'

type Outcome = Omit<Extract<LiveMessage, { topic: 'ingest.outcome' }>, 'topic' | 'at' | 'organizationId' | 'projectId'>

/** Tells pages that wait for a first event what becomes of requests, at a rate that they can show. */
export type OutcomeFeed = (
  project: { readonly organizationId: Id; readonly projectId: Id },
  /** Called only when the message will be sent. */
  describe: () => Outcome,
) => void

const WINDOW_MS = 1_000
const MAX_A_PROJECT = 5
const MAX_IN_ALL = 200

/** At most five messages a second and project, 200 a second in all; the rest is not told. */
export function outcomeFeed(ports: {
  readonly live: LiveBus
  readonly clock: Clock
  readonly logger: Logger
}): OutcomeFeed {
  const { live, clock, logger } = ports
  const sent = new Map<Id, number>()
  let sentInAll = 0
  let windowStart = Number.NEGATIVE_INFINITY

  return ({ organizationId, projectId }, describe) => {
    const now = clock.now()
    if (now.getTime() - windowStart >= WINDOW_MS) {
      windowStart = now.getTime()
      sentInAll = 0
      sent.clear()
    }
    const sentHere = sent.get(projectId) ?? 0
    if (sentHere >= MAX_A_PROJECT || sentInAll >= MAX_IN_ALL) return
    sent.set(projectId, sentHere + 1)
    sentInAll += 1
    live
      .publish({ topic: 'ingest.outcome', organizationId, projectId, at: now.toISOString(), ...describe() })
      .catch((error: unknown) => logger.debug('A live message was not sent', { error }))
  }
}
