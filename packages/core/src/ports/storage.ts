import type { EventType, Level, Tag } from '../protocol/event.js'
import type { AccountStorage } from './accounts.js'
import type { AuditStorage } from './audit.js'
import type { CredentialStorage } from './credentials.js'
import type { GroupingSettings } from './grouping-settings.js'
import type { IngestSettings, IngestSettingsChange } from './ingest-settings.js'
import type { IssueChangesStorage } from './issue-changes.js'
import type { IssueCondition } from './issue-condition.js'
import type { IssueHashStorage } from './issue-hashes.js'
import type { IssuePartsStorage } from './issue-parts.js'
import type { IssueTagStorage } from './issue-tags.js'
import type { IssueWorkStorage } from './issue-work.js'
import type { AttachmentStorage, CheckInStorage, FeedbackStorage, ReleaseHealthStorage } from './items.js'
import type { MemberStorage } from './members.js'
import type {
  ApiToken,
  Environment,
  Id,
  Issue,
  IssueMetadata,
  IssueStatus,
  KeyTarget,
  Membership,
  Organization,
  Page,
  PageRequest,
  PayloadEncoding,
  Project,
  ProjectKey,
  Role,
  Session,
  StoredEvent,
  Team,
  User,
} from './model.js'
import type { RetentionStorage } from './retention.js'
import type { RetentionDays } from './retention-days.js'
import type { SavedViewStorage } from './saved-views.js'
import type { SecondFactorStorage } from './second-factors.js'

/**
 * Everything that is kept. One object per aggregate, each method one atomic step.
 * Absent things are `null`; unique clashes reject with an `AppError` of code `conflict`;
 * empty input is legal and does nothing. An id that is no id of this storage is an id of nothing.
 * What cannot be reached, or cannot write now, rejects with code `unavailable`: nothing is wrong with the input then.
 */
export interface Storage {
  readonly users: UserStorage
  readonly sessions: SessionStorage
  readonly credentials: CredentialStorage
  readonly secondFactors: SecondFactorStorage
  readonly tokens: TokenStorage
  readonly accounts: AccountStorage
  readonly organizations: OrganizationStorage
  readonly members: MemberStorage
  readonly teams: TeamStorage
  readonly projects: ProjectStorage
  readonly ingest: IngestStorage
  readonly issues: IssueStorage
  readonly savedViews: SavedViewStorage
  readonly events: EventStorage
  readonly audit: AuditStorage
  readonly retention: RetentionStorage
  readonly feedback: FeedbackStorage
  readonly attachments: AttachmentStorage
  readonly releaseHealth: ReleaseHealthStorage
  readonly checkIns: CheckInStorage
  /** Brings the stored form up to this version's. Safe to call from any number of processes at once. */
  migrate(): Promise<void>
  /**
   * Prepares for the coming days and drops what is past retention: that of `retentionDaysOf(retentionDays, retention)`.
   * Safe to call at any time.
   */
  maintain(options: {
    readonly now: Date
    readonly retentionDays: number
    readonly retention?: Partial<RetentionDays>
  }): Promise<void>
  /**
   * Removes a bounded part of what was deleted; false when nothing is left that no other caller is at. Safe to call from
   * any number of processes at once, and to be killed in.
   */
  purge(): Promise<boolean>
  /** Resolves when a question would be answered; rejects with the reason when not. */
  ping(): Promise<void>
}

export interface UserStorage {
  create(user: {
    readonly email: string
    readonly name: string
    readonly passwordHash: string | null
    readonly isSuperuser: boolean
  }): Promise<User>
  /**
   * Makes the very first user, a superuser; null when there is one already.
   * Of any number of concurrent calls exactly one gets a user.
   */
  createFirst(user: {
    readonly email: string
    readonly name: string
    readonly passwordHash: string
  }): Promise<User | null>
  get(id: Id): Promise<User | null>
  /** In any order, without those that there are not. */
  getMany(ids: readonly Id[]): Promise<readonly User[]>
  getByEmail(email: string): Promise<User | null>
  /** By age, the oldest first; those whose address or name holds `query`, without regard to case. */
  list(page: PageRequest, filter?: { readonly query?: string }): Promise<Page<User>>
  update(
    id: Id,
    change: Partial<Pick<User, 'name' | 'passwordHash' | 'isSuperuser' | 'isActive' | 'lastLoginAt' | 'options'>>,
  ): Promise<User | null>
  /**
   * Deletes the user with their tokens, sessions, addresses and memberships; what they wrote stays. Rejects with
   * `invalid_input` while they are the primary owner of an organization.
   */
  delete(id: Id): Promise<boolean>
  hasAny(): Promise<boolean>
}

export interface SessionStorage {
  create(session: Session): Promise<void>
  /** The session and its user, unless it has expired at `now` or the user is inactive. */
  find(idHash: string, now: Date): Promise<{ readonly session: Session; readonly user: User } | null>
  /** Moves the end of a session that is in use; does nothing when there is none. */
  extend(idHash: string, expiresAt: Date): Promise<void>
  delete(idHash: string): Promise<void>
  deleteForUser(userId: Id, options?: { readonly except?: string }): Promise<void>
  /** Those of a user that have not expired, the newest first. */
  list(userId: Id, now: Date): Promise<readonly Session[]>
  /** Does nothing when there is no such session. */
  setProofs(idHash: string, proofs: Session['proofs']): Promise<void>
}

export interface TokenStorage {
  /** An existing token with the same hash is returned with its label, scopes and expiry updated. */
  create(token: {
    readonly userId: Id
    readonly label: string
    readonly scopes: readonly string[]
    readonly tokenHash: string
    readonly expiresAt?: Date | null
  }): Promise<ApiToken>
  /** The token and its user, unless the token has expired at `now` or the user is inactive. */
  findByHash(tokenHash: string, now: Date): Promise<{ readonly token: ApiToken; readonly user: User } | null>
  list(userId: Id, page: PageRequest): Promise<Page<ApiToken>>
  delete(userId: Id, id: Id): Promise<boolean>
  touch(id: Id, now: Date): Promise<void>
}

export interface OrganizationStorage {
  /** Makes the organization with `ownerId` as its owner. The slug is made unique by appending `-1`, `-2`, …. */
  create(organization: { readonly name: string; readonly slug: string; readonly ownerId: Id }): Promise<Organization>
  get(id: Id): Promise<Organization | null>
  getBySlug(slug: string): Promise<Organization | null>
  /** All of them, by name; those whose name or slug holds `query`, without regard to case. */
  list(page: PageRequest, filter?: { readonly query?: string }): Promise<Page<Organization>>
  /** The organizations that the user is a member of, by name. */
  listForUser(userId: Id, page: PageRequest): Promise<Page<Organization>>
  hasAny(): Promise<boolean>
  /** Rejects with `conflict` when the slug is taken. */
  update(id: Id, change: Partial<Omit<Organization, 'id' | 'createdAt'>>): Promise<Organization | null>
  /** Deletes the organization with its teams and projects, like `projects.delete`; its users stay. */
  delete(id: Id): Promise<boolean>
  membership(organizationId: Id, userId: Id): Promise<Membership | null>
  addMember(organizationId: Id, userId: Id, role: Role): Promise<Membership>
  listMembers(
    organizationId: Id,
    page: PageRequest,
  ): Promise<Page<{ readonly membership: Membership; readonly user: User }>>
}

export interface TeamStorage {
  /** The creator joins the team where one is named. Rejects with `conflict` when the slug is taken. */
  create(team: {
    readonly organizationId: Id
    readonly slug: string
    readonly creatorMembershipId: Id | null
  }): Promise<Team>
  get(organizationId: Id, id: Id): Promise<Team | null>
  /** In any order, without those that the organization does not have. */
  getMany(organizationId: Id, ids: readonly Id[]): Promise<readonly Team[]>
  getBySlug(organizationId: Id, slug: string): Promise<Team | null>
  list(organizationId: Id, page: PageRequest): Promise<Page<Team>>
  /** Rejects with `conflict` when the slug is taken. */
  update(organizationId: Id, id: Id, change: { readonly slug: string }): Promise<Team | null>
  /** Its projects stay, without the team. */
  delete(organizationId: Id, id: Id): Promise<boolean>
  /** The ids of the teams of the organization that the user is in. */
  idsForUser(organizationId: Id, userId: Id): Promise<readonly Id[]>
  addMember(organizationId: Id, teamId: Id, membershipId: Id): Promise<void>
  removeMember(organizationId: Id, teamId: Id, membershipId: Id): Promise<void>
}

export interface ProjectFilter {
  /** In each of them. */
  readonly teamIds?: readonly Id[]
  /** In none of them. */
  readonly notTeamIds?: readonly Id[]
}

export interface ProjectStorage {
  /** Makes the project, its first key and its assignment to `teamId`. The slug is made unique in its organization. */
  create(project: {
    readonly organizationId: Id
    readonly name: string
    readonly slug: string
    readonly platform: string | null
    readonly teamId: Id | null
    readonly key: { readonly id: string; readonly publicKey: string }
  }): Promise<Project>
  get(organizationId: Id, id: Id): Promise<Project | null>
  /** In any order, without those that the organization does not have. */
  getMany(organizationId: Id, ids: readonly Id[]): Promise<readonly Project[]>
  getBySlug(organizationId: Id, slug: string): Promise<Project | null>
  /** By name. */
  list(organizationId: Id, page: PageRequest, filter?: ProjectFilter): Promise<Page<Project>>
  /** Of all organizations that the user is a member of, by name. */
  listForUser(
    userId: Id,
    page: PageRequest,
  ): Promise<Page<{ readonly project: Project; readonly organization: Organization }>>
  update(
    organizationId: Id,
    id: Id,
    change: Partial<Omit<Project, 'id' | 'organizationId' | 'createdAt' | 'firstEventAt' | 'teams'>>,
  ): Promise<Project | null>
  /**
   * Deletes the project with its keys, issues, events and all else that was reported to it. At once it is gone for
   * everybody and its slug is free; its rows are removed by `purge`.
   */
  delete(organizationId: Id, id: Id): Promise<boolean>
  addTeam(organizationId: Id, projectId: Id, teamId: Id): Promise<void>
  removeTeam(organizationId: Id, projectId: Id, teamId: Id): Promise<void>
  listKeys(organizationId: Id, projectId: Id, page: PageRequest): Promise<Page<ProjectKey>>
  getKey(organizationId: Id, projectId: Id, keyId: string): Promise<ProjectKey | null>
  createKey(key: {
    readonly organizationId: Id
    readonly projectId: Id
    readonly id: string
    readonly publicKey: string
    readonly name: string
    readonly rateLimit: ProjectKey['rateLimit']
  }): Promise<ProjectKey>
  updateKey(
    organizationId: Id,
    projectId: Id,
    keyId: string,
    change: Partial<Pick<ProjectKey, 'name' | 'isActive' | 'rateLimit'>>,
  ): Promise<ProjectKey | null>
  deleteKey(organizationId: Id, projectId: Id, keyId: string): Promise<boolean>
  /**
   * Each of `publicKeys` is 32 lower-case hex digits; unknown ones are left out of the answer. An inactive key is found,
   * with `keyActive: false`. Many at once, so that a flood of made-up keys costs one question at a time.
   */
  findKeyTargets(publicKeys: readonly string[]): Promise<readonly KeyTarget[]>
  /** The defaults until they are changed. */
  ingestSettings(organizationId: Id, id: Id): Promise<IngestSettings | null>
  /**
   * Replaces the fields that are given, cut by `boundIngestSettings`, in one atomic step: who changes other fields at the
   * same time loses nothing. Answers all of them.
   */
  updateIngestSettings(organizationId: Id, id: Id, change: IngestSettingsChange): Promise<IngestSettings | null>
  /** Of many projects at once, for the drain: only those that have other settings than the defaults. */
  findIngestSettings(projectIds: readonly Id[]): Promise<ReadonlyMap<Id, IngestSettings>>
  /** How the project groups; the newest engine without rules until it is changed. */
  groupingSettings(organizationId: Id, id: Id): Promise<GroupingSettings | null>
  /** Replaces the fields that are given, cut by `boundGroupingSettings`, in one atomic step. Answers all of them. */
  updateGroupingSettings(
    organizationId: Id,
    id: Id,
    change: Partial<GroupingSettings>,
  ): Promise<GroupingSettings | null>
  /** Of many projects at once, for the drain: only those that have other settings than the defaults. */
  findGroupingSettings(projectIds: readonly Id[]): Promise<ReadonlyMap<Id, GroupingSettings>>
  /** Who owns what, as it was typed; empty until it is. */
  ownership(organizationId: Id, id: Id): Promise<string | null>
  /** Replaces the rules; false where the organization has no such project. */
  setOwnership(organizationId: Id, id: Id, rules: string): Promise<boolean>
  /**
   * The environments that events were in, one of each name, by name. null: of every project of the organization. One of
   * several projects has the lowest of their ids and is hidden where it is hidden in all of them.
   */
  environments(organizationId: Id, projectIds: readonly Id[] | null): Promise<readonly Environment[]>
  /** Null where no event of the project was in it. */
  setEnvironmentHidden(organizationId: Id, id: Id, name: string, isHidden: boolean): Promise<Environment | null>
  /** The organization that owns the project, for the count of requests that were refused by their key. */
  organizationOf(projectId: Id): Promise<Id | null>
}

/** One event, ready to be written. Made by the ingest stages, never by a caller of the library. */
export interface NewEvent {
  /** A UUIDv7 of `receivedAt`: an event is found again by the time in its id. */
  readonly id: string
  readonly eventId: string
  readonly organizationId: Id
  readonly projectId: Id
  /** In order of preference; the first that an issue owns decides, the others are attached to that issue. Never empty. */
  readonly hashes: readonly string[]
  /**
   * What the engine before made of the event. Asked only where no issue owns one of `hashes`; an issue that owns one of
   * these is the event's, and `hashes` become its own. These themselves are never attached to an issue.
   */
  readonly earlierHashes?: () => readonly string[]
  readonly type: EventType
  readonly level: Level
  readonly title: string
  readonly culprit: string
  readonly metadata: IssueMetadata
  /** What it says, as it came: by this issues can be split. At most 1,024 characters. */
  readonly message: string
  readonly platform: string
  readonly environment: string | null
  readonly release: string | null
  readonly receivedAt: Date
  readonly timestamp: Date
  readonly tags: readonly Tag[]
  /** Tells users apart within an issue; null where the event names nobody. At most 128 characters. */
  readonly userKey: string | null
  /** Lower case, at most 2,048 characters: what free-text search looks at. */
  readonly searchText: string
  readonly payload: Uint8Array
  readonly payloadEncoding: PayloadEncoding
}

export interface PersistResult {
  readonly eventId: string
  /** `duplicate`: this (project, event id) was stored before, or stands earlier in the batch; nothing was counted. */
  readonly outcome: 'new' | 'regressed' | 'repeat' | 'duplicate' | 'discarded'
  /** For a duplicate, the issue of the event that was kept; empty where nobody wants to hear of the issue. */
  readonly issueId: Id
  readonly shortIdNumber: number
}

/** How many items were taken or refused: a counter per project, hour, category, outcome and reason. */
export interface OutcomeCount {
  readonly organizationId: Id
  readonly projectId: Id
  /** Start of the hour. */
  readonly hour: Date
  /** Sentry's data category: `error`, `transaction`, `session`, … */
  readonly category: string
  readonly outcome: 'accepted' | 'filtered' | 'rate_limited' | 'invalid' | 'client_discard'
  readonly reason: string
  readonly quantity: number
}

/** One request of an SDK, as the log of its project shows it. */
export interface LoggedRequest {
  readonly organizationId: Id
  readonly projectId: Id
  readonly at: Date
  readonly outcome: OutcomeCount['outcome']
  /** Empty where it was accepted. */
  readonly reason: string
  /** As it calls itself, at most 128 characters; null where it does not. */
  readonly sdk: string | null
  /** Types of the first items, where it was looked at. */
  readonly items: readonly string[]
  readonly bytes: number
}

/** How many requests of a project were let in, whatever was in them: what the spike guard learns its normal from. */
export interface RequestCount {
  readonly organizationId: Id
  readonly projectId: Id
  /** Start of the hour. */
  readonly hour: Date
  readonly quantity: number
}

/** So many requests of a project the log keeps. */
export const REQUEST_LOG_SIZE = 200

/** Hourly counts of requests are kept for so many days. */
export const REQUEST_COUNT_DAYS = 14

export interface IngestStorage {
  /**
   * Writes a batch in one transaction: events, issues, hashes, tags, users and counters, all or nothing.
   * Results stand in the order of the input. Idempotent by (project, event id).
   * What an event does to an issue that is resolved or ignored is decided by `reopeningOf`; the one that makes a resolved
   * issue unresolved is `regressed`.
   * Concurrent calls for one new hash make one issue. Counts what it really wrote as `accepted` in category `error`.
   * Rejects as a whole: with `unavailable` when the same batch may pass later, with `not_found` when a project is gone,
   * with another error when one event cannot be written; then the caller halves the batch.
   */
  persist(batch: readonly NewEvent[], outcomes?: readonly OutcomeCount[]): Promise<readonly PersistResult[]>
  addOutcomes(outcomes: readonly OutcomeCount[]): Promise<void>
  /** By hour, of the hours that begin in `from` (taken down to its hour) to before `to`. */
  outcomes(query: {
    readonly organizationId: Id
    readonly projectIds: readonly Id[] | null
    readonly from: Date
    readonly to: Date
    readonly category?: string
  }): Promise<readonly OutcomeCount[]>
  /**
   * Adds to the logs of requests, of which the newest `REQUEST_LOG_SIZE` a project are kept, and to the hourly counts.
   * What is of a project that is gone is left out.
   */
  addRequests(requests: readonly LoggedRequest[], counts: readonly RequestCount[]): Promise<void>
  /** The log of a project, the newest first. */
  requests(organizationId: Id, projectId: Id): Promise<readonly LoggedRequest[]>
  /** Of many projects at once, by hour, of the hours from `from` on. */
  requestCounts(projectIds: readonly Id[], from: Date): Promise<readonly RequestCount[]>
}

/** An empty list of projects or ids matches nothing; any other empty list does not narrow. */
export interface IssueFilter {
  readonly organizationId: Id
  /** null: every project of the organization. */
  readonly projectIds: readonly Id[] | null
  readonly ids?: readonly Id[]
  readonly statuses?: readonly IssueStatus[]
  readonly levels?: readonly Level[]
  /** Any of them must have been seen. */
  readonly environments?: readonly string[]
  /** Each must be present on the issue, with this value; null asks only for the key. */
  readonly tags?: readonly { readonly key: string; readonly value: string | null }[]
  /** Each must occur, as a part of a word too, in title, culprit or search text; compared without regard to case. */
  readonly text?: readonly string[]
  readonly firstSeenFrom?: Date
  readonly firstSeenTo?: Date
  /** What else must hold. */
  readonly where?: IssueCondition
}

export type IssueSort = 'last_seen' | 'first_seen' | 'count' | 'users' | 'priority' | 'trend'

export interface IssueStorage
  extends IssueWorkStorage,
    IssueChangesStorage,
    IssuePartsStorage,
    IssueHashStorage,
    IssueTagStorage {
  /**
   * Descending unless `ascending`; equal priorities and trends by when they were last seen. Ties are broken by id, so a page
   * never repeats a row that did not move.
   */
  list(
    filter: IssueFilter,
    order: { readonly sort: IssueSort; readonly ascending: boolean },
    page: PageRequest,
  ): Promise<Page<Issue>>
  /** Counts up to `limit`, so that a caller can say "1,000 or more". */
  count(filter: IssueFilter, limit: number): Promise<number>
  /**
   * Works out the trends of an organization whose turn it is, which each is every five minutes; false where it is nobody's.
   * Any number of processes may call it at once.
   */
  refreshTrends(now: Date): Promise<boolean>
  /** By id alone: the caller checks that the actor is in the organization that comes back. */
  get(id: Id): Promise<Issue | null>
  /**
   * Deletes the issues with their events, feedback, attachments and hashes; the same error makes a new issue. At once
   * they are gone for everybody; their rows are removed by `purge`. Very many are deleted a part at a time.
   */
  delete(filter: IssueFilter): Promise<readonly Id[]>
  hashes(organizationId: Id, issueId: Id): Promise<readonly string[]>
  /**
   * Keys by name, values by count, at most `valueLimit` a key. Of a tag with more than a thousand values only some are
   * looked at, whatever the number of events.
   */
  tags(
    organizationId: Id,
    issueId: Id,
    query: { readonly key?: string; readonly valueLimit: number },
  ): Promise<readonly IssueTag[]>
  /**
   * The most frequent value of each tag in each issue, with how many events have the value and the tag. Of a tag with very
   * many values only some are looked at. Issues without the tag are left out.
   */
  topTags(organizationId: Id, issueIds: readonly Id[], keys: readonly string[]): Promise<readonly TopTag[]>
  /**
   * Events per bucket (of UTC) for each issue, of the buckets that begin in `from` (taken down to its bucket) to before `to`.
   * Buckets without events and issues without buckets are left out.
   */
  series(
    organizationId: Id,
    issueIds: readonly Id[],
    query: { readonly from: Date; readonly to: Date; readonly bucketSeconds: 3600 | 86400 },
  ): Promise<ReadonlyMap<Id, readonly { readonly at: Date; readonly count: number }[]>>
}

export interface IssueTag {
  readonly key: string
  /** Of very many values, those that were looked at. */
  readonly uniqueValues: number
  readonly totalValues: number
  /** Whether there are more values than were looked at. The most frequent are among these all the same. */
  readonly isSampled: boolean
  readonly topValues: readonly { readonly value: string; readonly count: number; readonly lastSeenAt: Date }[]
}

export interface TopTag {
  readonly issueId: Id
  readonly key: string
  readonly value: string
  readonly count: number
  readonly total: number
}

export interface EventPlace {
  /** The SDK's ids of the oldest and the newest stored event of the issue; null where it has none. */
  readonly first: string | null
  readonly last: string | null
  /** Stored events of the issue. */
  readonly total: number
  /** 1 for the oldest; null where counting would take too long. */
  readonly ordinal: number | null
}

/** Received from the one on, before the other. */
export interface EventSpan {
  readonly from?: Date
  readonly before?: Date
}

export interface EventStorage {
  /** Newest received first. */
  listForIssue(organizationId: Id, issueId: Id, page: PageRequest, span?: EventSpan): Promise<Page<StoredEvent>>
  listForProject(organizationId: Id, projectId: Id, page: PageRequest): Promise<Page<StoredEvent>>
  /** `which` is our id or the SDK's, with or without dashes, or a place in the issue. */
  find(
    organizationId: Id,
    scope: { readonly issueId: Id } | { readonly projectId: Id },
    which: string | 'latest' | 'oldest',
  ): Promise<StoredEvent | null>
  /**
   * The SDK's ids of the events received just before and just after, within the issue. Of the next hundred on either side
   * the nearest that has its payload is taken, and the nearest of all where none has.
   */
  neighbours(event: Pick<StoredEvent, 'organizationId' | 'issueId' | 'id' | 'receivedAt'>): Promise<{
    readonly previous: string | null
    readonly next: string | null
  }>
  /** At most `limit` events of the issue received before the event, or after it, the nearest first. */
  beside(
    event: Pick<StoredEvent, 'organizationId' | 'issueId' | 'id' | 'receivedAt'>,
    side: 'older' | 'newer',
    limit: number,
  ): Promise<readonly StoredEvent[]>
  /** Where the event stands among the stored events of its issue, counted in bounded time. */
  placeOf(event: Pick<StoredEvent, 'organizationId' | 'issueId' | 'id' | 'receivedAt'>): Promise<EventPlace>
  /** The issue that holds the event, in any project of the organization. */
  issueOfEvent(organizationId: Id, eventId: string): Promise<Id | null>
}
