import { boundRequest } from '../../ports/bounds.js'
import { type IngestStorage, REQUEST_COUNT_DAYS, REQUEST_LOG_SIZE } from '../../ports/ingest.js'
import type { Id } from '../../ports/model.js'
import { startOfHour } from './outcomes.js'
import { ofOwner } from './project-rows.js'
import type { State } from './state.js'

const DAY_MS = 86_400_000

export function memoryRequests(state: State): Pick<IngestStorage, 'addRequests' | 'requests' | 'requestCounts'> {
  return {
    async addRequests(requests, counts) {
      const isKnown = ({ organizationId, projectId }: { organizationId: Id; projectId: Id }) =>
        state.projects.get(projectId)?.project.organizationId === organizationId
      for (const request of requests
        .map((one) => ofOwner(state, one))
        .filter(isKnown)
        .map(boundRequest)) {
        const before = state.requests.get(request.projectId) ?? []
        // What comes later in the input is newer where both have one time.
        const merged = [request, ...before].sort((a, b) => b.at.getTime() - a.at.getTime())
        state.requests.set(request.projectId, merged.slice(0, REQUEST_LOG_SIZE))
      }
      for (const count of counts.map((one) => ofOwner(state, one)).filter(isKnown)) {
        const hour = startOfHour(count.hour)
        const key = `${count.projectId} ${hour.getTime()}`
        const before = state.requestCounts.get(key)?.quantity ?? 0
        state.requestCounts.set(key, { ...count, hour, quantity: before + count.quantity })
      }
    },
    async requests(organizationId, projectId) {
      return (state.requests.get(projectId) ?? []).filter((request) => request.organizationId === organizationId)
    },
    async requestCounts(projectIds, from) {
      return [...state.requestCounts.values()]
        .filter(({ projectId, hour }) => projectIds.includes(projectId) && hour >= startOfHour(from))
        .sort((a, b) => a.hour.getTime() - b.hour.getTime())
    },
  }
}

export function forgetRequests(state: State, projectId: Id): void {
  state.requests.delete(projectId)
  for (const [key, count] of state.requestCounts) if (count.projectId === projectId) state.requestCounts.delete(key)
}

export function dropOldRequests(state: State, now: Date, oldest: Date): void {
  for (const [projectId, requests] of state.requests)
    state.requests.set(
      projectId,
      requests.filter(({ at }) => at >= oldest),
    )
  const from = now.getTime() - REQUEST_COUNT_DAYS * DAY_MS
  for (const [key, { hour }] of state.requestCounts) if (hour.getTime() < from) state.requestCounts.delete(key)
}
