import { leave } from '../../alerts/leave.js'
import { gatheringOf, mergeSubjects } from '../../alerts/merge-subjects.js'
import type { ProjectAlert } from '../../ports/alerts.js'
import type { DeliveryHold, DeliverySubject } from '../../ports/deliveries.js'
import type { Id } from '../../ports/model.js'
import type { DeliveryRow } from './delivery-row.js'
import { nextId, type State } from './state.js'
import { hasNews, SUPERSEDED, supersedeOlder } from './supersede.js'

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
      ...{ isClaimed: false, state: 'pending', createdAt: now, attempts: 0, nextAttemptAt: at, attempt: null },
    }
    const news = addToWaiting(state, row) ?? row
    state.deliveries.set(news.id, news)
    supersedeOlder(state, news)
  }
  return recipients.length
}

/** Lets a message wait, as part of another one where one waits already. */
export function holdMessage(state: State, id: Id, { held, until, channelKey }: DeliveryHold): void {
  const row = state.deliveries.get(id)
  if (row === undefined || row.state !== 'pending') return
  if (hasNews(state, row)) {
    state.deliveries.set(id, { ...row, ...SUPERSEDED })
    return
  }
  const mayGather = until !== null && !row.hasBegun && (held === 'quiet' || row.subject.kind === 'issues')
  const waiting: DeliveryRow = {
    ...{ ...row, held, nextAttemptAt: until, gathers: mayGather ? gatheringOf(row.subject) : null },
    isClaimed: false,
    ...{ channelKey: until === null ? null : channelKey, state: until === null ? 'failed' : row.state },
  }
  const gathered = addToWaiting(state, waiting)
  if (gathered !== null) state.deliveries.delete(id)
  state.deliveries.set((gathered ?? waiting).id, gathered ?? waiting)
}

/** What waits already, telling of it as well; null where nothing does. */
function addToWaiting(state: State, added: DeliveryRow): DeliveryRow | null {
  if (added.gathers === null) return null
  for (const row of state.deliveries.values()) {
    const isSame = row.alertId === added.alertId && row.recipientId === added.recipientId
    if (!isSame || row.address !== added.address || row.gathers !== added.gathers || row.id === added.id) continue
    const createdAt = row.subject.kind === 'monitor' ? added.createdAt : row.createdAt
    return { ...row, createdAt, subject: mergeSubjects(row.subject, added.subject) }
  }
  return null
}
