import type { Id } from '../../ports/model.js'
import type { RetentionDays } from '../../ports/retention-days.js'
import { deleteAttachments } from './attachments.js'
import { dropOldSessions } from './release-health.js'
import type { IssueRow, State } from './state.js'

const DAY_MS = 86_400_000
/** A session is reported on for some days; what is delivered again comes within weeks. */
const STATE_DAYS = 7
const DELIVERY_DAYS = 30

/** What came with the events of an issue goes with it. */
export function deleteItemsOfIssue(state: State, { issue, events }: IssueRow): void {
  const eventIds = new Set(events.map(({ eventId }) => eventId))
  for (const [key, one] of state.feedback) if (one.issueId === issue.id) state.feedback.delete(key)
  deleteAttachments(state, (one) => one.projectId === issue.projectId && eventIds.has(one.eventId))
}

export function deleteItemsOfProject(state: State, projectId: Id): void {
  deleteAttachments(state, (one) => one.projectId === projectId)
  for (const rows of [state.feedback, state.health, state.checkIns])
    for (const [key, row] of rows) if (row.projectId === projectId) rows.delete(key)
}

/** What is past retention, and attachments whose event is gone for another reason. */
export function dropOldItems(state: State, now: Date, oldest: (kind: keyof RetentionDays) => Date): void {
  const [oldestFeedback, oldestCheckIn, oldestFile] = [oldest('feedback'), oldest('checkIns'), oldest('attachments')]
  for (const [key, one] of state.feedback) if (one.receivedAt < oldestFeedback) state.feedback.delete(key)
  for (const [key, one] of state.checkIns) if (one.receivedAt < oldestCheckIn) state.checkIns.delete(key)
  const daysBefore = (days: number) => new Date(now.getTime() - days * DAY_MS)
  deleteAttachments(
    state,
    (one) => one.receivedAt < oldestFile || (one.receivedAt < daysBefore(1) && isAlone(state, one)),
  )
  dropOldSessions(state, {
    counts: oldest('sessions'),
    states: daysBefore(STATE_DAYS),
    deliveries: daysBefore(DELIVERY_DAYS),
  })
}

function isAlone(state: State, { projectId, eventId }: { readonly projectId: Id; readonly eventId: string }): boolean {
  const hasEvent = state.projects.get(projectId)?.events.has(eventId) === true
  return !hasEvent && !state.feedback.has(`${projectId} ${eventId}`)
}
