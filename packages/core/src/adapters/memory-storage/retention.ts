import type { StoredEvent } from '../../ports/model.js'
import type { RetentionStorage, ThinningCandidate, Usage } from '../../ports/retention.js'
import { startOfHour } from './outcomes.js'
import { isBefore } from './persist.js'
import { projectRow } from './project-rows.js'
import { given, type ProjectRow, type State } from './state.js'

export function memoryRetention(state: State): RetentionStorage {
  return {
    async usage(organizationId, projectId) {
      const row = projectRow(state, organizationId, projectId)
      return row === null ? null : usageOf(row.events.values())
    },
    async oldestDay(organizationId, projectId) {
      const events = [...(projectRow(state, organizationId, projectId)?.events.values() ?? [])]
      const days = events.map(({ receivedAt }) => new Date(receivedAt).setUTCHours(0, 0, 0, 0))
      return days.length === 0 ? null : new Date(days.reduce((a, b) => Math.min(a, b)))
    },
    async limits(organizationId, projectId) {
      return projectRow(state, organizationId, projectId)?.limits ?? null
    },
    async updateLimits(organizationId, projectId, limits) {
      const row = projectRow(state, organizationId, projectId)
      if (row === null) return null
      row.limits = { ...row.limits, ...given(limits) }
      row.thinningUntil = null
      return row.limits
    },
    async claim({ now, until, defaults }) {
      for (const row of state.projects.values()) {
        if (row.thinningUntil !== null && row.thinningUntil > now) continue
        const usage = usageOf(row.events.values())
        const maxEvents = row.limits.maxEvents ?? defaults.maxEvents
        const maxBytes = row.limits.maxBytes ?? defaults.maxBytes
        if (!isAbove(usage.events, maxEvents) && !isAbove(usage.bytes, maxBytes)) continue
        row.thinningUntil = until
        const { organizationId, id } = row.project
        return { organizationId, projectId: id, usage, limits: { maxEvents, maxBytes } }
      }
      return null
    },
    async extend({ organizationId, projectId }, until) {
      const row = projectRow(state, organizationId, projectId)
      if (row !== null) row.thinningUntil = until
    },
    async candidates({ organizationId, projectId }, { cursor, limit }) {
      const row = projectRow(state, organizationId, projectId)
      const [at, id = ''] = cursor?.split(' ') ?? []
      const events = [...(row?.events.values() ?? [])]
        .sort((a, b) => (isBefore(a, b) ? -1 : 1))
        .filter((event) => at === undefined || isBefore({ receivedAt: new Date(Number(at)), id }, event))
      const some = events.slice(0, limit)
      const last = some[some.length - 1]
      return {
        items: some.map((event) => toCandidate(state, event)),
        next: events.length > limit && last !== undefined ? `${last.receivedAt.getTime()} ${last.id}` : null,
      }
    },
    // What is here is counted each time.
    async recount() {},
    async thin({ organizationId, projectId }, { payloads, rows }, now) {
      const project = projectRow(state, organizationId, projectId)
      if (project === null) return usageOf([])
      const before = usageOf(project.events.values())
      for (const { eventId } of rows) removeRow(state, project, eventId)
      for (const { eventId } of payloads) removePayload(state, project, eventId, now)
      const after = usageOf(project.events.values())
      return {
        events: before.events - after.events,
        payloads: before.payloads - after.payloads,
        bytes: before.bytes - after.bytes,
      }
    },
  }
}

function usageOf(events: Iterable<StoredEvent>): Usage {
  const all = [...events]
  const whole = all.filter((event) => event.payloadRemovedAt === null)
  return {
    events: all.length,
    payloads: whole.length,
    bytes: whole.reduce((sum, event) => sum + event.payload.length, 0),
  }
}

function isAbove(amount: number, limit: number): boolean {
  return limit > 0 && amount > limit
}

function toCandidate(state: State, event: StoredEvent): ThinningCandidate {
  const row = state.issues.get(event.issueId)
  const at = event.receivedAt.getTime()
  const isOf = (one: { readonly projectId: string; readonly eventId: string | null }) =>
    one.projectId === event.projectId && one.eventId === event.eventId
  return {
    id: event.id,
    eventId: event.eventId,
    receivedAt: event.receivedAt,
    bytes: event.payload.length,
    hasPayload: event.payloadRemovedAt === null,
    siblings: row?.hours.get(startOfHour(event.receivedAt).getTime()) ?? 1,
    isPinned:
      row !== undefined &&
      (at <= row.issue.firstSeenAt.getTime() ||
        at >= row.issue.lastSeenAt.getTime() ||
        row.besideRegressions.has(at) ||
        [...state.feedback.values()].some(isOf) ||
        [...state.attachments.values()].some(isOf)),
  }
}

function removeRow(state: State, project: ProjectRow, eventId: string): void {
  const event = project.events.get(eventId)
  if (event === undefined) return
  project.events.delete(eventId)
  const row = state.issues.get(event.issueId)
  if (row !== undefined) row.events = row.events.filter((other) => other !== event)
}

function removePayload(state: State, project: ProjectRow, eventId: string, now: Date): void {
  const event = project.events.get(eventId)
  if (event === undefined || event.payloadRemovedAt !== null) return
  const thinned: StoredEvent = {
    ...event,
    payload: new Uint8Array(),
    payloadEncoding: 'identity',
    payloadRemovedAt: now,
  }
  project.events.set(eventId, thinned)
  const row = state.issues.get(event.issueId)
  if (row !== undefined) row.events = row.events.map((other) => (other === event ? thinned : other))
}
