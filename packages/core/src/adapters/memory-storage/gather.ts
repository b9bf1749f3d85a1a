import { leave } from '../../alerts/leave.js'
import { gatheringOf, mergeSubjects } from '../../alerts/merge-subjects.js'
import type { ProjectAlert } from '../../ports/alerts.js'
import type { Delivery, DeliveryAttempt, DeliveryHold, DeliverySubject } from '../../ports/deliveries.js'
import type { Id } from '../../ports/model.js'
import { nextId, type State } from './state.js'

export interface DeliveryRow extends Omit<Delivery, 'organizationId' | 'projectId' | 'recipient' | 'alertName'> {
  readonly recipientId: Id | null
  /** What happens meanwhile is added to it; null: nothing is. */
  readonly gathers: string | null
  readonly channelKey: string | null
  /** It may have been sent: it stays what it is. */
  readonly hasBegun: boolean
  readonly payload: string | null
  readonly history: readonly DeliveryAttempt[]
}

/** One message for each recipient of the alert; what waits already tells of it too. */
export function addMessages(state: State, alert: ProjectAlert, subject: DeliverySubject, now: Date): number {
  const { id: alertId, digestMinutes, quietHours } = alert
  const rules = { digestMinutes, quietHours, pace: state.alertPaces.get(alertId) ?? null }
  const { at, held, gathers, pace } = leave(subject, rules, now)
  if (pace !== null) state.alertPaces.set(alertId, pace)
  const recipients = alert.recipients.length === 0 ? [null] : alert.recipients
  for (const recipient of recipients) {
    const row: DeliveryRow = {
      ...{ id: nextId(state), alertId, recipientId: recipient?.id ?? null, address: null, subject, held, gathers },
      ...{ userId: null, reason: null, channelKey: null, hasBegun: false, payload: null, history: [] },
      ...{ state: 'pending', createdAt: now, attempts: 0, nextAttemptAt: at, attempt: null },
    }
    if (!addToWaiting(state, row)) state.deliveries.set(row.id, row)
  }
  return recipients.length
}

/** Lets a message wait, as part of another one where one waits already. */
export function holdMessage(state: State, id: Id, { held, until, channelKey }: DeliveryHold): void {
  const row = state.deliveries.get(id)
  if (row === undefined || row.state !== 'pending') return
  const mayGather = until !== null && !row.hasBegun && (held === 'quiet' || row.subject.kind === 'issues')
  const waiting: DeliveryRow = {
    ...{ ...row, held, nextAttemptAt: until, gathers: mayGather ? gatheringOf(row.subject) : null },
    ...{ channelKey: until === null ? null : channelKey, state: until === null ? 'failed' : row.state },
  }
  if (addToWaiting(state, waiting)) state.deliveries.delete(id)
  else state.deliveries.set(id, waiting)
}

function addToWaiting(state: State, added: DeliveryRow): boolean {
  if (added.gathers === null) return false
  for (const row of state.deliveries.values()) {
    const isSame = row.alertId === added.alertId && row.recipientId === added.recipientId
    if (!isSame || row.address !== added.address || row.gathers !== added.gathers || row.id === added.id) continue
    state.deliveries.set(row.id, { ...row, subject: mergeSubjects(row.subject, added.subject) })
    return true
  }
  return false
}
