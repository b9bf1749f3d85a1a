import type { UserReportJson } from '../client/issue-types.js'
import type { Feedback } from '../ports/items.js'

/** Feedback as GlitchTip shows user reports, with what newer SDKs say besides. */
export function userReportJson(feedback: Feedback): UserReportJson {
  const eventID = feedback.eventId ?? feedback.feedbackId
  return {
    id: Number(feedback.id),
    eventID,
    event: { eventId: eventID },
    issueID: feedback.issueId,
    name: feedback.name,
    email: feedback.email,
    comments: feedback.comments,
    url: feedback.url,
    environment: feedback.environment,
    release: feedback.release,
    user: null,
    dateCreated: feedback.receivedAt.toISOString(),
  }
}
