import type { AlertPace } from '../../alerts/pace.js'
import { AppError } from '../../errors.js'
import { NEW_TREND } from '../../issues/trend.js'
import type { ProjectAlert } from '../../ports/alerts.js'
import type { AuditEntry } from '../../ports/audit.js'
import type { UserSecret } from '../../ports/credentials.js'
import type { LoggedRequest, OutcomeCount, RequestCount } from '../../ports/ingest.js'
import type { JobRun } from '../../ports/instance.js'
import type { CodeMapping, Integration } from '../../ports/integrations.js'
import type { Attachment, CheckIn, Feedback, SessionResult } from '../../ports/items.js'
import type { Maintenance } from '../../ports/maintenance.js'
import type { ApiToken, Id, Issue, Membership, Organization, ProjectKey, Session, User } from '../../ports/model.js'
import type { Mute } from '../../ports/mutes.js'
import type { Repository } from '../../ports/releases.js'
import type { SavedView } from '../../ports/saved-views.js'
import { issueLines } from '../../ports/search-text.js'
import type { SecondFactors } from '../../ports/second-factors.js'
import type { Identity, SignInAttempt, SignInSettings, StoredProvider } from '../../ports/sign-in.js'
import type { StatusSubscriber } from '../../ports/status-subscribers.js'
import type { Acting } from '../../ports/users.js'
import type { AlarmRow } from './alarms.js'
import type { ChannelRow, OutageRow } from './channels.js'
import type { DeliveryRow } from './delivery-row.js'
import type { IncidentRow } from './incidents.js'
import type { LinkRow } from './issue-links.js'
import type { MailRow } from './mail-choices.js'
import type { MonitorRow } from './monitors.js'
import type {
  HealthRow,
  ImportRow,
  InvitationRow,
  IssueRow,
  MoveRow,
  ProjectRow,
  ReleaseRow,
  SplitRow,
  TeamRow,
  UndoRow,
} from './state-rows.js'
import type { StatusPageRow } from './status-pages.js'
import type { StatusNoticeRow } from './status-subscribers.js'
import type { NewsRow } from './work-mails.js'

export type * from './state-rows.js'

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
  /** By user. */
  readonly mails: Map<Id, MailRow>
  /** By entry of the log and user. */
  readonly news: Map<string, NewsRow>
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
  /** By organization: that of its newest incident. */
  readonly incidentNumbers: Map<Id, number>
  readonly deliveries: Map<Id, DeliveryRow>
  /** By alert and issue: when it was told of, and when to look again whatever happens. */
  /** Of issues that got late events: when rules are to look at them. */
  readonly lateIssues: Map<Id, Date>
  readonly alertNotices: Map<string, { readonly at: Date; readonly lookAt: Date | null }>
  /** By alert and kind: when it was told that requests are refused. */
  readonly alertLimits: Map<string, Date>
  readonly integrations: Map<Id, Integration>
  readonly codeMappings: Map<Id, CodeMapping>
  readonly issueLinks: Map<Id, LinkRow>
  /** By integration and delivery. */
  readonly integrationHooks: Map<string, Date>
  /** By alert: when its messages left. */
  readonly alertPaces: Map<Id, AlertPace>
  readonly channels: Map<string, ChannelRow>
  /** By channel and organization. */
  readonly channelOutages: Map<string, OutageRow>
  readonly alarms: Map<Id, AlarmRow>
  readonly mutes: Map<Id, Mute>
  readonly statusPages: Map<Id, StatusPageRow>
  readonly statusSubscribers: Map<Id, StatusSubscriber>
  readonly statusNotices: Map<Id, StatusNoticeRow>
  /** By place and id at the source. */
  readonly imports: Map<string, ImportRow>
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
    mails: new Map(),
    news: new Map(),
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
    incidentNumbers: new Map(),
    deliveries: new Map(),
    alertPaces: new Map(),
    channels: new Map(),
    channelOutages: new Map(),
    alarms: new Map(),
    mutes: new Map(),
    lateIssues: new Map(),
    alertNotices: new Map(),
    alertLimits: new Map(),
    integrations: new Map(),
    codeMappings: new Map(),
    issueLinks: new Map(),
    integrationHooks: new Map(),
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
