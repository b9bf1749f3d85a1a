import type { ProjectAlert } from '../../ports/alerts.js'
import type { DeliverySubject } from '../../ports/deliveries.js'
import { DELIVERY_BOUNDS } from '../../ports/deliveries.js'
import {
  EVENTS_FOR_USERS,
  type FiringStorage,
  type Hit,
  LIMIT_REASONS,
  LIMIT_REST_MS,
  type LimitTrigger,
  type Sighting,
  tellsOfIssues,
} from '../../ports/firing.js'
import type { Id } from '../../ports/model.js'
import { noticeKey, speaks } from './deliveries.js'
import { addMessages } from './gather.js'
import { holds } from './issue-condition.js'
import { isMutedForAll } from './mutes.js'
import type { IssueRow, State } from './state.js'

export function memoryFiring(state: State): FiringStorage {
  const rules = () => [...state.alerts.values()].filter((one) => one.isEnabled && tellsOfIssues(one))
  const isTold = ({ issue }: IssueRow) => issue.status === 'unresolved' && issue.mergedInto === null
  return {
    async sightings({ since, issueIds, after }, limit) {
      const projects = new Set(rules().map(({ projectId }) => projectId))
      return [...state.issues.values()]
        .filter((row) => isTold(row) && projects.has(row.issue.projectId))
        .filter(({ issue }) => issue.lastSeenAt >= since || issueIds.includes(issue.id))
        .filter(({ issue }) => after === null || Number(issue.id) > Number(after))
        .sort((a, b) => Number(a.issue.id) - Number(b.issue.id))
        .slice(0, limit)
        .map(toSighting)
    },
    async rulesOf(projectIds) {
      return rules().flatMap(({ recipients, ...rule }) => (projectIds.includes(rule.projectId) ? [rule] : []))
    },
    async toldAt(pairs) {
      return pairs.map((pair) => state.alertNotices.get(noticeKey(pair.alertId, pair.issueId))?.at ?? null)
    },
    async openTold(alertId, { since, but }, limit) {
      const isOpen = (id: Id) => {
        const row = state.issues.get(id)
        return row !== undefined && isTold(row) && row.issue.projectId === state.alerts.get(alertId)?.projectId
      }
      return [...state.alertNotices]
        .flatMap(([key, { at }]) =>
          key.startsWith(`${alertId} `) && at >= since ? [key.slice(alertId.length + 1)] : [],
        )
        .filter((id) => !but.includes(id) && isOpen(id))
        .sort((a, b) => Number(a) - Number(b))
        .slice(0, limit)
    },
    async matching(organizationId, issueIds, where) {
      return issueIds.filter((id) => {
        const row = state.issues.get(id)
        return row?.issue.organizationId === organizationId && row.issue.mergedInto === null && holds(state, row, where)
      })
    },
    async usersWithin(organizationId, windows) {
      return windows.map(({ issueId, from, to }) => {
        const row = state.issues.get(issueId)
        if (row?.issue.organizationId !== organizationId) return 0
        const events = row.events.filter(({ receivedAt }) => receivedAt >= from && receivedAt < to)
        const placedBy = state.projects.get(row.issue.projectId)?.placedBy
        const keys = events.slice(-EVENTS_FOR_USERS).map(({ eventId }) => placedBy?.get(eventId)?.userKey ?? null)
        return new Set(keys.filter((key) => key !== null)).size
      })
    },
    async tell(hits, now) {
      const told = hits.filter((hit) => {
        const row = state.issues.get(hit.issueId)
        const alert = state.alerts.get(hit.alertId)
        if (row === undefined || !isTold(row) || alert?.projectId !== row.issue.projectId) return false
        const { organizationId, projectId, id: issueId } = row.issue
        if (!speaks(state, alert, now) || isMutedForAll(state, { organizationId, projectId, issueId }, now))
          return false
        const key = noticeKey(hit.alertId, hit.issueId)
        if ((state.alertNotices.get(key)?.at.getTime() ?? null) !== (hit.toldBefore?.getTime() ?? null)) return false
        state.alertNotices.set(key, { at: now, lookAt: null })
        return true
      })
      for (const [alert, subject] of messagesOf(state, told)) addMessages(state, alert, subject, now)
      return told
    },
    async wait(pairs) {
      for (const { alertId, issueId, until } of pairs) {
        const key = noticeKey(alertId, issueId)
        const notice = state.alertNotices.get(key)
        if (notice !== undefined) state.alertNotices.set(key, { ...notice, lookAt: until })
      }
    },
    async claimWaiting(now, limit, leaseMs) {
      const due = [...state.alertNotices].filter(([, { lookAt }]) => lookAt !== null && lookAt <= now).slice(0, limit)
      const lookAt = new Date(now.getTime() + leaseMs)
      for (const [key, notice] of due) state.alertNotices.set(key, { ...notice, lookAt })
      const late = [...state.lateIssues].filter(([, at]) => at <= now).slice(0, limit)
      for (const [id] of late) state.lateIssues.set(id, lookAt)
      return [...new Set([...late.map(([id]) => id), ...due.map(([key]) => key.split(' ')[1] ?? '')])]
    },
    async forgetWaits(issueIds, until) {
      for (const id of issueIds)
        if (state.lateIssues.get(id)?.getTime() === until.getTime()) state.lateIssues.delete(id)
      for (const [key, notice] of state.alertNotices)
        if (notice.lookAt?.getTime() === until.getTime() && issueIds.includes(key.split(' ')[1] ?? ''))
          state.alertNotices.set(key, { ...notice, lookAt: null })
    },
    async tellLimits(now, since) {
      const hour = new Date(Math.floor(since.getTime() / HOUR_MS) * HOUR_MS)
      let messages = 0
      for (const alert of state.alerts.values())
        for (const limit of speaks(state, alert, now) ? LIMITS : []) {
          const reachedIn = alert.triggers.includes(limit) ? newestHour(state, alert, limit, hour) : null
          if (reachedIn === null) continue
          const key = `${alert.id} ${limit}`
          const restMs = alert.cooldownMinutes === null ? LIMIT_REST_MS : alert.cooldownMinutes * 60_000
          const toldAt = state.alertLimits.get(key)
          if (toldAt !== undefined && (now.getTime() - toldAt.getTime() < restMs || toldAt >= reachedIn)) continue
          state.alertLimits.set(key, now)
          messages += addMessages(state, alert, { kind: 'limits', trigger: limit }, now)
        }
      return messages
    },
  }
}

const HOUR_MS = 3_600_000
const LIMITS = Object.keys(LIMIT_REASONS) as readonly LimitTrigger[]

/** In which requests were refused, from that on; null where in none. */
function newestHour(state: State, { projectId }: ProjectAlert, limit: LimitTrigger, since: Date): Date | null {
  const refused = [...state.outcomes.values()].filter(
    (one) =>
      one.projectId === projectId &&
      one.outcome === 'rate_limited' &&
      one.hour >= since &&
      LIMIT_REASONS[limit].some((reason) => reason === one.reason),
  )
  return refused.length === 0 ? null : new Date(Math.max(...refused.map(({ hour }) => hour.getTime())))
}

function toSighting({ issue }: IssueRow): Sighting {
  const { id, organizationId, projectId, count, userCount, firstSeenAt, regressedAt, escalation } = issue
  return {
    ...{ id, organizationId, projectId, count, userCount, firstSeenAt, regressedAt },
    escalatedAt: escalation?.at ?? null,
  }
}

/** One of each rule and trigger. */
function messagesOf(state: State, told: readonly Hit[]): readonly (readonly [ProjectAlert, DeliverySubject])[] {
  const groups = new Map<string, Hit[]>()
  for (const hit of told) {
    const key = `${hit.alertId} ${hit.trigger}`
    groups.set(key, [...(groups.get(key) ?? []), hit])
  }
  return [...groups.values()].flatMap((hits) => {
    const [first] = hits
    const alert = first === undefined ? undefined : state.alerts.get(first.alertId)
    if (first === undefined || alert === undefined) return []
    const issueIds = hits.slice(0, DELIVERY_BOUNDS.issues).map(({ issueId }) => issueId)
    return [[alert, { kind: 'issues', trigger: first.trigger, issueIds, count: hits.length }] as const]
  })
}
