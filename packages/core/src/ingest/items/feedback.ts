import type { NewFeedback } from '../../ports/items.js'
import { parseEventId } from '../../protocol/ids.js'
import { normalizeEvent } from '../../protocol/normalize/index.js'
import { isRecord } from '../../protocol/normalize/salvage.js'
import { filterEvent } from '../filters/index.js'
import { documentOf, type ItemSource, idOfItem, type NewItem, sentAtOf } from './new-item.js'

/**
 * Feedback in its two forms: an event with a context `feedback`, and the older `user_report`, which is made one
 * (https://develop.sentry.dev/sdk/telemetry/feedbacks/).
 */
export function readFeedback(source: ItemSource): readonly NewItem[] {
  const raw = documentOf(source, CATEGORY)
  if (raw === null) return []
  if (!isRecord(raw)) return refuse(source, 'invalid_json')
  const isReport = source.item.type === 'user_report'
  const feedbackId = parseEventId(raw.event_id) ?? (isReport ? null : idOfItem(source))
  if (feedbackId === null) return refuse(source, 'no_event')
  const document = isReport ? { contexts: { feedback: contextOf(raw, feedbackId) } } : raw
  const row = feedbackOf(document, feedbackId, source)
  return row === null ? [] : [{ kind: 'feedback', row }]
}

const CATEGORY = 'feedback'

function contextOf({ name, email, comments }: Readonly<Record<string, unknown>>, eventId: string) {
  return { name, contact_email: email, message: comments, associated_event_id: eventId }
}

function feedbackOf(document: unknown, feedbackId: string, source: ItemSource): NewFeedback | null {
  const { record, header, filters, scrub, refusals } = source
  const { organizationId, projectId, receivedAt, ip, userAgent, scrubIp } = record
  const about = { eventId: feedbackId, receivedAt, sentAt: sentAtOf(header), ip, userAgent, scrubIp }
  const event = scrub(normalizeEvent(document, about))
  const unwanted = filterEvent(event, filters, record)
  if (unwanted !== null) {
    refusals.add(CATEGORY, 'filtered', unwanted)
    return null
  }
  const said: unknown = event.contexts?.feedback
  const context = isRecord(said) ? said : {}
  const comments = textOf(context.message).trim()
  if (comments === '') {
    refusals.add(CATEGORY, 'invalid', 'empty')
    return null
  }
  return {
    organizationId,
    projectId,
    feedbackId,
    eventId: parseEventId(context.associated_event_id),
    name: textOf(context.name),
    email: textOf(context.contact_email),
    comments,
    url: textOf(context.url) || null,
    environment: event.environment ?? null,
    release: event.release ?? null,
    receivedAt,
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function refuse({ refusals }: ItemSource, reason: string): readonly NewItem[] {
  refusals.add(CATEGORY, 'invalid', reason)
  return []
}
