import type { AccountStorage } from './accounts.js'
import type { AlarmStorage } from './alarms.js'
import type { AlertStorage } from './alerts.js'
import type { AuditStorage } from './audit.js'
import type { ChannelStorage } from './channels.js'
import type { CredentialStorage } from './credentials.js'
import type { DeliveryStorage } from './deliveries.js'
import type { EventStorage } from './events.js'
import type { FiringStorage } from './firing.js'
import type { HostUserStorage } from './host-users.js'
import type { ImportStorage } from './imports.js'
import type { IncidentStorage } from './incidents.js'
import type { IngestStorage } from './ingest.js'
import type { InstanceStorage } from './instance.js'
import type { IntegrationStorage } from './integrations.js'
import type { IssueLinkStorage } from './issue-links.js'
import type { IssueStorage } from './issues.js'
import type { AttachmentStorage, CheckInStorage, FeedbackStorage, ReleaseHealthStorage } from './items.js'
import type { MaintenanceStorage } from './maintenance.js'
import type { MemberStorage } from './members.js'
import type { MonitorStorage } from './monitors.js'
import type { MuteStorage } from './mutes.js'
import type { OrganizationStorage, TeamStorage } from './organizations.js'
import type { PastStorage } from './past.js'
import type { ProjectStorage } from './projects.js'
import type { ReleaseStorage, RepositoryStorage } from './releases.js'
import type { RetentionStorage } from './retention.js'
import type { RetentionDays } from './retention-days.js'
import type { SavedViewStorage } from './saved-views.js'
import type { SealedStorage } from './sealed.js'
import type { SecondFactorStorage } from './second-factors.js'
import type { SignInStorage } from './sign-in.js'
import type { StatusPageStorage } from './status-pages.js'
import type { StatusSubscriberStorage } from './status-subscribers.js'
import type { SessionStorage, TokenStorage, UserStorage } from './users.js'
import type { WorkMailStorage } from './work-mails.js'

/** What a pool of connections does at the moment. */
export interface Connections {
  readonly open: number
  /** Of those. */
  readonly idle: number
  /** Who waits for one. */
  readonly waiting: number
  /** Null where the pool does not tell. */
  readonly max: number | null
}

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
  readonly signIn: SignInStorage
  readonly hostUsers: HostUserStorage
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
  readonly instance: InstanceStorage
  readonly integrations: IntegrationStorage
  readonly issueLinks: IssueLinkStorage
  readonly sealed: SealedStorage
  readonly imports: ImportStorage
  readonly retention: RetentionStorage
  readonly feedback: FeedbackStorage
  readonly attachments: AttachmentStorage
  readonly releaseHealth: ReleaseHealthStorage
  readonly checkIns: CheckInStorage
  readonly releases: ReleaseStorage
  readonly repositories: RepositoryStorage
  readonly alerts: AlertStorage
  readonly monitors: MonitorStorage
  readonly maintenance: MaintenanceStorage
  readonly incidents: IncidentStorage
  readonly deliveries: DeliveryStorage
  readonly channels: ChannelStorage
  readonly alarms: AlarmStorage
  readonly mutes: MuteStorage
  readonly workMails: WorkMailStorage
  readonly firing: FiringStorage
  readonly past: PastStorage
  readonly statusPages: StatusPageStorage
  readonly statusSubscribers: StatusSubscriberStorage
  /** Brings the stored form up to this version's. Safe to call from any number of processes at once. */
  migrate(): Promise<void>
  /** Whether `migrate` has nothing to do: the stored form is this version's, or a newer one's. */
  isMigrated(): Promise<boolean>
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
  /** The connections of this process, where there are some. */
  connections?(): Connections
  /** Resolves when a question would be answered; rejects with the reason when not. */
  ping(): Promise<void>
}
