import type { ProjectAlert } from '../../ports/alerts.js'
import { storable } from '../../ports/bounds.js'
import { DELIVERY_BOUNDS, type Delivery, type DeliveryStorage, type DeliverySubject } from '../../ports/deliveries.js'
import type { Id } from '../../ports/model.js'
import type { CheckedMonitor } from '../../ports/monitors.js'
import { pageOf } from './paging.js'
import { nextId, type State } from './state.js'

export interface DeliveryRow extends Omit<Delivery, 'organizationId' | 'projectId' | 'recipient'> {
  readonly recipientId: Id | null
}

export function memoryDeliveries(state: State): DeliveryStorage {
  return {
    async fireIssueAlerts(now, since) {
      let messages = 0
      for (const alert of state.alerts.values()) {
        const hits = hitsOf(state, alert, now, since)
        for (const id of hits) state.alertNotices.set(noticeKey(alert.id, id), now)
        if (hits.length === 0) continue
        const issueIds = hits.slice(0, DELIVERY_BOUNDS.issues)
        messages += addMessages(state, alert, { kind: 'issues', issueIds, count: hits.length }, now)
      }
      return messages
    },
    async claim(now, limit, leaseMs) {
      const due = [...state.deliveries.values()]
        .filter(({ nextAttemptAt }) => nextAttemptAt !== null && nextAttemptAt <= now)
        .sort((a, b) => Number(a.nextAttemptAt) - Number(b.nextAttemptAt) || Number(a.id) - Number(b.id))
      return due.slice(0, limit).flatMap((row) => {
        const claimed = { ...row, nextAttemptAt: new Date(now.getTime() + leaseMs) }
        state.deliveries.set(row.id, claimed)
        return toDelivery(state, claimed) ?? []
      })
    },
    async nextDue() {
      const times = [...state.deliveries.values()].flatMap(({ nextAttemptAt }) => nextAttemptAt?.getTime() ?? [])
      return times.length === 0 ? null : new Date(Math.min(...times))
    },
    async finish(id, { attempt, state: now, nextAttemptAt }) {
      const row = state.deliveries.get(id)
      if (row === undefined) return
      const kept = { ...attempt, ms: Math.round(attempt.ms), error: storable(attempt.error, DELIVERY_BOUNDS.error) }
      state.deliveries.set(id, {
        ...{ ...row, state: now, attempts: row.attempts + 1, attempt: kept },
        nextAttemptAt: now === 'pending' ? nextAttemptAt : null,
      })
    },
    async address(id, addresses, now) {
      const row = state.deliveries.get(id)
      if (row === undefined || row.address !== null) return
      state.deliveries.delete(id)
      for (const address of new Set(addresses)) keep(state, { ...row, id: nextId(state), address, nextAttemptAt: now })
    },
    async addressesOf(organizationId, projectId) {
      const project = state.projects.get(projectId)
      if (project?.project.organizationId !== organizationId) return []
      return listeners(state, projectId)
    },
    async list(organizationId, projectId, alertId, page) {
      const rows = [...state.deliveries.values()].filter((row) => row.alertId === alertId)
      const all = rows.flatMap((row) => toDelivery(state, row) ?? [])
      return pageOf(
        all.filter((one) => one.organizationId === organizationId && one.projectId === projectId),
        page,
        { parts: ['number'], keyOf: ({ id }) => [Number(id)], descending: true },
      )
    },
  }
}

/** What a check that was kept has to tell the recipients of its project's alerts. */
export function fireMonitorAlerts(state: State, { monitorId, telling, check, signal }: CheckedMonitor): void {
  const projectId = state.monitors.get(monitorId)?.monitor.projectId ?? null
  if (telling === 'none' || projectId === null) return
  const cause = (signal?.cause ?? check.detail).replaceAll('\0', '').slice(0, DELIVERY_BOUNDS.cause)
  for (const alert of state.alerts.values())
    if (alert.projectId === projectId && alert.uptime)
      addMessages(state, alert, { kind: 'monitor', monitorId, change: telling, cause }, check.at)
}

/** What was told, and what was to be, goes with an alert. */
export function forgetDeliveriesOf(state: State, alertId: Id): void {
  for (const row of state.deliveries.values()) if (row.alertId === alertId) state.deliveries.delete(row.id)
  for (const key of state.alertNotices.keys()) if (key.startsWith(`${alertId} `)) state.alertNotices.delete(key)
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

function noticeKey(alertId: Id, issueId: Id): string {
  return `${alertId} ${issueId}`
}

function hitsOf(state: State, alert: ProjectAlert, now: Date, since: Date): readonly Id[] {
  const { id, projectId, quantity, timespanMinutes } = alert
  if (quantity === null || timespanMinutes === null) return []
  const from = new Date(now.getTime() - timespanMinutes * 60_000)
  return [...state.issues.values()]
    .filter(({ issue, events }) => {
      const { status, lastSeenAt, mergedInto, regressedAt } = issue
      if (issue.projectId !== projectId || status !== 'unresolved' || mergedInto !== null || lastSeenAt < since)
        return false
      const toldAt = state.alertNotices.get(noticeKey(id, issue.id))
      if (toldAt !== undefined && (regressedAt === null || toldAt >= regressedAt)) return false
      return events.filter(({ receivedAt }) => receivedAt >= from).length >= quantity
    })
    .map(({ issue }) => issue.id)
    .sort((a, b) => Number(a) - Number(b))
}

function addMessages(state: State, alert: ProjectAlert, subject: DeliverySubject, now: Date): number {
  const recipients = alert.recipients.length === 0 ? [null] : alert.recipients
  for (const recipient of recipients)
    keep(state, {
      ...{ id: nextId(state), alertId: alert.id, recipientId: recipient?.id ?? null, address: null, subject },
      ...{ state: 'pending', createdAt: now, attempts: 0, nextAttemptAt: now, attempt: null },
    })
  return recipients.length
}

function keep(state: State, row: DeliveryRow): void {
  state.deliveries.set(row.id, row)
}

function toDelivery(state: State, { recipientId, ...row }: DeliveryRow): Delivery | null {
  const alert = state.alerts.get(row.alertId)
  if (alert === undefined) return null
  const recipient = alert.recipients.find(({ id }) => id === recipientId) ?? null
  return { ...row, recipient, organizationId: alert.organizationId, projectId: alert.projectId }
}

function listeners(state: State, projectId: Id): readonly string[] {
  const teamIds = state.projects.get(projectId)?.teamIds ?? new Set<Id>()
  const memberships = [...teamIds].flatMap((id) => [...(state.teams.get(id)?.membershipIds ?? [])])
  const emails = memberships.flatMap((id) => {
    const user = state.users.get(state.memberships.get(id)?.userId ?? '')
    if (user === undefined || !user.isActive) return []
    const wants = state.projectNotifications.get(user.id)?.get(projectId) ?? !state.mutedByDefault.has(user.id)
    return wants ? [user.email] : []
  })
  return [...new Set(emails)].sort()
}
