import type { ImportPlace, ImportStorage } from '../../ports/imports.js'
import type { Id } from '../../ports/model.js'
import { existing, type State } from './state.js'

export function memoryImports(state: State): ImportStorage {
  return {
    async find(place, remoteIds) {
      const marks = remoteIds.flatMap((remoteId) => {
        const row = state.imports.get(keyOf(place, remoteId))
        return row === undefined ? [] : [[remoteId, row.mark] as const]
      })
      return new Map(marks)
    },
    async set(place, { remoteId, localId, state: known }) {
      existing(state.organizations.get(place.organizationId), 'an organization', place.organizationId)
      const key = keyOf(place, remoteId)
      const { organizationId } = place
      const carried = state.imports.get(key)?.carried ?? 0
      state.imports.set(key, { organizationId, carried, mark: { remoteId, localId, state: known } })
    },
    async carryIssue(place, { events, firstSeenAt, remoteId, localId, state: known }) {
      const row = state.issues.get(localId)
      if (row === undefined || row.issue.organizationId !== place.organizationId) return false
      const key = keyOf(place, remoteId)
      const carried = state.imports.get(key)?.carried ?? 0
      const { count, firstSeenAt: seen } = row.issue
      row.issue = {
        ...row.issue,
        count: count + events - carried,
        firstSeenAt: firstSeenAt < seen ? firstSeenAt : seen,
      }
      const { organizationId } = place
      state.imports.set(key, { organizationId, carried: events, mark: { remoteId, localId, state: known } })
      return true
    },
  }
}

export function forgetImports(state: State, organizationId: Id): void {
  for (const [key, row] of state.imports) if (row.organizationId === organizationId) state.imports.delete(key)
}

function keyOf({ organizationId, source, kind }: ImportPlace, remoteId: string): string {
  return JSON.stringify([organizationId, source, kind, remoteId])
}
