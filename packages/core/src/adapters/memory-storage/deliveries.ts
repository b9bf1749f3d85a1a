import { monitorNews, monitorTrigger } from '../../alerts/monitor-news.js'
import type { ProjectAlert } from '../../ports/alerts.js'
import { storable } from '../../ports/bounds.js'
import { DELIVERY_BOUNDS, type DeliveryStorage } from '../../ports/deliveries.js'
import type { Id } from '../../ports/model.js'
import type { CheckedMonitor } from '../../ports/monitors.js'
import { memoryDeliveryLog, toDelivery } from './delivery-log.js'
import { addMessages, holdMessage } from './gather.js'
import { mailPeople } from './mail-people.js'
import { isMutedForAll } from './mutes.js'
import { nextId, type State } from './state.js'
import { hasNews, isBehind, SUPERSEDED } from './supersede.js'

export function memoryDeliveries(state: State): DeliveryStorage {
  return {
    async claim(now, limit, leaseMs) {
      const due = [...state.deliveries.values()]
        .filter(({ nextAttemptAt }) => nextAttemptAt !== null && nextAttemptAt <= now)
        .filter((row) => !isBehind(state, row, now))
        .sort(
          (a, b) =>
            Number(a.subject.kind === 'issues') - Number(b.subject.kind === 'issues') ||
            Number(a.nextAttemptAt) - Number(b.nextAttemptAt) ||
            Number(a.id) - Number(b.id),
        )
      return due.slice(0, limit).flatMap((row) => {
        const closed = { held: null, gathers: null, channelKey: null, isClaimed: true }
        const claimed = { ...row, ...closed, nextAttemptAt: new Date(now.getTime() + leaseMs) }
        const isOld = hasNews(state, row)
        state.deliveries.set(row.id, isOld ? { ...row, ...SUPERSEDED } : claimed)
        return isOld ? [] : (toDelivery(state, claimed) ?? [])
      })
    },
    async renew(id, until, next) {
      const row = state.deliveries.get(id)
      if (row?.state !== 'pending' || row.nextAttemptAt?.getTime() !== until.getTime()) return false
      state.deliveries.set(id, { ...row, nextAttemptAt: next })
      return true
    },
    async nextDue() {
      const times = [...state.deliveries.values()].flatMap(({ nextAttemptAt }) => nextAttemptAt?.getTime() ?? [])
      return times.length === 0 ? null : new Date(Math.min(...times))
    },
    async hold(id, hold) {
      holdMessage(state, id, hold)
    },
    async finish(id, { attempt, state: now, nextAttemptAt, payload }) {
      const row = state.deliveries.get(id)
      if (row === undefined || (row.state !== 'pending' && now !== 'sent')) return
      const kept = {
        ...{ ...attempt, ms: Math.round(attempt.ms), error: storable(attempt.error, DELIVERY_BOUNDS.error) },
        answer: storable(attempt.answer, DELIVERY_BOUNDS.answer),
      }
      const isOld = now === 'pending' && hasNews(state, row)
      state.deliveries.set(id, {
        ...{ ...row, state: now, attempts: row.attempts + 1, attempt: kept, held: null, isClaimed: false },
        nextAttemptAt: now === 'pending' ? nextAttemptAt : null,
        payload: payload === null ? row.payload : storable(payload, DELIVERY_BOUNDS.payload),
        history: [...row.history, kept],
        ...(isOld ? SUPERSEDED : {}),
      })
    },
    async address(id, people, now) {
      const row = state.deliveries.get(id)
      if (row === undefined || row.address !== null) return
      state.deliveries.delete(id)
      for (const person of people) {
        const spread = { ...row, ...person, id: nextId(state), nextAttemptAt: now, isClaimed: false }
        state.deliveries.set(spread.id, spread)
      }
    },
    async peopleOf(organizationId, projectId, audience) {
      return mailPeople(state, organizationId, projectId, audience)
    },
    ...memoryDeliveryLog(state),
  }
}

/** What a check that was kept has to tell the recipients of its project's alerts. */
export function fireMonitorAlerts(state: State, { monitorId, telling, check, signal }: CheckedMonitor): void {
  const projectId = state.monitors.get(monitorId)?.monitor.projectId ?? null
  if (telling === 'none' || projectId === null) return
  const cause = (signal?.cause ?? check.detail).replaceAll('\0', '').slice(0, DELIVERY_BOUNDS.cause)
  const news = monitorNews(telling, check.reason)
  for (const alert of state.alerts.values()) {
    const trigger = monitorTrigger(news, alert.triggers)
    if (alert.projectId === projectId && speaks(state, alert, check.at) && trigger !== null)
      addMessages(state, alert, { kind: 'monitor', monitorId, change: news.change, trigger, cause }, check.at)
  }
}

/** What was told, and what was to be, goes with an alert. */
export function forgetDeliveriesOf(state: State, alertId: Id): void {
  for (const row of state.deliveries.values()) if (row.alertId === alertId) state.deliveries.delete(row.id)
  state.alertPaces.delete(alertId)
  for (const [key, row] of state.channelOutages) if (row.alertId === alertId) state.channelOutages.delete(key)
  for (const noted of [state.alertNotices, state.alertLimits])
    for (const key of noted.keys()) if (key.startsWith(`${alertId} `)) noted.delete(key)
}

/** Messages to recipients that the alert does not have any more. */
export function dropDeliveriesOfOthers(state: State, { id, recipients }: ProjectAlert): void {
  const ids = new Set(recipients.map((one) => one.id))
  for (const row of state.deliveries.values())
    if (row.alertId === id && row.recipientId !== null && !ids.has(row.recipientId)) state.deliveries.delete(row.id)
}

export function dropOldDeliveries(state: State, before: Date): void {
  for (const row of state.deliveries.values())
    if (row.nextAttemptAt === null && row.createdAt < before) state.deliveries.delete(row.id)
}

export function noticeKey(alertId: Id, issueId: Id): string {
  return `${alertId} ${issueId}`
}

/** Of something: single issues may still be muted. */
export function speaks(
  state: State,
  { organizationId, projectId, isEnabled, mutedUntil }: ProjectAlert,
  now: Date,
): boolean {
  const isMuted = mutedUntil !== null && mutedUntil > now
  return isEnabled && !isMuted && !isMutedForAll(state, { organizationId, projectId, issueId: null }, now)
}
