import type {
  Activity,
  ActivityKind,
  Assignee,
  Author,
  Escalation,
  IssueMark,
  Priority,
  StatusRequest,
  SubscriptionReason,
} from './issue-state.js'
import type { IssueFilter } from './issues.js'
import type { Id, Issue, IssueStatus, Page, PageRequest } from './model.js'

/**
 * What people do with issues. Changes of many take any number of issues, in chunks, each of which is atomic with its
 * entries in the log; those that are changed already are left out, so that whoever is interrupted may begin again.
 */
export interface IssueWorkStorage {
  /**
   * Answers the ids that changed. Resolving sets `resolvedAt`; leaving `resolved` clears it. A status without details
   * replaces the same status with details. A mere time stands for Mishap itself.
   */
  setStatus(filter: IssueFilter, status: IssueStatus | StatusRequest, by: Author | Date): Promise<readonly Id[]>
  /** A user who is assigned is subscribed, unless they said no. Answers the ids that changed. */
  assign(filter: IssueFilter, assignee: Assignee | null, author: Author): Promise<readonly Id[]>
  setPriority(filter: IssueFilter, priority: Priority, author: Author): Promise<readonly Id[]>
  /** Notes where the user stands with each of the issues; what is not given stays. `reason` only where there is none. */
  mark(filter: IssueFilter, userId: Id, change: MarkChange): Promise<readonly Id[]>
  /** The user's own marks, by issue; issues without one are left out. */
  marksOf(organizationId: Id, issueIds: readonly Id[], userId: Id): Promise<ReadonlyMap<Id, IssueMark>>
  /** Everybody who ever looked at the issue or follows it, at most `limit`, those who looked last first. */
  marksOn(organizationId: Id, issueId: Id, limit: number): Promise<readonly IssueMark[]>
  /** The log, the newest first. */
  activity(organizationId: Id, issueId: Id, page: PageRequest, kinds?: readonly ActivityKind[]): Promise<Page<Activity>>
  /** Adds a comment and subscribes its author and those whom it mentions, unless they said no. Null: no such issue. */
  comment(organizationId: Id, issueId: Id, comment: NewComment, author: Author): Promise<Activity | null>
  getComment(organizationId: Id, issueId: Id, id: Id): Promise<Activity | null>
  editComment(organizationId: Id, issueId: Id, id: Id, comment: NewComment, now: Date): Promise<Activity | null>
  deleteComment(organizationId: Id, issueId: Id, id: Id): Promise<boolean>
  /** Reopens the ignored issues whose time has come, at most `limit`; answers them as they are now. */
  wake(now: Date, limit: number): Promise<readonly Issue[]>
  /**
   * Notes that the issue escalates, and reopens it where it was ignored until then. Null where nothing was to do: it has
   * escalated since `notSince`, is resolved, or is ignored for another reason.
   */
  escalate(organizationId: Id, issueId: Id, escalation: Escalation, notSince: Date): Promise<Issue | null>
}

export interface MarkChange {
  readonly seenAt?: Date
  readonly isBookmarked?: boolean
  readonly isSubscribed?: boolean
  readonly reason?: SubscriptionReason
}

export interface NewComment {
  /** Markdown, as it was typed. */
  readonly text: string
  /** Ids of the users whom it mentions. */
  readonly mentions: readonly Id[]
}
