import type { EventStorage } from '../../ports/events.js'
import type { Id, StoredEvent } from '../../ports/model.js'
import { parseEventId } from '../../protocol/ids.js'
import { type Order, pageOf } from './paging.js'
import { isBefore } from './persist.js'
import { projectRow } from './project-rows.js'
import type { State } from './state.js'

export function memoryEvents(state: State): EventStorage {
  const ofIssue = (organizationId: Id, issueId: Id): readonly StoredEvent[] => {
    const row = state.issues.get(issueId)
    return row?.issue.organizationId === organizationId ? row.events : []
  }
  const ofProject = (organizationId: Id, projectId: Id): readonly StoredEvent[] => {
    const events = projectRow(state, organizationId, projectId)?.events.values() ?? []
    return [...events].sort((a, b) => (isBefore(a, b) ? -1 : 1))
  }
  return {
    async listForIssue(organizationId, issueId, page, { from, before } = {}) {
      const events = ofIssue(organizationId, issueId).filter(
        ({ receivedAt }) => (from === undefined || receivedAt >= from) && (before === undefined || receivedAt < before),
      )
      return pageOf(events, page, newestFirst)
    },
    async listForProject(organizationId, projectId, page) {
      return pageOf(ofProject(organizationId, projectId), page, newestFirst)
    },
    async find(organizationId, scope, which) {
      const events =
        'issueId' in scope ? ofIssue(organizationId, scope.issueId) : ofProject(organizationId, scope.projectId)
      if (which === 'oldest') return events[0] ?? null
      if (which === 'latest') return events[events.length - 1] ?? null
      return events.find(isNamed(which)) ?? null
    },
    async neighbours(event) {
      const events = ofIssue(event.organizationId, event.issueId)
      const previous = nearest(events.filter((other) => isBefore(other, event)).reverse())
      const next = nearest(events.filter((other) => isBefore(event, other)))
      return { previous: previous?.eventId ?? null, next: next?.eventId ?? null }
    },
    async beside(event, side, limit) {
      const events = ofIssue(event.organizationId, event.issueId)
      const beside =
        side === 'older'
          ? events.filter((other) => isBefore(other, event)).reverse()
          : events.filter((other) => isBefore(event, other))
      return beside.slice(0, limit)
    },
    async placeOf(event) {
      const events = ofIssue(event.organizationId, event.issueId)
      return {
        first: events[0]?.eventId ?? null,
        last: events.at(-1)?.eventId ?? null,
        total: events.length,
        ordinal: events.length === 0 ? null : events.filter((other) => isBefore(other, event)).length + 1,
      }
    },
    async issueOfEvent(organizationId, eventId) {
      const isWanted = isNamed(eventId)
      for (const { issue, events } of state.issues.values()) {
        if (issue.organizationId === organizationId && events.some(isWanted)) return issue.id
      }
      return null
    },
  }
}

/** Before a thinned event is shown for want of a whole one. */
const THINNED_SKIPPED = 100

function nearest(events: readonly StoredEvent[]): StoredEvent | undefined {
  const whole = events.slice(0, THINNED_SKIPPED).find(({ payloadRemovedAt }) => payloadRemovedAt === null)
  return whole ?? events[0]
}

const newestFirst: Order<StoredEvent> = {
  parts: ['number', 'text'],
  keyOf: (event) => [event.receivedAt.getTime(), event.id],
  descending: true,
}

function isNamed(which: string): (event: StoredEvent) => boolean {
  const wanted = parseEventId(which)
  return (event) => wanted !== null && (event.eventId === wanted || parseEventId(event.id) === wanted)
}
