import type { LoggedRequest, RequestCount } from '../ports/ingest.js'
import type { Id } from '../ports/model.js'
import type { Clock } from '../ports/runtime.js'

const HOUR_MS = 3_600_000
/** More than this is not kept while the storage is away: the oldest go. */
const MAX_WAITING = 2_000

/** What is still to be told to the storage of requests: some of them for the log, and how many there were. */
export interface RequestLog {
  add(request: LoggedRequest): void
  /** Counts a request that was let in; hot, so it only adds to a number. */
  count(organizationId: Id, projectId: Id): void
  /** Hands over all; it is no longer here. */
  take(): RequestNews
  /** Takes back what could not be stored. */
  give(news: RequestNews): void
}

export interface RequestNews {
  readonly requests: readonly LoggedRequest[]
  readonly counts: readonly RequestCount[]
}

export function requestLog(clock: Clock): RequestLog {
  let requests: LoggedRequest[] = []
  let counts = new Map<Id, { organizationId: Id; hour: number; quantity: number }>()
  let finished: RequestCount[] = []

  const finish = (projectId: Id) => {
    const count = counts.get(projectId)
    if (count === undefined) return
    counts.delete(projectId)
    const { organizationId, hour, quantity } = count
    finished.push({ organizationId, projectId, hour: new Date(hour * HOUR_MS), quantity })
  }

  return {
    add: (request) => {
      requests.push(request)
      if (requests.length > MAX_WAITING * 1.5) requests = requests.slice(-MAX_WAITING)
    },
    count: (organizationId, projectId) => {
      const hour = Math.floor(clock.now().getTime() / HOUR_MS)
      const present = counts.get(projectId)
      if (present?.hour === hour) {
        present.quantity += 1
        return
      }
      finish(projectId)
      counts.set(projectId, { organizationId, hour, quantity: 1 })
    },
    take: () => {
      for (const projectId of [...counts.keys()]) finish(projectId)
      const taken = { requests, counts: finished }
      requests = []
      counts = new Map()
      finished = []
      return taken
    },
    give: (news) => {
      requests = [...news.requests, ...requests].slice(-MAX_WAITING)
      finished = summed([...news.counts, ...finished])
    },
  }
}

/** One count a project and hour, so that a long outage keeps few. */
function summed(counts: readonly RequestCount[]): RequestCount[] {
  const sums = new Map<string, RequestCount>()
  for (const count of counts) {
    const key = `${count.projectId} ${count.hour.getTime()}`
    const before = sums.get(key)?.quantity ?? 0
    sums.set(key, { ...count, quantity: before + count.quantity })
  }
  return [...sums.values()]
}
