import type { StoredEvent } from '@mishap/core'

/** Of `events` as `e`. */
export const EVENT_COLUMNS = `e.id, e.event_id, e.organization_id, e.project_id, e.issue_id, e.type, e.level, e.title, e.culprit,
  e.platform, e.environment, e.release, e.received_at, e.timestamp, e.payload, e.payload_encoding,
  e.payload_removed_at`

export interface EventRow {
  readonly id: string
  readonly event_id: string
  readonly organization_id: string
  readonly project_id: string
  readonly issue_id: string
  readonly type: StoredEvent['type']
  readonly level: StoredEvent['level']
  readonly title: string
  readonly culprit: string
  readonly platform: string
  readonly environment: string | null
  readonly release: string | null
  readonly received_at: Date
  readonly timestamp: Date
  readonly payload: Uint8Array
  readonly payload_encoding: StoredEvent['payloadEncoding']
  readonly payload_removed_at: Date | null
}

export function toEvent(row: EventRow): StoredEvent {
  return {
    id: row.id,
    eventId: row.event_id.replaceAll('-', ''),
    organizationId: row.organization_id,
    projectId: row.project_id,
    issueId: row.issue_id,
    type: row.type,
    level: row.level,
    title: row.title,
    culprit: row.culprit,
    platform: row.platform,
    environment: row.environment,
    release: row.release,
    receivedAt: row.received_at,
    timestamp: row.timestamp,
    payload: row.payload,
    payloadEncoding: row.payload_encoding,
    payloadRemovedAt: row.payload_removed_at,
  }
}
