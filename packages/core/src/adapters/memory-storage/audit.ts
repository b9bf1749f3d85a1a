import type { AuditStorage } from '../../ports/audit.js'
import { pageOf } from './paging.js'
import { nextId, type State } from './state.js'

export function memoryAudit(state: State): AuditStorage {
  return {
    async add(entry) {
      state.audit = [...state.audit, { ...entry, id: nextId(state) }]
    },
    async list(organizationId, page, { action, userId, targetKind, from, to } = {}) {
      const wanted = state.audit.filter(
        (entry) =>
          (organizationId === null || entry.organizationId === organizationId) &&
          (action === undefined || entry.action.startsWith(action)) &&
          (userId === undefined || entry.userId === userId) &&
          (targetKind === undefined || entry.target.kind === targetKind) &&
          (from === undefined || entry.at >= from) &&
          (to === undefined || entry.at < to),
      )
      return pageOf(wanted, page, { parts: ['number'], keyOf: ({ id }) => [Number(id)], descending: true })
    },
    async deleteBefore(before, limit) {
      const old = new Set(state.audit.filter(({ at }) => at < before).slice(0, limit))
      state.audit = state.audit.filter((entry) => !old.has(entry))
      return old.size
    },
  }
}
