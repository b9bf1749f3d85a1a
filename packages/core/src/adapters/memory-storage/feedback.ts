import { boundFeedback } from '../../ports/item-bounds.js'
import type { Feedback, FeedbackStorage } from '../../ports/items.js'
import type { Id } from '../../ports/model.js'
import { parseEventId } from '../../protocol/ids.js'
import { countOutcomes } from './outcomes.js'
import { type Order, pageOf } from './paging.js'
import { ofOwner, projectRow } from './project-rows.js'
import { nextId, type State } from './state.js'

export function memoryFeedback(state: State): FeedbackStorage {
  const issueOf = (projectId: Id, eventId: string | null) =>
    eventId === null ? null : (state.projects.get(projectId)?.events.get(eventId)?.issueId ?? null)
  const matching = (isWanted: (feedback: Feedback) => boolean) => [...state.feedback.values()].filter(isWanted)
  return {
    async add(batch) {
      for (const feedback of batch.map((one) => ofOwner(state, one)).map(boundFeedback)) {
        const { organizationId, projectId, feedbackId, eventId, receivedAt } = feedback
        const key = `${projectId} ${feedbackId}`
        if (state.feedback.has(key) || projectRow(state, organizationId, projectId) === null) continue
        state.feedback.set(key, { ...feedback, id: nextId(state), issueId: issueOf(projectId, eventId) })
        const accepted = { category: 'feedback', outcome: 'accepted', reason: '', quantity: 1 } as const
        countOutcomes(state, [{ organizationId, projectId, hour: receivedAt, ...accepted }])
      }
    },
    async listForIssue(organizationId, issueId, page) {
      const found = matching((one) => one.organizationId === organizationId && one.issueId === issueId)
      return pageOf(found, page, newestFirst)
    },
    async listForProject(organizationId, projectId, page) {
      const found = matching((one) => one.organizationId === organizationId && one.projectId === projectId)
      return pageOf(found, page, newestFirst)
    },
    async countForIssue(organizationId, issueId) {
      return matching((one) => one.organizationId === organizationId && one.issueId === issueId).length
    },
    async ofEvent(organizationId, projectId, eventId) {
      const wanted = parseEventId(eventId)
      const found = matching(
        (one) => one.organizationId === organizationId && one.projectId === projectId && one.eventId === wanted,
      )
      return wanted === null ? null : (pageOf(found, { limit: 1, cursor: null }, newestFirst).items[0] ?? null)
    },
    async link({ since }) {
      let linked = 0
      for (const [key, feedback] of state.feedback) {
        if (feedback.issueId !== null || feedback.receivedAt < since) continue
        const issueId = issueOf(feedback.projectId, feedback.eventId)
        if (issueId === null) continue
        state.feedback.set(key, { ...feedback, issueId })
        linked += 1
      }
      return linked
    },
  }
}

const newestFirst: Order<Feedback> = {
  parts: ['number', 'number'],
  keyOf: (feedback) => [feedback.receivedAt.getTime(), Number(feedback.id)],
  descending: true,
}
