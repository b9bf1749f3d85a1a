import { AppError } from '../../errors.js'
import { storable } from '../../ports/bounds.js'
import {
  boundSignal,
  INCIDENT_BOUNDS,
  type Incident,
  type IncidentActor,
  type IncidentEntry,
  type IncidentFilter,
  type IncidentSignal,
  type IncidentStatus,
  type IncidentStorage,
  worseOf,
} from '../../ports/incidents.js'
import type { Id } from '../../ports/model.js'
import type { CheckedMonitor } from '../../ports/monitors.js'
import { pageOf } from './paging.js'
import { existing, nextId, type State } from './state.js'

export interface IncidentRow {
  readonly incident: Omit<Incident, 'monitors'>
  /** Whether each is in it still. */
  readonly parts: ReadonlyMap<Id, boolean>
  readonly entries: readonly IncidentEntry[]
}

export function memoryIncidents(state: State): IncidentStorage {
  const own = (organizationId: Id, id: Id): IncidentRow | null => {
    const row = state.incidents.get(id)
    return row?.incident.organizationId === organizationId ? row : null
  }
  return {
    async open(organizationId, { title, severity, text, monitorIds, startedAt }, actor) {
      existing(state.organizations.get(organizationId), 'an organization', organizationId)
      for (const id of monitorIds) {
        const monitor = state.monitors.get(id)?.monitor
        if (monitor?.organizationId !== organizationId)
          throw new AppError('not_found', 'Wanted monitors of the organization, found another')
        const taken = incidentOf(state, id)
        if (taken !== null)
          throw new AppError('conflict', `${monitor.name} is in incident #${taken.incident.number} already`)
      }
      const fields = {
        title: storable(title, INCIDENT_BOUNDS.title),
        severity,
        cause: '',
        isAutomatic: false,
        startedAt,
      }
      const row = openRow(state, organizationId, fields, monitorIds)
      keep(state, said(state, row, actor, { kind: 'opened', text: storable(text, INCIDENT_BOUNDS.text) }))
      return toIncident(state, row)
    },
    async list(organizationId, filter, page) {
      const rows = [...state.incidents.values()].filter(
        (row) => row.incident.organizationId === organizationId && fits(state, row, filter),
      )
      const incidents = rows.map((row) => toIncident(state, row))
      return pageOf(incidents, page, {
        ...{ parts: ['number', 'number', 'number'], descending: true },
        keyOf: ({ id, resolvedAt, startedAt }) => [resolvedAt === null ? 1 : 0, startedAt.getTime(), Number(id)],
      })
    },
    async get(organizationId, id) {
      const row = own(organizationId, id)
      return row === null ? null : toIncident(state, row)
    },
    async entries(organizationId, ids) {
      const rows = ids.flatMap((id) => own(organizationId, id) ?? [])
      return new Map(rows.map(({ incident, entries }) => [incident.id, sorted(entries)]))
    },
    async change(organizationId, id, { title, severity, status }, actor) {
      const before = own(organizationId, id)
      if (before === null) return null
      const incident = {
        ...before.incident,
        ...(title === undefined ? {} : { title: storable(title, INCIDENT_BOUNDS.title) }),
        ...(severity === undefined ? {} : { severity }),
      }
      const row = { ...before, incident }
      const isSame = status === undefined || status === incident.status
      return toIncident(state, keep(state, isSame ? row : withStatus(state, row, status, actor)))
    },
    async addUpdate(organizationId, id, { text, stage, isPublic }, actor) {
      const row = own(organizationId, id)
      if (row === null) return null
      if (row.entries.length >= INCIDENT_BOUNDS.entries)
        throw new AppError('conflict', `An incident has at most ${INCIDENT_BOUNDS.entries} entries`)
      const entry = { kind: 'update', text: storable(text, INCIDENT_BOUNDS.text), stage, isPublic } as const
      return toIncident(state, keep(state, said(state, row, actor, entry)))
    },
    async leave(organizationId, monitorIds, at) {
      for (const id of monitorIds) {
        const row = incidentOf(state, id)
        if (row?.incident.organizationId === organizationId) keep(state, endPart(state, row, id, at))
      }
    },
  }
}

/** What a check that was kept means for incidents. */
export function noteSignal(state: State, { organizationId, monitorId, check, signal }: CheckedMonitor): void {
  if (signal === null) return
  const { kind, title, cause } = boundSignal(signal)
  const { at } = check
  const row = incidentOf(state, monitorId)
  if (kind === 'up') {
    if (row !== null)
      keep(
        state,
        endPart(state, said(state, row, { at, userId: null }, { kind: 'monitor_up', monitorId }), monitorId, at),
      )
    return
  }
  const joined =
    row ??
    openRow(state, organizationId, { title, severity: kind, cause, isAutomatic: true, startedAt: at }, [monitorId])
  keep(
    state,
    said(state, worsened(joined, kind), { at, userId: null }, { kind: `monitor_${kind}`, text: cause, monitorId }),
  )
}

/** A monitor that is gone is in no incident. */
export function forgetMonitorInIncidents(state: State, monitorId: Id): void {
  for (const row of state.incidents.values()) {
    const entries = row.entries.map((one) => (one.monitorId === monitorId ? { ...one, monitorId: null } : one))
    const parts = new Map([...row.parts].filter(([id]) => id !== monitorId))
    keep(state, { ...row, parts, entries })
  }
}

/** Those that were resolved before. */
export function dropOldIncidents(state: State, before: Date): void {
  for (const { incident } of state.incidents.values())
    if (incident.resolvedAt !== null && incident.resolvedAt < before) state.incidents.delete(incident.id)
}

export function deleteIncidentsOfOrganization(state: State, organizationId: Id): void {
  state.incidentNumbers.delete(organizationId)
  for (const { incident } of state.incidents.values())
    if (incident.organizationId === organizationId) state.incidents.delete(incident.id)
}

/** A user that is gone did nothing. */
export function forgetUserInIncidents(state: State, userId: Id): void {
  const left = (id: Id | null) => (id === userId ? null : id)
  for (const row of state.incidents.values()) {
    const { acknowledgedBy, resolvedBy } = row.incident
    keep(state, {
      ...row,
      incident: { ...row.incident, acknowledgedBy: left(acknowledgedBy), resolvedBy: left(resolvedBy) },
      entries: row.entries.map((one) => ({ ...one, userId: left(one.userId) })),
    })
  }
}

/** In which the monitor is now. */
function incidentOf(state: State, monitorId: Id): IncidentRow | null {
  return [...state.incidents.values()].find(({ parts }) => parts.get(monitorId) === true) ?? null
}

type Fields = Pick<Incident, 'title' | 'severity' | 'cause' | 'isAutomatic' | 'startedAt'>

function openRow(state: State, organizationId: Id, fields: Fields, monitorIds: readonly Id[]): IncidentRow {
  const number = (state.incidentNumbers.get(organizationId) ?? 0) + 1
  state.incidentNumbers.set(organizationId, number)
  const incident = {
    ...{ ...fields, id: nextId(state), organizationId, number, status: 'open' as const },
    ...{ acknowledgedAt: null, acknowledgedBy: null, resolvedAt: null, resolvedBy: null },
  }
  return keep(state, { incident, parts: new Map(monitorIds.map((id) => [id, true])), entries: [] })
}

function keep(state: State, row: IncidentRow): IncidentRow {
  state.incidents.set(row.incident.id, row)
  return row
}

function said(
  state: State,
  row: IncidentRow,
  { at, userId }: Omit<IncidentActor, 'userId'> & { readonly userId: Id | null },
  entry: Pick<IncidentEntry, 'kind'> & Partial<IncidentEntry>,
): IncidentRow {
  const full = { id: nextId(state), at, userId, text: '', stage: null, isPublic: false, monitorId: null, ...entry }
  return { ...row, entries: [...row.entries, full] }
}

function endPart(state: State, row: IncidentRow, monitorId: Id, at: Date): IncidentRow {
  const parts = new Map(row.parts).set(monitorId, false)
  const { isAutomatic, resolvedAt } = row.incident
  if (!isAutomatic || resolvedAt !== null || [...parts.values()].includes(true)) return { ...row, parts }
  const incident = { ...row.incident, status: 'resolved' as const, resolvedAt: at }
  return said(state, { ...row, parts, incident }, { at, userId: null }, { kind: 'resolved' })
}

function worsened(row: IncidentRow, kind: Exclude<IncidentSignal['kind'], 'up'>): IncidentRow {
  const { incident } = row
  if (!incident.isAutomatic) return row
  return { ...row, incident: { ...incident, severity: worseOf(incident.severity, kind) } }
}

function withStatus(state: State, row: IncidentRow, status: IncidentStatus, actor: IncidentActor): IncidentRow {
  const { incident } = row
  const [at, userId] = [actor.at, state.users.has(actor.userId) ? actor.userId : null]
  const isReopened = incident.status === 'resolved'
  const open = { status, resolvedAt: null, resolvedBy: null }
  const changes = {
    open: { ...open, acknowledgedAt: null, acknowledgedBy: null },
    acknowledged: { ...open, acknowledgedAt: at, acknowledgedBy: userId },
    resolved: { status, resolvedAt: at, resolvedBy: userId },
  }
  const parts = new Map(
    [...row.parts].map(([id, isIn]) => [
      id,
      status !== 'resolved' && (isIn || (isReopened && incidentOf(state, id) === null)),
    ]),
  )
  const kind = status === 'open' || isReopened ? 'reopened' : status
  return said(state, { ...row, parts, incident: { ...incident, ...changes[status] } }, { at, userId }, { kind })
}

function fits(state: State, { incident, parts }: IncidentRow, filter: IncidentFilter): boolean {
  const { state: wanted, monitorIds, projectIds, from, to } = filter
  const { resolvedAt, startedAt } = incident
  if (wanted !== undefined && (resolvedAt === null) !== (wanted === 'open')) return false
  if (from !== undefined && resolvedAt !== null && resolvedAt < from) return false
  if (to !== undefined && startedAt >= to) return false
  const ids = [...parts.keys()]
  if (monitorIds !== undefined && !ids.some((id) => monitorIds.includes(id))) return false
  const projects = ids.flatMap((id) => state.monitors.get(id)?.monitor.projectId ?? [])
  return projectIds === undefined || projects.some((id) => projectIds.includes(id))
}

function toIncident(state: State, { incident: { id }, parts }: IncidentRow): Incident {
  const monitors = [...parts.keys()].flatMap((monitorId) => state.monitors.get(monitorId)?.monitor ?? [])
  const order = monitors.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : Number(a.id) - Number(b.id)))
  const incident = existing(state.incidents.get(id)?.incident, 'an incident', id)
  return { ...incident, monitors: order.map(({ id, name, projectId }) => ({ id, name, projectId })) }
}

function sorted(entries: readonly IncidentEntry[]): readonly IncidentEntry[] {
  const order = entries.toSorted((a, b) => a.at.getTime() - b.at.getTime() || Number(a.id) - Number(b.id))
  return order.slice(0, INCIDENT_BOUNDS.entries)
}
