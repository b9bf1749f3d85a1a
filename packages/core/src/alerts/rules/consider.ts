import type { IssueTrigger, Rule, Sighting } from '../../ports/firing.js'

/** What a rule makes of an issue that was seen. */
export type Considered =
  | { readonly kind: 'nothing' }
  /** It is to be told of, where it answers to the search of the rule. */
  | { readonly kind: 'tell'; readonly trigger: IssueTrigger }
  /** It is to be told of when so many events or users are counted. */
  | { readonly kind: 'count' }
  /** Something happened that is to be told, and not before. */
  | { readonly kind: 'wait'; readonly until: Date }

const MINUTE_MS = 60_000
/** What happened longer ago is no news: a rule that is switched on again does not tell of it. */
const NEWS_MS = 24 * 60 * MINUTE_MS

/**
 * Decides by what is known of an issue alone. A rule tells of it once, and again after it regressed or, where the rule
 * tells of that, escalated. With a cooldown also when it gets its number again after that; what happens within it waits.
 */
export function consider(rule: Rule, issue: Sighting, toldAt: Date | null, now: Date): Considered {
  const cooldownMs = rule.cooldownMinutes === null ? null : rule.cooldownMinutes * MINUTE_MS
  const newsFrom = Math.max(rule.createdAt.getTime(), now.getTime() - NEWS_MS - (cooldownMs ?? 0))
  const isUntold = (at: Date | null) => at !== null && (toldAt === null || at > toldAt)
  const isNews = (at: Date | null) => isUntold(at) && (at?.getTime() ?? 0) >= newsFrom
  const { triggers } = rule
  const hasRegressed = triggers.includes('regression') && isNews(issue.regressedAt)
  const hasEscalated = triggers.includes('escalation') && isNews(issue.escalatedAt)
  const coolAt = toldAt === null || cooldownMs === null ? null : toldAt.getTime() + cooldownMs
  if (coolAt !== null && now.getTime() < coolAt)
    return hasRegressed || hasEscalated ? { kind: 'wait', until: new Date(coolAt) } : { kind: 'nothing' }
  if (hasRegressed) return { kind: 'tell', trigger: 'regression' }
  if (toldAt === null && triggers.includes('new_issue') && isNews(issue.firstSeenAt))
    return { kind: 'tell', trigger: 'new_issue' }
  if (hasEscalated) return { kind: 'tell', trigger: 'escalation' }
  const isArmed = toldAt === null || coolAt !== null || isUntold(issue.regressedAt)
  return isArmed && (wantsEvents(rule, issue) || wantsUsers(rule, issue)) ? { kind: 'count' } : { kind: 'nothing' }
}

/** Whether the issue can have so many events at all. */
export function wantsEvents({ timespanMinutes, quantity }: Rule, { count }: Sighting): boolean {
  return timespanMinutes !== null && quantity !== null && count >= quantity
}

export function wantsUsers({ users }: Rule, { userCount }: Sighting): boolean {
  return users !== null && userCount >= users.quantity
}
