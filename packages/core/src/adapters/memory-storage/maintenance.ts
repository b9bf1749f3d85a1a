import { AppError } from '../../errors.js'
import { MAINTENANCE_BOUNDS, type Maintenance, type MaintenanceStorage } from '../../ports/maintenance.js'
import type { Id } from '../../ports/model.js'
import { endOf } from '../../uptime/maintenance/window.js'
import { existing, nextId, type State } from './state.js'

export function memoryMaintenance(state: State): MaintenanceStorage {
  const own = (organizationId: Id, id: Id): Maintenance | null => {
    const one = state.maintenance.get(id)
    return one?.organizationId === organizationId ? one : null
  }
  const shown = (one: Maintenance): Maintenance => {
    const ids = [...new Set(one.monitorIds)].filter(
      (id) => state.monitors.get(id)?.monitor.organizationId === one.organizationId,
    )
    return { ...one, monitorIds: ids.sort((a, b) => Number(a) - Number(b)) }
  }
  const ofOrganization = (organizationId: Id) =>
    [...state.maintenance.values()].filter((one) => one.organizationId === organizationId)
  return {
    async create(organizationId, setup, now) {
      existing(state.organizations.get(organizationId), 'an organization', organizationId)
      if (ofOrganization(organizationId).length >= MAINTENANCE_BOUNDS.windows)
        throw new AppError('conflict', `Wanted at most ${MAINTENANCE_BOUNDS.windows} maintenance windows`)
      const made = { ...setup, id: nextId(state), organizationId, createdAt: now }
      state.maintenance.set(made.id, made)
      return shown(made)
    },
    async list(organizationId) {
      const all = ofOrganization(organizationId).map(shown)
      return all.sort((a, b) => Number(b.createdAt) - Number(a.createdAt) || Number(b.id) - Number(a.id))
    },
    async get(organizationId, id) {
      const one = own(organizationId, id)
      return one === null ? null : shown(one)
    },
    async update(organizationId, id, setup) {
      const before = own(organizationId, id)
      if (before === null) return null
      const after = { ...before, ...setup }
      state.maintenance.set(id, after)
      return shown(after)
    },
    async delete(organizationId, id) {
      return own(organizationId, id) !== null && state.maintenance.delete(id)
    },
    async unfinished(now) {
      return [...state.maintenance.values()].filter(({ schedule }) => (endOf(schedule) ?? now) >= now).map(shown)
    },
  }
}

/** Windows that were over for good before. */
export function dropOldMaintenance(state: State, before: Date): void {
  for (const { id, schedule } of state.maintenance.values()) {
    const end = endOf(schedule)
    if (end !== null && end < before) state.maintenance.delete(id)
  }
}

export function deleteMaintenanceOfOrganization(state: State, organizationId: Id): void {
  for (const one of state.maintenance.values())
    if (one.organizationId === organizationId) state.maintenance.delete(one.id)
}
