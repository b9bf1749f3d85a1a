import { AppError } from '../../errors.js'
import type { HashSplit } from '../../issues/split-hash.js'
import { NEW_TREND } from '../../issues/trend.js'
import type { ProjectAlert } from '../../ports/alerts.js'
import type { AuditEntry } from '../../ports/audit.js'
import type { UserSecret } from '../../ports/credentials.js'
import type { GroupingSettings } from '../../ports/grouping-settings.js'
import type { ImportMark } from '../../ports/imports.js'
import type { LoggedRequest, OutcomeCount, RequestCount } from '../../ports/ingest.js'
import type { IngestSettings } from '../../ports/ingest-settings.js'
import type { JobRun } from '../../ports/instance.js'
import type { DiscardedIssue, SplitOff } from '../../ports/issue-parts.js'
import type { Activity, Author, IssueMark } from '../../ports/issue-state.js'
import type { Attachment, CheckIn, Feedback, SessionResult } from '../../ports/items.js'
import type { Maintenance } from '../../ports/maintenance.js'
import type {
  ApiToken,
  Id,
  Issue,
  Membership,
  Organization,
  Project,
  ProjectKey,
  Role,
  Session,
  StoredEvent,
  User,
} from '../../ports/model.js'
import type { Commit, Deploy, Release, ReleaseProject, Repository } from '../../ports/releases.js'
import type { RetentionLimits } from '../../ports/retention.js'
import type { SavedView } from '../../ports/saved-views.js'
import { issueLines } from '../../ports/search-text.js'
import type { SecondFactors } from '../../ports/second-factors.js'
import type { Identity, SignInAttempt, SignInSettings, StoredProvider } from '../../ports/sign-in.js'
import type { StatusSubscriber } from '../../ports/status-subscribers.js'
import type { Acting } from '../../ports/users.js'
import type { DeliveryRow } from './deliveries.js'
import type { IncidentRow } from './incidents.js'
import type { MonitorRow } from './monitors.js'
import type { StatusPageRow } from './status-pages.js'
import type { StatusNoticeRow } from './status-subscribers.js'

/** Everything that a memory storage holds. Rows are replaced, never changed, so that what was handed out stays as it was. */
export interface State {
  lastId: number
  readonly users: Map<Id, User>
  readonly sessions: Map<string, Session>
  /** By their hash, with the address of their user at the time. */
  readonly secrets: Map<string, UserSecret & { readonly email: string }>
  /** By user, with the last step of the app that was used. */
  readonly secondFactors: Map<Id, SecondFactors & { readonly lastStep: number }>
  /** By the host's own id. */
  readonly hostUsers: Map<string, Id>
  readonly providers: Map<string, StoredProvider>
  signInSettings: SignInSettings
  /** By provider, issuer and subject. */
  readonly identities: Map<string, Identity>
  /** By the hash of their key. */
  readonly signInAttempts: Map<string, SignInAttempt>
  readonly tokens: Map<Id, { readonly token: ApiToken; readonly tokenHash: string }>
  readonly organizations: Map<Id, Organization>
  readonly memberships: Map<Id, Membership>
  /** Those that are not accepted; an accepted one becomes the membership of the same id. */
  readonly invitations: Map<Id, InvitationRow>
  /** By organization, the membership. */
  readonly primaryOwners: Map<Id, Id>
  /** Second addresses, by user and address in lower case. */
  readonly emails: Map<string, { readonly userId: Id; readonly email: string; readonly isVerified: boolean }>
  /** By the hash of the secret. */
  readonly confirmations: Map<string, { readonly userId: Id; readonly email: string; readonly expiresAt: Date }>
  /** Primary ones, in lower case. */
  readonly verifiedEmails: Set<string>
  /** Users. */
  readonly mutedByDefault: Set<Id>
  /** By user, then by project. */
  readonly projectNotifications: Map<Id, ReadonlyMap<Id, boolean>>
  /** Oldest first. */
  audit: readonly AuditEntry[]
  /** Of the instance, by name. */
  readonly settings: Map<string, unknown>
  /** By job and worker. */
  readonly jobRuns: Map<string, JobRun>
  /** By session: as whom its user acts. */
  readonly acting: Map<string, Acting>
  readonly teams: Map<Id, TeamRow>
  readonly projects: Map<Id, ProjectRow>
  readonly keys: Map<string, ProjectKey>
  /** By key, the id that its project had on another server. */
  readonly formerProjectIds: Map<string, Id>
  /** By public key: whose it was when it was deleted. */
  readonly retiredKeys: Map<string, { readonly organizationId: Id; readonly projectId: Id }>
  readonly issues: Map<Id, IssueRow>
  readonly savedViews: Map<Id, SavedView>
  /** When the trends of each organization were worked out. */
  readonly trendRuns: Map<Id, Date>
  /** Events that are to follow their hashes. */
  readonly moves: Map<Id, MoveRow>
  /** What can go home again, the oldest first. */
  readonly splitOffs: SplitRow[]
  /** By the hash of their key. */
  readonly undos: Map<string, UndoRow>
  /** By outcome key, see `outcomes.ts`. */
  readonly outcomes: Map<string, OutcomeCount>
  /** By project, the newest first. */
  readonly requests: Map<Id, readonly LoggedRequest[]>
  /** By project and hour. */
  readonly requestCounts: Map<string, RequestCount>
  /** By project and feedback id. */
  readonly feedback: Map<string, Feedback>
  /** By project and id. */
  readonly attachments: Map<string, Attachment>
  readonly deletedBlobs: Set<string>
  /** By project and session id. */
  readonly sessionStates: Map<string, { readonly row: HealthRow; result: SessionResult; readonly receivedAt: Date }>
  /** By project and id, with the time of receipt. */
  readonly sessionCounts: Map<string, Date>
  /** By project, release, environment and hour. */
  readonly health: Map<string, HealthRow>
  /** By project and check-in id. */
  readonly checkIns: Map<string, CheckIn>
  /** Keys of those whose newest report no monitor has heard. */
  readonly unheardCheckIns: Set<string>
  /** By organization and version. */
  readonly releases: Map<string, ReleaseRow>
  readonly repositories: Map<Id, Repository>
  readonly alerts: Map<Id, ProjectAlert>
  readonly monitors: Map<Id, MonitorRow>
  readonly maintenance: Map<Id, Maintenance>
  readonly incidents: Map<Id, IncidentRow>
  readonly deliveries: Map<Id, DeliveryRow>
  /** By alert and issue: when it was told of. */
  readonly alertNotices: Map<string, Date>
  readonly statusPages: Map<Id, StatusPageRow>
  readonly statusSubscribers: Map<Id, StatusSubscriber>
  readonly statusNotices: Map<Id, StatusNoticeRow>
  /** By place and id at the source. */
  readonly imports: Map<string, ImportRow>
}

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

export function emptyState(): State {
  return {
    lastId: 0,
    users: new Map(),
    sessions: new Map(),
    secrets: new Map(),
    secondFactors: new Map(),
    hostUsers: new Map(),
    providers: new Map(),
    signInSettings: { allowsPasswords: true },
    identities: new Map(),
    signInAttempts: new Map(),
    tokens: new Map(),
    organizations: new Map(),
    memberships: new Map(),
    invitations: new Map(),
    primaryOwners: new Map(),
    emails: new Map(),
    confirmations: new Map(),
    verifiedEmails: new Set(),
    mutedByDefault: new Set(),
    projectNotifications: new Map(),
    audit: [],
    settings: new Map(),
    jobRuns: new Map(),
    acting: new Map(),
    teams: new Map(),
    projects: new Map(),
    keys: new Map(),
    formerProjectIds: new Map(),
    retiredKeys: new Map(),
    issues: new Map(),
    savedViews: new Map(),
    trendRuns: new Map(),
    moves: new Map(),
    splitOffs: [],
    undos: new Map(),
    outcomes: new Map(),
    requests: new Map(),
    requestCounts: new Map(),
    feedback: new Map(),
    attachments: new Map(),
    deletedBlobs: new Set(),
    sessionStates: new Map(),
    sessionCounts: new Map(),
    health: new Map(),
    checkIns: new Map(),
    unheardCheckIns: new Set(),
    releases: new Map(),
    repositories: new Map(),
    alerts: new Map(),
    monitors: new Map(),
    maintenance: new Map(),
    incidents: new Map(),
    deliveries: new Map(),
    alertNotices: new Map(),
    statusPages: new Map(),
    statusSubscribers: new Map(),
    statusNotices: new Map(),
    imports: new Map(),
  }
}

/** Owns the hashes whose events nobody wants: no issue has this id. */
export const DISCARDED = '0'

/** An issue without events. */
export function emptyIssueRow(
  issue: Pick<
    Issue,
    | ('id' | 'organizationId' | 'projectId' | 'shortIdNumber' | 'type' | 'level' | 'title' | 'culprit' | 'metadata')
    | ('platform' | 'priority' | 'firstSeenAt' | 'lastSeenAt' | 'firstRelease' | 'lastRelease')
  >,
): IssueRow {
  return {
    issue: {
      ...issue,
      status: 'unresolved',
      statusDetails: null,
      mergedInto: null,
      assignee: null,
      commentCount: 0,
      count: 0,
      userCount: 0,
      resolvedAt: null,
      regressedAt: null,
      regressedRelease: null,
      escalation: null,
      trend: NEW_TREND,
    },
    searchText: issueLines(issue),
    userKeys: new Set(),
    tags: new Map(),
    hours: new Map(),
    events: [],
    besideRegressions: new Set(),
    activity: [],
    marks: new Map(),
    merge: null,
  }
}

/** One row of numbers for all kinds of things, so that an id of one kind is never by chance the id of another. */
export function nextId(state: State): Id {
  state.lastId += 1
  return String(state.lastId)
}

/** `slug`, or the first of `slug-1`, `slug-2`, … that is not taken. */
export function freeSlug(slug: string, isTaken: (slug: string) => boolean): string {
  if (!isTaken(slug)) return slug
  let number = 1
  while (isTaken(`${slug}-${number}`)) number += 1
  return `${slug}-${number}`
}

/** The change without the fields that were not given. */
export function given<T extends object>(change: T): Partial<T> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<T>
}

/** Throws where PostgreSQL would: by a foreign key. */
export function existing<T>(row: T | undefined, what: string, id: Id): T {
  if (row === undefined) throw new AppError('not_found', `Wanted the id of ${what}, found ${JSON.stringify(id)}`)
  return row
}
