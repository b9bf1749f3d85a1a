import type { HashSplit } from '../../issues/split-hash.js'
import type { GroupingSettings } from '../../ports/grouping-settings.js'
import type { ImportMark } from '../../ports/imports.js'
import type { IngestSettings } from '../../ports/ingest-settings.js'
import type { DiscardedIssue, SplitOff } from '../../ports/issue-parts.js'
import type { Activity, Author, IssueMark } from '../../ports/issue-state.js'
import type { SessionResult } from '../../ports/items.js'
import type { Id, Issue, Project, Role, StoredEvent } from '../../ports/model.js'
import type { Commit, CommitRef, Deploy, Release, ReleaseProject } from '../../ports/releases.js'
import type { RetentionLimits } from '../../ports/retention.js'

export interface ImportRow {
  readonly organizationId: Id
  readonly mark: ImportMark
  readonly carried: number
}

export interface ReleaseRow {
  release: Omit<Release, 'commitCount' | 'deployCount' | 'lastCommit' | 'lastDeploy' | 'repository' | 'projects'>
  /** By project. */
  readonly projects: Map<Id, Pick<ReleaseProject, 'newIssues' | 'firstEventAt' | 'lastEventAt'>>
  commits: readonly Commit[]
  deploys: readonly Deploy[]
  owed: { readonly refs: readonly CommitRef[]; dueAt: Date; readonly attempts: number } | null
}

export interface InvitationRow {
  readonly id: Id
  readonly organizationId: Id
  readonly email: string
  readonly role: Role
  readonly createdAt: Date
  readonly invitedById: Id
  readonly tokenHash: string
  readonly expiresAt: Date
}

export interface TeamRow {
  readonly id: Id
  readonly organizationId: Id
  readonly slug: string
  readonly createdAt: Date
  readonly membershipIds: Set<Id>
}

export interface ProjectRow {
  project: Omit<Project, 'teams'>
  /** Organizations that it was moved from. */
  readonly earlierHomes: Set<Id>
  /** Null while they are the defaults. */
  ingestSettings: IngestSettings | null
  groupingSettings: GroupingSettings | null
  limits: RetentionLimits<null>
  /** Whoever thins the project out has it until then. */
  thinningUntil: Date | null
  ownership: string
  readonly teamIds: Set<Id>
  issueCount: number
  readonly environments: Map<string, { readonly id: Id; readonly isHidden: boolean }>
  /** When each was first seen. */
  readonly releases: Map<string, Date>
  /** Hash to issue. */
  readonly hashes: Map<string, Id>
  /** Hashes whose events are told apart further; no issue owns them. */
  readonly splits: Map<string, HashSplit>
  /** Of hashes that were made by splitting: of which. */
  readonly parents: Map<string, string>
  /** By the issue that was. */
  readonly discards: Map<Id, DiscardedIssue & { readonly hashes: readonly string[] }>
  /** By the SDK's id. */
  readonly events: Map<string, StoredEvent>
  /** By the SDK's id: what tells events of an issue apart. */
  readonly placedBy: Map<string, { readonly hash: string; readonly userKey: string | null }>
}

export interface IssueRow {
  issue: Issue
  searchText: string
  readonly userKeys: Set<string>
  /** Key to value to count. */
  readonly tags: Map<string, Map<string, { count: number; lastSeenAt: Date }>>
  /** Start of the hour, in milliseconds, to events. */
  readonly hours: Map<number, number>
  /** Oldest received first. */
  events: StoredEvent[]
  /** Times of receipt of the events on both sides of each regression. */
  readonly besideRegressions: Set<number>
  /** Oldest first. */
  activity: readonly Activity[]
  /** By user. */
  readonly marks: Map<Id, IssueMark>
  /** Of an issue that is part of another one. */
  merge: { readonly hashes: readonly string[]; readonly at: Date } | null
}

/** Events that are to follow their hashes. */
export interface MoveRow {
  readonly fromId: Id
  readonly toId: Id
  readonly hashes: ReadonlySet<string>
  /** Of events that are told apart by value; `parts` by the value's hash of the root. */
  readonly split?: HashSplit & {
    readonly stays: string
    readonly parts: ReadonlyMap<string, Id>
    readonly author: Author
  }
}

export interface SplitRow {
  readonly sourceId: Id
  /** Null where hashes made of the root say which issues are parts. */
  readonly partId: Id | null
  readonly kind: SplitOff['kind']
  readonly key: string | null
  readonly root: string | null
  readonly at: Date
}

/** A change that can be taken back. */
export interface UndoRow {
  readonly organizationId: Id
  readonly userId: Id
  readonly expiresAt: Date
  readonly issues: readonly { readonly before: NotedIssue; readonly after: NotedIssue }[]
}

export interface NotedIssue {
  readonly issue: Issue
  readonly marks: ReadonlyMap<Id, IssueMark>
  /** The newest entry of its log. */
  readonly activityId: Id
}

export interface HealthRow {
  organizationId: Id
  readonly projectId: Id
  readonly release: string
  readonly environment: string
  readonly hour: Date
  readonly counts: Record<SessionResult, number>
  /** The worst that happened to each. */
  readonly users: Map<string, SessionResult>
}
