import type { OutcomeCount } from '../ports/ingest.js'
import type { Id } from '../ports/model.js'
import type { Clock } from '../ports/runtime.js'

const HOUR_MS = 3_600_000

/** Counts of what was refused, summed up in memory until somebody takes them to the storage. */
export interface OutcomeTally {
  /** `reason` must come from a fixed set: each makes a row an hour and project. */
  count(refused: {
    readonly organizationId: Id
    readonly projectId: Id
    readonly outcome: OutcomeCount['outcome']
    readonly reason: string
    /** `error` where it is not given: what is in a refused request was never read. */
    readonly category?: string
  }): void
  /** Hands over all counts; they are no longer here. */
  take(): readonly OutcomeCount[]
  /** Adds counts, such as those that could not be stored. */
  add(counts: readonly OutcomeCount[]): void
}

/** An empty tally. */
export function outcomeTally(clock: Clock): OutcomeTally {
  let counts = new Map<string, OutcomeCount>()

  const add = (count: OutcomeCount) => {
    const { organizationId, projectId, hour, category, outcome, reason } = count
    const name = [organizationId, projectId, hour.getTime(), category, outcome, reason].join(' ')
    const present = counts.get(name)
    counts.set(name, present === undefined ? count : { ...count, quantity: present.quantity + count.quantity })
  }

  return {
    count: (refused) => {
      const hour = new Date(Math.floor(clock.now().getTime() / HOUR_MS) * HOUR_MS)
      add({ category: 'error', ...refused, hour, quantity: 1 })
    },
    take: () => {
      const taken = [...counts.values()]
      counts = new Map()
      return taken
    },
    add: (more) => {
      for (const count of more) add(count)
    },
  }
}
