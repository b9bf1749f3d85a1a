import type { AlertRecipient, Delivery, Id, MailReason } from '@mishap/core'

/** Of `alert_recipients r`, as core knows one. */
export const RECIPIENT = `json_build_object('id', r.id::text, 'kind', r.kind, 'url', r.url, 'tags', r.tags, 'config', r.config)`

/** Of `deliveries d` and its `project_alerts a`. */
export function columnsOf(s: string): string {
  return `d.id, a.organization_id, a.project_id, d.alert_id, a.name as alert_name, d.address, d.user_id, d.reason, d.subject, d.state, d.held,
    d.created_at, d.attempts, d.next_attempt_at, d.attempted_at, d.attempt_ms, d.attempt_status, d.attempt_error,
    (select t.answer from ${s}.delivery_attempts t where t.delivery_id = d.id order by t.number desc limit 1) as answer,
    (select ${RECIPIENT}
      from ${s}.alert_recipients r where r.id = d.recipient_id) as recipient`
}

export interface DeliveryRow {
  readonly id: Id
  readonly organization_id: Id
  readonly project_id: Id
  readonly alert_id: Id
  readonly alert_name: string
  readonly address: string | null
  readonly user_id: Id | null
  readonly reason: MailReason | null
  readonly subject: Delivery['subject']
  readonly state: Delivery['state']
  readonly held: Delivery['held']
  readonly created_at: Date
  readonly attempts: number
  readonly next_attempt_at: Date | null
  readonly attempted_at: Date | null
  readonly attempt_ms: number | null
  readonly attempt_status: number | null
  readonly attempt_error: string
  readonly answer: string | null
  readonly recipient: AlertRecipient | null
  /** Of those that were claimed. */
  readonly due_at?: Date
}

export function toDelivery(row: DeliveryRow): Delivery {
  return {
    ...{ id: row.id, organizationId: row.organization_id, projectId: row.project_id, alertId: row.alert_id },
    alertName: row.alert_name,
    ...{ recipient: row.recipient, address: row.address, userId: row.user_id, reason: row.reason },
    ...{ subject: row.subject, state: row.state, held: row.held, createdAt: row.created_at },
    ...{ attempts: row.attempts, nextAttemptAt: row.next_attempt_at },
    attempt:
      row.attempted_at === null
        ? null
        : {
            ...{ at: row.attempted_at, ms: row.attempt_ms ?? 0, status: row.attempt_status },
            ...{ error: row.attempt_error, answer: row.answer ?? '' },
          },
  }
}
