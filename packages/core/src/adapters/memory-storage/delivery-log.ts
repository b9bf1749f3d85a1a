import type { RecipientKind } from '../../ports/alerts.js'
import { DELIVERY_BOUNDS, type Delivery, type DeliveryStorage, didNotFail } from '../../ports/deliveries.js'
import type { Id } from '../../ports/model.js'
import type { DeliveryRow } from './delivery-row.js'
import { pageOf } from './paging.js'
import type { State } from './state.js'

export function memoryDeliveryLog(
  state: State,
): Pick<DeliveryStorage, 'list' | 'get' | 'retry' | 'lastMade' | 'lastSent'> {
  const all = (organizationId: Id) =>
    [...state.deliveries.values()]
      .flatMap((row) => toDelivery(state, row) ?? [])
      .filter((one) => one.organizationId === organizationId)
  const find = (organizationId: Id, id: Id) => all(organizationId).find((one) => one.id === id) ?? null
  return {
    async list(organizationId, filter, page) {
      const found = all(organizationId).filter(
        (one) =>
          (filter.state === undefined || one.state === filter.state) &&
          (filter.alertId === undefined || one.alertId === filter.alertId) &&
          (filter.projectId === undefined || one.projectId === filter.projectId),
      )
      return pageOf(found, page, { parts: ['number'], keyOf: ({ id }) => [Number(id)], descending: true })
    },
    async get(organizationId, id) {
      const delivery = find(organizationId, id)
      const row = state.deliveries.get(id)
      if (delivery === null || row === undefined) return null
      return { delivery, payload: row.payload, history: row.history.slice(-DELIVERY_BOUNDS.history) }
    },
    async retry(organizationId, id, now, leaseMs) {
      const delivery = find(organizationId, id)
      const row = state.deliveries.get(id)
      if (delivery === null || row === undefined) return null
      if (row.state !== 'failed') throw didNotFail()
      const again: DeliveryRow = {
        ...{ ...row, state: 'pending', attempts: 0, hasBegun: true, held: null, gathers: null },
        isClaimed: true,
        nextAttemptAt: new Date(now.getTime() + leaseMs),
      }
      state.deliveries.set(id, again)
      return toDelivery(state, again)
    },
    async lastMade(alertIds) {
      const made = [...state.deliveries.values()].filter(({ alertId }) => alertIds.includes(alertId))
      return new Map(made.sort((a, b) => Number(a.id) - Number(b.id)).map((one) => [one.alertId, one.createdAt]))
    },
    async lastSent(organizationId) {
      const last = new Map<RecipientKind, Date>()
      for (const { state: is, recipient, attempt } of all(organizationId)) {
        const kind = recipient?.kind ?? 'email'
        if (is === 'sent' && attempt !== null && attempt.at > (last.get(kind) ?? new Date(0)))
          last.set(kind, attempt.at)
      }
      return last
    },
  }
}

export function toDelivery(state: State, row: DeliveryRow): Delivery | null {
  const alert = state.alerts.get(row.alertId)
  if (alert === undefined) return null
  const { recipientId, id, alertId, address, userId, reason, subject, held, attempts, createdAt, nextAttemptAt } = row
  const recipient = alert.recipients.find((one) => one.id === recipientId) ?? null
  return {
    ...{
      id,
      alertId,
      alertName: alert.name,
      organizationId: alert.organizationId,
      projectId: alert.projectId,
      recipient,
      address,
      userId,
    },
    ...{ reason, subject, state: row.state, held, createdAt, attempts, nextAttemptAt, attempt: row.attempt },
  }
}
