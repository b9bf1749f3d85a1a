import { randomUUID } from 'node:crypto'
import { AppError } from '../../errors.js'
import type { Id } from '../../ports/model.js'
import { MONITOR_BOUNDS } from '../../ports/monitor-relations.js'
import type { DueMonitor, Monitor, MonitorCheck, MonitorSetup, MonitorStorage } from '../../ports/monitors.js'
import type { RetainedKind } from '../../ports/retention-days.js'
import { claimEnd, firstDue } from '../../uptime/due.js'
import { checksPerMinute } from '../../uptime/load.js'
import { bulkChanged, parentFault, passes } from '../../uptime/relations.js'
import { nextSlot } from '../../uptime/schedule.js'
import { UNKNOWN_HEALTH } from '../../uptime/state.js'
import { isSlugTaken, mayNote, memoryCrons, noteRun } from './crons.js'
import { fireMonitorAlerts } from './deliveries.js'
import { forgetMonitorInIncidents, noteSignal } from './incidents.js'
import { type MonitorHistory, memoryHistory, NO_HISTORY, withoutOld, withPieces } from './monitor-history.js'
import { type Order, pageOf } from './paging.js'
import { projectRow } from './project-rows.js'
import { existing, nextId, type State } from './state.js'

/** A monitor with its checks, the newest first. */
export interface MonitorRow {
  readonly monitor: Monitor
  readonly busyUntil: Date | null
  readonly checks: readonly MonitorCheck[]
  readonly history: MonitorHistory
}

export function memoryMonitors(state: State): MonitorStorage {
  const own = (organizationId: Id, id: Id): MonitorRow | null => {
    const row = state.monitors.get(id)
    return row?.monitor.organizationId === organizationId ? row : null
  }
  const checkProject = (organizationId: Id, { projectId }: MonitorSetup) => {
    if (projectId !== null)
      existing(projectRow(state, organizationId, projectId) ?? undefined, 'a project of the organization', projectId)
  }
  const checkParent = (organizationId: Id, { parentId }: MonitorSetup, id: Id | null) => {
    if (parentId === null) return
    let above = existing(own(organizationId, parentId) ?? undefined, 'a monitor of the organization', parentId).monitor
    for (let levels = 1; ; levels += 1) {
      if (above.id === id || levels > MONITOR_BOUNDS.ancestors) throw parentFault(above.id === id)
      const next = above.parentId === null ? null : own(organizationId, above.parentId)
      if (next === null) return
      above = next.monitor
    }
  }
  return {
    ...memoryHistory(state),
    ...memoryCrons(state),
    async create(organizationId, setup, now, endpointId = null) {
      existing(state.organizations.get(organizationId), 'an organization', organizationId)
      checkProject(organizationId, setup)
      checkParent(organizationId, setup, null)
      const monitor: Monitor = {
        ...setup,
        ...{ id: nextId(state), organizationId, createdAt: now, health: UNKNOWN_HEALTH, lastCheckAt: null, version: 0 },
        nextCheckAt: firstDue(setup, now),
        progress: NO_PROGRESS,
        certificateEndsAt: null,
        endpointId: setup.type === 'Heartbeat' ? (givenEndpoint(endpointId) ?? randomUUID()) : null,
      }
      const isTaken = [...state.monitors.values()].some(
        ({ monitor: { endpointId: taken } }) => taken === monitor.endpointId,
      )
      mustBeFree(state, monitor)
      if (monitor.endpointId !== null && isTaken)
        throw new AppError('conflict', 'Another heartbeat has that address already')
      state.monitors.set(monitor.id, { monitor, busyUntil: null, checks: [], history: NO_HISTORY })
      return monitor
    },
    async list(organizationId, page, filter = {}) {
      const all = [...state.monitors.values()].map(({ monitor }) => monitor)
      return pageOf(
        all.filter((one) => one.organizationId === organizationId && passes(one, filter)),
        page,
        { parts: ['text', 'number'], keyOf: ({ id, name }) => [name, Number(id)] },
      )
    },
    async get(organizationId, id) {
      return own(organizationId, id)?.monitor ?? null
    },
    async getMany(organizationId, ids) {
      return [...new Set(ids)].flatMap((id) => own(organizationId, id)?.monitor ?? [])
    },
    async getByEndpoint(organizationSlug, endpointId) {
      for (const { monitor } of state.monitors.values())
        if (
          monitor.endpointId === endpointId.toLowerCase() &&
          state.organizations.get(monitor.organizationId)?.slug === organizationSlug
        )
          return monitor
      return null
    },
    async update(organizationId, id, setup, now) {
      const row = own(organizationId, id)
      if (row === null) return null
      checkProject(organizationId, setup)
      checkParent(organizationId, setup, id)
      const endpointId = setup.type === 'Heartbeat' ? (row.monitor.endpointId ?? randomUUID()) : null
      const nextCheckAt = firstDue(setup, now)
      const version = row.monitor.version + 1
      const health = healthAfter(row.monitor, setup)
      const certificateEndsAt = setup.url === row.monitor.url ? row.monitor.certificateEndsAt : null
      const monitor = { ...row.monitor, ...setup, endpointId, nextCheckAt, version, health, certificateEndsAt }
      mustBeFree(state, monitor)
      state.monitors.set(id, { ...row, monitor, busyUntil: null })
      return monitor
    },
    async delete(organizationId, id) {
      if (own(organizationId, id) === null) return false
      remove(state, id)
      return true
    },
    async changeMany(organizationId, ids, change, now) {
      const rows = [...new Set(ids)].flatMap((id) => own(organizationId, id) ?? [])
      return rows.flatMap((row) => {
        const { monitor } = row
        if (change.action === 'delete') {
          remove(state, monitor.id)
          return [monitor.id]
        }
        const after = bulkChanged(monitor, change)
        if (after === null) return []
        const health = healthAfter(monitor, after)
        const changed = { ...monitor, ...after, health, version: monitor.version + 1 }
        const isPauseChange = after.isPaused !== monitor.isPaused
        const nextCheckAt = isPauseChange ? firstDue(changed, now) : monitor.nextCheckAt
        const busyUntil = isPauseChange ? null : row.busyUntil
        state.monitors.set(monitor.id, { ...row, monitor: { ...changed, nextCheckAt }, busyUntil })
        return [monitor.id]
      })
    },
    async claimDue(now, limit, except = []) {
      const due = [...state.monitors.values()]
        .filter(
          ({ monitor, busyUntil }) =>
            isPast(monitor.nextCheckAt, now) &&
            (busyUntil === null || isPast(busyUntil, now)) &&
            !except.includes(monitor.organizationId),
        )
        .sort((a, b) => Number(a.monitor.nextCheckAt) - Number(b.monitor.nextCheckAt))
      return due.slice(0, limit).map((row): DueMonitor => {
        const { id, type, intervalSeconds, nextCheckAt } = row.monitor
        const next = type === 'Cron' ? nextCheckAt : nextSlot(now, { number: Number(id), intervalSeconds })
        const monitor = { ...row.monitor, nextCheckAt: next }
        state.monitors.set(id, { ...row, monitor, busyUntil: claimEnd(monitor, now) })
        return { monitor, slot: nextCheckAt ?? now }
      })
    },
    async load(organizationId) {
      const all = [...state.monitors.values()].filter(({ monitor }) => monitor.organizationId === organizationId)
      const checks = all.reduce((sum, { monitor }) => sum + checksPerMinute(monitor), 0)
      return { monitors: all.length, checksPerMinute: checks }
    },
    async nextDue() {
      const free = [...state.monitors.values()].filter(({ busyUntil }) => busyUntil === null)
      const times = free.flatMap(({ monitor: { nextCheckAt } }) => nextCheckAt?.getTime() ?? [])
      return times.length === 0 ? null : new Date(Math.min(...times))
    },
    async record(checked) {
      const stale = new Set<Id>()
      for (const one of checked) {
        const { organizationId, monitorId, version, check, health, nextCheckAt, cron, certificateEndsAt } = one
        const row = own(organizationId, monitorId)
        if (row === null || row.monitor.version !== version || !mayNote(state, cron?.run ?? null)) {
          stale.add(monitorId)
          continue
        }
        const monitor = {
          ...{ ...row.monitor, health, lastCheckAt: check.at, version: version + 1 },
          ...{ nextCheckAt: nextCheckAt ?? row.monitor.nextCheckAt, progress: cron?.progress ?? row.monitor.progress },
          certificateEndsAt: certificateEndsAt ?? row.monitor.certificateEndsAt,
        }
        const kept = { ...check, detail: check.detail.replaceAll('\0', '') }
        const checks = [kept, ...row.checks].sort((a, b) => Number(b.at) - Number(a.at))
        const history = withPieces(row.history, one)
        state.monitors.set(monitorId, { monitor, busyUntil: null, checks, history })
        noteSignal(state, one)
        if (cron !== undefined) noteRun(state, cron)
        fireMonitorAlerts(state, one)
      }
      return stale
    },
    async checks(organizationId, monitorId, page, filter) {
      const all = own(organizationId, monitorId)?.checks ?? []
      return pageOf(
        all.filter(({ isChange }) => filter?.isChange === undefined || filter.isChange === isChange),
        page,
        newestFirst,
      )
    },
    async recentChecks(monitors, limit, { withAnswers } = { withAnswers: false }) {
      const newest = ({ id, organizationId }: Monitor) => (own(organizationId, id)?.checks ?? []).slice(0, limit)
      const shown = (check: MonitorCheck) => (withAnswers ? check : { ...check, answer: null })
      return new Map(monitors.map((monitor) => [monitor.id, newest(monitor).map(shown)]))
    },
  }
}

const NO_PROGRESS = { settledAt: null, missedAt: null }

function mustBeFree(state: State, monitor: Monitor): void {
  if (isSlugTaken(state, monitor))
    throw new AppError('conflict', `Another job of the project is called ${monitor.cron?.slug} already`)
}

/** Projects come and go; what is watched stays. */
export function leaveMonitorsOf(state: State, projectId: Id): void {
  for (const [id, row] of state.monitors)
    if (row.monitor.projectId === projectId)
      state.monitors.set(id, { ...row, monitor: { ...row.monitor, projectId: null, version: row.monitor.version + 1 } })
}

/** What is looked at again is news again. */
function healthAfter({ health }: Monitor, { isPaused }: Pick<MonitorSetup, 'isPaused'>): Monitor['health'] {
  return isPaused ? { ...health, told: null, toldAt: null } : health
}

function remove(state: State, parentId: Id): void {
  forgetMonitorInIncidents(state, parentId)
  state.monitors.delete(parentId)
  for (const [id, row] of state.monitors)
    if (row.monitor.parentId === parentId)
      state.monitors.set(id, { ...row, monitor: { ...row.monitor, parentId: null } })
}

export function deleteMonitorsOfOrganization(state: State, organizationId: Id): void {
  for (const { monitor } of state.monitors.values())
    if (monitor.organizationId === organizationId) state.monitors.delete(monitor.id)
}

/** What is past retention. */
export function dropOldChecks(state: State, oldest: (kind: RetainedKind) => Date): void {
  const days = {
    minute: oldest('monitorMinutes'),
    hour: oldest('monitorHours'),
    day: oldest('monitorDays'),
  }
  for (const [id, row] of state.monitors) {
    const checks = row.checks.filter(({ at }) => at >= oldest('monitorChecks'))
    state.monitors.set(id, { ...row, checks, history: withoutOld(row.history, days) })
  }
}

const newestFirst: Order<MonitorCheck> = { parts: ['number'], keyOf: ({ at }) => [at.getTime()], descending: true }

/** In lower case; null for what is no UUID. */
function givenEndpoint(text: string | null): string | null {
  return text !== null && UUID.test(text) ? text.toLowerCase() : null
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function isPast(date: Date | null, now: Date): boolean {
  return date !== null && date <= now
}
