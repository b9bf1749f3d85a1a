import { createHash } from 'node:crypto'
import type { Limits } from '../../config.js'
import type { Attachment, NewCheckIn, NewFeedback, SessionCounts, SessionUpdate } from '../../ports/items.js'
import type { IngestRecord } from '../../ports/runtime.js'
import type { EnvelopeHeader } from '../../protocol/envelope.js'
import { parseJson } from '../../protocol/json.js'
import { driftSeconds, parseTime } from '../../protocol/normalize/time.js'
import type { RefusalCounts } from '../outcomes.js'
import type { ProjectRules } from '../project-rules.js'

/** What an envelope held besides events, ready to be stored. */
export type NewItem =
  | { readonly kind: 'feedback'; readonly row: NewFeedback }
  | { readonly kind: 'session'; readonly row: SessionUpdate }
  | { readonly kind: 'session_counts'; readonly row: SessionCounts }
  | { readonly kind: 'check_in'; readonly row: NewCheckIn }
  /** `content` is stored first, under the key that the row names. */
  | { readonly kind: 'attachment'; readonly row: Attachment; readonly content: Uint8Array }

/** One item of an envelope with all that decides about it. */
export interface ItemSource extends Omit<ProjectRules, 'grouping'> {
  readonly record: IngestRecord
  readonly header: EnvelopeHeader
  /** Whether the envelope had an event, stored or refused. */
  readonly hasEvent: boolean
  /** Place of the item in its envelope. */
  readonly index: number
  readonly item: {
    readonly type: string
    readonly header: Readonly<Record<string, unknown>>
    readonly payload: Uint8Array
  }
  readonly limits: Limits
  readonly refusals: RefusalCounts
}

/** The payload as JSON; null, and a refusal in the category, where it is too large or none. */
export function documentOf({ item, limits, refusals }: ItemSource, category: string): unknown {
  if (item.payload.length > limits.maxEventBytes) {
    refusals.add(category, 'invalid', 'too_large')
    return null
  }
  try {
    return parseJson(item.payload)
  } catch {
    refusals.add(category, 'invalid', 'invalid_json')
    return null
  }
}

/** 32 hex digits for an item that names none itself: the same when its record is delivered again, and for no other item. */
export function idOfItem({ record, index, item }: ItemSource): string {
  const { projectId, eventId, receivedAt } = record
  const place = [projectId, eventId, receivedAt.getTime(), index, item.type].join('\0')
  return createHash('sha256').update(place).update(item.payload).digest('hex').slice(0, 32)
}

/** How far the clock of the client is behind ours, in seconds. */
export function driftOf({ header, record }: ItemSource): number {
  return driftSeconds(sentAtOf(header), record.receivedAt)
}

/** The client's clock when it sent. */
export function sentAtOf(header: EnvelopeHeader): Date | null {
  const sentAt = parseTime(header.sent_at)
  return sentAt === null ? null : new Date(sentAt * 1000)
}
