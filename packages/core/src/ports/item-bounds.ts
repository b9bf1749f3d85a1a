import { EVENT_BOUNDS, storable } from './bounds.js'
import type { Attachment, NewCheckIn, NewFeedback, SessionCounts, SessionUpdate } from './items.js'

/** Lengths in UTF-16 units: the most that every storage keeps of what is reported besides events. */
export const ITEM_BOUNDS = {
  name: 128,
  email: 254,
  comments: 8192,
  url: 2048,
  filename: 255,
  attachmentType: 64,
  contentType: 128,
  monitorSlug: 100,
} as const

/** The feedback as every storage keeps it. */
export function boundFeedback<T extends NewFeedback>(feedback: T): T {
  return {
    ...feedback,
    ...boundPlace(feedback),
    name: storable(feedback.name, ITEM_BOUNDS.name),
    email: storable(feedback.email, ITEM_BOUNDS.email),
    comments: storable(feedback.comments, ITEM_BOUNDS.comments),
    url: optional(feedback.url, ITEM_BOUNDS.url),
  }
}

/** The attachment as every storage keeps it. */
export function boundAttachment(attachment: Attachment): Attachment {
  return {
    ...attachment,
    name: storable(attachment.name, ITEM_BOUNDS.filename),
    type: storable(attachment.type, ITEM_BOUNDS.attachmentType),
    contentType: optional(attachment.contentType, ITEM_BOUNDS.contentType),
  }
}

/** The session, or the counts, as every storage keeps them. */
export function boundSession<T extends SessionUpdate | SessionCounts>(session: T): T {
  return {
    ...session,
    release: storable(session.release, EVENT_BOUNDS.release),
    environment: optional(session.environment, EVENT_BOUNDS.environment),
  }
}

/** The check-in as every storage keeps it. */
export function boundCheckIn(checkIn: NewCheckIn): NewCheckIn {
  return { ...checkIn, ...boundPlace(checkIn), monitorSlug: storable(checkIn.monitorSlug, ITEM_BOUNDS.monitorSlug) }
}

function boundPlace(place: { readonly environment: string | null; readonly release: string | null }) {
  return {
    environment: optional(place.environment, EVENT_BOUNDS.environment),
    release: optional(place.release, EVENT_BOUNDS.release),
  }
}

function optional(text: string | null, maxLength: number): string | null {
  return text === null ? null : storable(text, maxLength) || null
}
