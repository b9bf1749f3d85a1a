import type { AlertTrigger, ProjectAlert } from './alerts.js'
import type { IssueCondition } from './issue-condition.js'
import type { Id, Issue } from './model.js'

/** Why a rule tells of an issue. */
export type IssueTrigger = Extract<AlertTrigger, 'new_issue' | 'regression' | 'escalation'> | 'events' | 'users'

/** A rule as it is evaluated: to whom it tells is asked when it does. */
export type Rule = Omit<ProjectAlert, 'recipients'>

/** What of an issue decides whether it is told of. */
export interface Sighting
  extends Pick<Issue, 'id' | 'organizationId' | 'projectId' | 'count' | 'userCount' | 'firstSeenAt' | 'regressedAt'> {
  readonly escalatedAt: Date | null
}

export interface RuleIssue {
  readonly alertId: Id
  readonly issueId: Id
}

export interface Hit extends RuleIssue {
  readonly trigger: IssueTrigger
  /** As `toldAt` said when it was decided; null: never. */
  readonly toldBefore: Date | null
}

export interface UserWindow {
  readonly issueId: Id
  readonly from: Date
  readonly to: Date
}

/** What rules are evaluated with. Nothing here looks at more rows than it is asked for. */
export interface FiringStorage {
  /**
   * Unresolved issues of projects with enabled rules that tell of issues: those named, and those seen since. By id, from
   * behind `after` on. Parts of other issues are none.
   */
  sightings(
    asked: { readonly since: Date; readonly issueIds: readonly Id[]; readonly after: Id | null },
    limit: number,
  ): Promise<readonly Sighting[]>
  /** Enabled ones that tell of issues. */
  rulesOf(projectIds: readonly Id[]): Promise<readonly Rule[]>
  /** When each pair was last told of, in their order; null: never. */
  toldAt(pairs: readonly RuleIssue[]): Promise<readonly (Date | null)[]>
  /** Unresolved issues that a rule told of since, by id, but for those in `but`; parts of other issues are none. */
  openTold(
    alertId: Id,
    asked: { readonly since: Date; readonly but: readonly Id[] },
    limit: number,
  ): Promise<readonly Id[]>
  /** Those of the issues that are as the condition says. */
  matching(organizationId: Id, issueIds: readonly Id[], where: IssueCondition): Promise<readonly Id[]>
  /** Users whose events were received in each window, from and before: of its newest `EVENTS_FOR_USERS` events at most. */
  usersWithin(organizationId: Id, windows: readonly UserWindow[]): Promise<readonly number[]>
  /**
   * Notes that rules tell of issues, and makes their messages, one for each recipient of a rule and trigger, one mail where
   * it has none. What somebody else told of since it was decided, what is resolved or ignored by now, and what rule was
   * switched off is left out. Answers what was told. Any number of processes may call it at once: each hit is told once.
   */
  tell(hits: readonly Hit[], now: Date): Promise<readonly Hit[]>
  /** Pairs that were told of and are to be looked at again then, whether or not anything happens. */
  wait(pairs: readonly (RuleIssue & { readonly until: Date })[]): Promise<void>
  /**
   * Issues whose time to be looked at has come, and those of events that came late (`IngestStorage.persist`), of each kind at
   * most `limit`: once, or again after `leaseMs` until `tell` (of the first) or `forgetWaits`.
   */
  claimWaiting(now: Date, limit: number, leaseMs: number): Promise<readonly Id[]>
  /** Nothing is left to tell of those that were claimed until then. What came late since is looked at again. */
  forgetWaits(issueIds: readonly Id[], claimedUntil: Date): Promise<void>
  /**
   * Tells the rules that want it of projects whose requests were refused since (taken down to its hour), because of a rate
   * (`quota`) or because they send far more than usual (`spike`); each once in its cooldown, or in `LIMIT_REST_MS`, and of
   * an hour once: more is not known of when they were. Answers how many messages there are.
   */
  tellLimits(now: Date, since: Date): Promise<number>
}

/** Who meets an issue is looked for in so many of its newest events. */
export const EVENTS_FOR_USERS = 20_000
/** That requests are refused is told once in so long. */
export const LIMIT_REST_MS = 86_400_000

/** Reasons for which the door refuses requests, of each what is told. */
export const LIMIT_REASONS = {
  quota: ['key_rate', 'project_rate', 'organization_rate'],
  spike: ['spike'],
} as const
export type LimitTrigger = keyof typeof LIMIT_REASONS

/** Whether a rule tells of issues at all. */
export function tellsOfIssues(rule: Pick<Rule, 'timespanMinutes' | 'quantity' | 'users' | 'triggers'>): boolean {
  const counts = rule.timespanMinutes !== null && rule.quantity !== null
  return counts || rule.users !== null || ISSUE_TRIGGERS.some((one) => rule.triggers.includes(one))
}

const ISSUE_TRIGGERS = ['new_issue', 'regression', 'escalation'] as const
