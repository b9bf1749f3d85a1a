import type { Id } from './model.js'

/** What happened to an issue. */
export interface PastIssue {
  readonly id: Id
  readonly title: string
  readonly firstSeenAt: Date
  /** The oldest first. */
  readonly regressedAt: readonly Date[]
  readonly escalatedAt: readonly Date[]
}

export interface PastEvent {
  readonly issueId: Id
  readonly at: Date
  readonly userKey: string | null
}

/** What of a time was found, and from when on it is all. */
export interface Past<T> {
  readonly items: readonly T[]
  /** Later than was asked for where there was more than may be read. */
  readonly from: Date
}

/** At most so many are read; each question takes `timeoutMs` at most, and rejects with `unavailable` after that. */
export const PAST_BOUNDS = { issues: 2_000, events: 100_000, happenings: 200, timeoutMs: 5_000 } as const

/** What there is of the past of a project. Issues that are ignored now, and parts of others, are left out. */
export interface PastStorage {
  /** Issues that were seen since, the ones seen last first. */
  issues(organizationId: Id, projectId: Id, from: Date): Promise<Past<PastIssue>>
  /** Events that are kept, the oldest first. */
  events(organizationId: Id, projectId: Id, from: Date): Promise<Past<PastEvent>>
}
