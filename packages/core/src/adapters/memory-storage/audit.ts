import type { AuditStorage } from '../../ports/audit.js'
import { pageOf } from './paging.js'
import { nextId, type State } from './state.js'

export function memoryAudit(state: State): AuditStorage {
  return {
    async add(entry) {
      state.audit.push({ ...entry, id: nextId(state) })
    },
    async list(organizationId, page, { action, userId, targetKind } = {}) {
      const wanted = state.audit.filter(
        (entry) =>
          (organizationId === null || entry.organizationId === organizationId) &&
          (action === undefined || entry.action.startsWith(action)) &&
          (userId === undefined || entry.userId === userId) &&
          (targetKind === undefined || entry.target.kind === targetKind),
      )
      return pageOf(wanted, page, { parts: ['number'], keyOf: ({ id }) => [Number(id)], descending: true })
    },
  }
}
