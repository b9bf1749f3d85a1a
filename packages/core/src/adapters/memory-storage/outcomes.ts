import type { IngestStorage, OutcomeCount } from '../../ports/ingest.js'
import { ofOwner } from './project-rows.js'
import type { State } from './state.js'

const HOUR_MS = 3_600_000

export function memoryOutcomes(state: State): Pick<IngestStorage, 'addOutcomes' | 'outcomes'> {
  return {
    async addOutcomes(outcomes) {
      countOutcomes(state, outcomes)
    },
    async outcomes({ organizationId, projectIds, from, to, category }) {
      const start = startOfHour(from)
      return [...state.outcomes.values()]
        .filter(
          (count) =>
            count.organizationId === organizationId &&
            (projectIds === null || projectIds.includes(count.projectId)) &&
            (category === undefined || count.category === category) &&
            count.hour >= start &&
            count.hour < to,
        )
        .sort((a, b) => a.hour.getTime() - b.hour.getTime())
    },
  }
}

export function countOutcomes(state: State, outcomes: readonly OutcomeCount[]): void {
  for (const counted of outcomes) {
    const outcome = ofOwner(state, counted)
    const hour = startOfHour(outcome.hour)
    const key = JSON.stringify([outcome.projectId, hour, outcome.category, outcome.outcome, outcome.reason])
    const before = state.outcomes.get(key)?.quantity ?? 0
    if (outcome.quantity > 0) state.outcomes.set(key, { ...outcome, hour, quantity: before + outcome.quantity })
  }
}

export function startOfHour(date: Date): Date {
  return new Date(Math.floor(date.getTime() / HOUR_MS) * HOUR_MS)
}
