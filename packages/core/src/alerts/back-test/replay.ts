import type { IssueTrigger, Rule, Sighting } from '../../ports/firing.js'
import type { PastEvent, PastIssue } from '../../ports/past.js'
import { consider } from '../rules/consider.js'

/** That a rule would have told of an issue. */
export interface IssueFiring {
  readonly at: Date
  readonly trigger: IssueTrigger
  readonly issue: PastIssue
}

const MINUTE_MS = 60_000

/**
 * When a rule would have told of an issue, by the same decisions as it does now. `events` are those of the issue, the oldest
 * first. What the issue was meanwhile is not asked: resolved ones have no events, and of ignored ones nobody knows.
 */
export function replayIssue(
  rule: Rule,
  issue: PastIssue,
  events: readonly PastEvent[],
  from: Date,
): readonly IssueFiring[] {
  const always: Rule = { ...rule, createdAt: new Date(0) }
  const firings: IssueFiring[] = []
  const moments = [issue.firstSeenAt, ...issue.regressedAt, ...issue.escalatedAt, ...events.map(({ at }) => at)]
  const counted = counter(rule, events)
  const state: { toldAt: Date | null; waitsUntil: Date | null } = { toldAt: null, waitsUntil: null }
  const look = (at: Date) => {
    const considered = consider(always, sightingAt(issue, at), state.toldAt, at)
    if (considered.kind === 'wait') state.waitsUntil = considered.until
    const reached = considered.kind === 'count' ? counted(at) : null
    const trigger = considered.kind === 'tell' ? considered.trigger : reached
    if (trigger === null) return
    firings.push({ at, trigger, issue })
    state.toldAt = at
    state.waitsUntil = null
  }
  for (const at of moments.filter((one) => one >= from).sort((a, b) => Number(a) - Number(b))) {
    const { waitsUntil } = state
    if (waitsUntil !== null && waitsUntil < at) look(waitsUntil)
    look(at)
  }
  return firings
}

function sightingAt({ id, firstSeenAt, regressedAt, escalatedAt }: PastIssue, now: Date): Sighting {
  const last = (times: readonly Date[]) => times.findLast((at) => at <= now) ?? null
  return {
    ...{ id, organizationId: '', projectId: '', firstSeenAt },
    ...{ count: Number.MAX_SAFE_INTEGER, userCount: Number.MAX_SAFE_INTEGER },
    ...{ regressedAt: last(regressedAt), escalatedAt: last(escalatedAt) },
  }
}

/** Which number of the rule is reached at a time; each time is no earlier than the one before. */
function counter({ quantity, timespanMinutes, users }: Rule, events: readonly PastEvent[]) {
  const ofEvents = slidingWindow(events, timespanMinutes ?? 0)
  const ofUsers = slidingWindow(events, users?.minutes ?? 0)
  return (at: Date): 'events' | 'users' | null => {
    if (quantity !== null && timespanMinutes !== null && ofEvents(at).events >= quantity) return 'events'
    return users !== null && ofUsers(at).users >= users.quantity ? 'users' : null
  }
}

/** Takes time in proportion to the events, however often it is asked. */
function slidingWindow(events: readonly PastEvent[], minutes: number) {
  const keys = new Map<string, number>()
  let [first, behind] = [0, 0]
  const count = ({ userKey }: PastEvent, by: number) => {
    if (userKey === null) return
    const left = (keys.get(userKey) ?? 0) + by
    if (left === 0) keys.delete(userKey)
    else keys.set(userKey, left)
  }
  return (now: Date) => {
    const from = now.getTime() - minutes * MINUTE_MS
    for (let next = events[behind]; next !== undefined && next.at <= now; next = events[behind]) {
      count(next, 1)
      behind += 1
    }
    for (let oldest = events[first]; first < behind && oldest !== undefined; oldest = events[first]) {
      if (oldest.at.getTime() >= from) break
      count(oldest, -1)
      first += 1
    }
    return { events: behind - first, users: keys.size }
  }
}
