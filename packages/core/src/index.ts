export { consoleLogger, jsonLogger, lineLogger } from './adapters/console-logger.js'
export { fileBlobs } from './adapters/file-blobs.js'
export { memoryBlobs } from './adapters/memory-blobs.js'
export { memoryCache } from './adapters/memory-cache.js'
export { memoryFetcher } from './adapters/memory-fetcher.js'
export type { MemoryIdentityClient, MemoryPerson } from './adapters/memory-identity-client.js'
export { memoryIdentityClient } from './adapters/memory-identity-client.js'
export { memoryLiveBus } from './adapters/memory-live-bus.js'
export { memoryMailer } from './adapters/memory-mailer.js'
export { anAnswer, memoryProber } from './adapters/memory-prober.js'
export { memoryRateLimiter } from './adapters/memory-rate-limiter.js'
export { memoryStorage } from './adapters/memory-storage/memory-storage.js'
export { nodeFetcher } from './adapters/node-fetcher.js'
export { nodeProber } from './adapters/node-prober/index.js'
export { systemClock } from './adapters/system-clock.js'
export type { Admission, ChannelState } from './alerts/channel-state.js'
export { admit, FRESH_CHANNEL, isFailing, noteAttempt } from './alerts/channel-state.js'
export { leave } from './alerts/leave.js'
export { gatheringOf, mergeSubjects } from './alerts/merge-subjects.js'
export { monitorNews, monitorTrigger } from './alerts/monitor-news.js'
export type { AlertPace } from './alerts/pace.js'
export type { App, AppOptions } from './app.js'
export { createApp } from './app.js'
export type { Actor } from './auth/actor.js'
export { createApiToken } from './auth/api-tokens.js'
export type { HostAuth, HostUser } from './auth/host-auth.js'
export { hashPassword, verifyPassword } from './auth/password.js'
export { makePasswordLink } from './auth/passwords.js'
export type { ConfiguredProvider } from './auth/providers/configured.js'
export { LOST_ROWS, type LostSecrets, type RotatedSecrets, rotateSecrets } from './auth/rotate.js'
export type { Scope } from './auth/scopes.js'
export { SCOPES } from './auth/scopes.js'
export { factorsOf, type SecondFactor } from './auth/second-factor.js'
export { hashToken, newToken } from './auth/tokens.js'
export type { NewUser } from './auth/users.js'
export { createUser, ensureUser } from './auth/users.js'
export type { Config, ConfigInput, Limits } from './config.js'
export { DEFAULT_LIMITS, resolveConfig } from './config.js'
export type { Context, Hooks } from './context.js'
export type { ErrorCode, FieldError } from './errors.js'
export { AppError, errorCode } from './errors.js'
export type { Description } from './events/describe.js'
export { describeEvent } from './events/describe.js'
export { decodePayload } from './events/payload.js'
export { groupEvent } from './grouping/index.js'
export { readMonitorSetup } from './http/monitor-setup/setup.js'
export type { Handler } from './http/node.js'
export { nodeListener, sendNodeResponse } from './http/node.js'
export type { HeadersLike, HttpRequest, HttpResponse } from './http/types.js'
export type { ImportProgress } from './import/job.js'
export type { SourceKind } from './import/remote.js'
export type {
  ImportedProject,
  ImportKind,
  KindCounts,
  OrganizationReport,
  ReportKind,
  SkippedThing,
} from './import/report.js'
export { IMPORT_KINDS } from './import/report.js'
export type { ImportOptions } from './import/run.js'
export { importOrganizations } from './import/run.js'
export { directBuffer } from './ingest/buffers/direct.js'
export type { FileJournalOptions } from './ingest/buffers/file-journal.js'
export { fileJournal } from './ingest/buffers/file-journal.js'
export type { DiskGuardOptions } from './ingest/disk-guard.js'
export { diskGuard, diskMarks, spaceOfDisk } from './ingest/disk-guard.js'
export type { FilterSettings } from './ingest/filters/index.js'
export type { ScrubRules } from './ingest/scrub/index.js'
export { instanceHoldings } from './instance/holdings.js'
export { instanceIngest } from './instance/ingest.js'
export type { InstanceSettings, SettingName, SettingsChange, SettingsSource } from './instance/settings.js'
export { isValidSetting } from './instance/settings.js'
export { conditionOfFilter } from './issues/condition-of-filter.js'
export { defaultPriority } from './issues/priority.js'
export type { MetIssue, Reopening } from './issues/reopening.js'
export { releasesToCompare, reopeningOf } from './issues/reopening.js'
export type { HashSplit, Narrowed } from './issues/split-hash.js'
export { chosenHash, narrow, splitAbout, splitHash, splitText } from './issues/split-hash.js'
export { authorOf, detailsFor, hasDetails, statusActivity, statusRequest } from './issues/status-request.js'
export { trendOf, trendWindow } from './issues/trend.js'
export { createOrganization } from './orgs/create.js'
export type { Place } from './orgs/places.js'
export type { AccountStorage, UserEmail } from './ports/accounts.js'
export type { Alarm, AlarmStorage, NewAlarm } from './ports/alarms.js'
export type { AlertFields, AlertRecipient, AlertStorage, ProjectAlert, RecipientKind } from './ports/alerts.js'
export { ALERT_BOUNDS, boundAlert, tooManyAlerts } from './ports/alerts.js'
export type { AuditAction, AuditEntry, AuditFilter, AuditStorage } from './ports/audit.js'
export type { BlobStore } from './ports/blob-store.js'
export { isBlobKey } from './ports/blob-store.js'
export { boundEvent, boundRequest, EVENT_BOUNDS, storable } from './ports/bounds.js'
export type { ChannelCaller, ChannelNews, ChannelStorage } from './ports/channels.js'
export type { CredentialStorage, SecretPurpose, UserSecret } from './ports/credentials.js'
export type { Cursor, PagePlan } from './ports/cursor.js'
export { planPage, toPage } from './ports/cursor.js'
export type {
  Delivery,
  DeliveryAttempt,
  DeliveryDetail,
  DeliveryFilter,
  DeliveryHold,
  DeliveryOutcome,
  DeliveryState,
  DeliveryStorage,
  DeliverySubject,
} from './ports/deliveries.js'
export { DELIVERY_BOUNDS, DELIVERY_DAYS, didNotFail } from './ports/deliveries.js'
export type { EventSpan, EventStorage } from './ports/events.js'
export type { FetchAnswer, Fetcher, FetchRequest } from './ports/fetcher.js'
export type { FiringStorage, Hit, LimitTrigger, Rule, RuleIssue, Sighting } from './ports/firing.js'
export { EVENTS_FOR_USERS, LIMIT_REASONS, LIMIT_REST_MS } from './ports/firing.js'
export { boundGroupingChange, boundGroupingSettings, DEFAULT_GROUPING_SETTINGS } from './ports/grouping-settings.js'
export type { HostUserStorage } from './ports/host-users.js'
export type { IdentityClaims, IdentityClient, ProviderAccess, SignInRequest } from './ports/identity-client.js'
export type { ImportMark, ImportPlace, ImportStorage } from './ports/imports.js'
export type {
  Incident,
  IncidentActor,
  IncidentEntry,
  IncidentEntryKind,
  IncidentFilter,
  IncidentSeverity,
  IncidentSignal,
  IncidentStage,
  IncidentStatus,
  IncidentStorage,
  NewIncident,
  NewIncidentUpdate,
} from './ports/incidents.js'
export { boundSignal, INCIDENT_BOUNDS } from './ports/incidents.js'
export type {
  IngestStorage,
  LoggedRequest,
  NewEvent,
  OutcomeCount,
  PersistResult,
  RequestCount,
} from './ports/ingest.js'
export { REQUEST_COUNT_DAYS, REQUEST_LOG_SIZE } from './ports/ingest.js'
export type { IngestSettings, IngestSettingsChange } from './ports/ingest-settings.js'
export { boundIngestChange, boundIngestSettings, DEFAULT_INGEST_SETTINGS } from './ports/ingest-settings.js'
export type { Holdings, InstanceDay, InstanceOutcome, InstanceStorage, JobRun } from './ports/instance.js'
export type {
  CodeMapping,
  Integration,
  IntegrationFields,
  IntegrationKind,
  IntegrationStorage,
  IssueTemplate,
} from './ports/integrations.js'
export {
  boundIntegration,
  boundMapping,
  HOOK_DAYS,
  INTEGRATION_BOUNDS,
  tooManyIntegrations,
  tooManyMappings,
} from './ports/integrations.js'
export type { IssueChangesStorage, IssueEdits, UndoKey, Undone } from './ports/issue-changes.js'
export type { IssueCondition, TextPattern } from './ports/issue-condition.js'
export type { IssueHashStorage } from './ports/issue-hashes.js'
export type {
  IssueLink,
  IssueLinkStorage,
  LinkClaim,
  NewLink,
  OwedSync,
  RemoteIssue,
  RemoteStatus,
} from './ports/issue-links.js'
export { boundRemote, LINK_BOUNDS, linkActivity, tooManyLinks } from './ports/issue-links.js'
export type {
  DiscardedIssue,
  IssueMove,
  IssuePartsStorage,
  MergedIssue,
  MovedEvent,
  NewPart,
  SplitOff,
} from './ports/issue-parts.js'
export { UNMERGE_DAYS } from './ports/issue-parts.js'
export type {
  Activity,
  ActivityKind,
  Assignee,
  Author,
  Escalation,
  IssueMark,
  Priority,
  Resolution,
  Snooze,
  StatusDetails,
  StatusRequest,
  SubscriptionReason,
  Via,
} from './ports/issue-state.js'
export { MAX_COMMENT, PRIORITIES } from './ports/issue-state.js'
export type { IssueTagStorage, TagKeyCount, TagQuery, TagValueCount } from './ports/issue-tags.js'
export { TAG_BOUNDS } from './ports/issue-tags.js'
export type { IssueWorkStorage, MarkChange, NewComment } from './ports/issue-work.js'
export type { IssueFilter, IssueSort, IssueStorage, IssueTag, TopTag } from './ports/issues.js'
export { boundAttachment, boundCheckIn, boundFeedback, boundSession } from './ports/item-bounds.js'
export type {
  Attachment,
  AttachmentStorage,
  CheckIn,
  CheckInStatus,
  CheckInStorage,
  Feedback,
  FeedbackStorage,
  NewCheckIn,
  NewFeedback,
  ReleaseHealthQuery,
  ReleaseHealthStorage,
  SessionCounts,
  SessionResult,
  SessionTotals,
  SessionUpdate,
  UserTotals,
} from './ports/items.js'
export { SESSION_RESULTS } from './ports/items.js'
export type { ChosenMails, MailChoices, MailChoicesChange, MailKind } from './ports/mail-choices.js'
export { mailsByDefault, wantsMail } from './ports/mail-choices.js'
export type { MailAudience, MailPerson, MailReason, NamedForMail } from './ports/mail-people.js'
export { MAIL_REASONS } from './ports/mail-people.js'
export { addressRefused, isAddressRefused, MAIL_DEADLINE_MS, type Mail, type Mailer } from './ports/mailer.js'
export type { Maintenance, MaintenanceSchedule, MaintenanceSetup, MaintenanceStorage } from './ports/maintenance.js'
export { MAINTENANCE_BOUNDS } from './ports/maintenance.js'
export type { Invitation, Member, MemberStorage, NewInvitation } from './ports/members.js'
export { IS_PRIMARY_OWNER } from './ports/members.js'
export type {
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
  Proof,
  RequestRate,
  Role,
  Session,
  StoredEvent,
  Team,
  User,
} from './ports/model.js'
export { ISSUE_STATUSES, ROLES } from './ports/model.js'
export type { CheckInPlace, CronProgress, CronSetup, CronStep, PlannedCron } from './ports/monitor-crons.js'
export type {
  CheckPart,
  HistoryBucket,
  HistoryStep,
  HistoryStorage,
  KnownTime,
} from './ports/monitor-history.js'
export type { MonitorBulkChange, MonitorCoverage, MonitorFilter, MonitorRelations } from './ports/monitor-relations.js'
export { MONITOR_BOUNDS } from './ports/monitor-relations.js'
export type {
  CheckedMonitor,
  CheckReason,
  DueMonitor,
  Monitor,
  MonitorCheck,
  MonitorHealth,
  MonitorSetup,
  MonitorStatus,
  MonitorStorage,
  MonitorType,
  Telling,
} from './ports/monitors.js'
export type { Mute, MuteStorage } from './ports/mutes.js'
export { MUTE_BOUNDS, tooManyMutes } from './ports/mutes.js'
export type { OrganizationStorage, TeamStorage } from './ports/organizations.js'
export type { PastStorage } from './ports/past.js'
export { PAST_BOUNDS } from './ports/past.js'
export type { Probe, ProbeAnswer, ProbeFault, Prober, ProbeTimings } from './ports/prober.js'
export type { ProjectFilter, ProjectStorage } from './ports/projects.js'
export type {
  Commit,
  CommitFile,
  CommitRef,
  Deploy,
  NewRelease,
  OwedCommits,
  Release,
  ReleaseFields,
  ReleaseFilter,
  ReleaseProject,
  ReleaseStatus,
  ReleaseStorage,
  Repository,
  RepositoryStorage,
} from './ports/releases.js'
export {
  boundCommits,
  boundDeploy,
  boundRefs,
  boundRelease,
  boundRepository,
  isVersion,
  mustBeVersion,
} from './ports/releases.js'
export type {
  RetentionLimits,
  RetentionStorage,
  ThinningCandidate,
  ThinningChoice,
  ThinningTask,
  Usage,
} from './ports/retention.js'
export type { RetainedKind, RetentionDays } from './ports/retention-days.js'
export { retentionDaysOf } from './ports/retention-days.js'
export type {
  Cache,
  Claim,
  Clock,
  DiskSpace,
  IngestBuffer,
  IngestRecord,
  IntakeGuard,
  IntakeRefusal,
  LiveBus,
  LiveMessage,
  Logger,
  RateLimiter,
  WebAssets,
} from './ports/runtime.js'
export type { SavedView, SavedViewFields, SavedViewStorage } from './ports/saved-views.js'
export { boundSavedView, SAVED_VIEW_BOUNDS, tooManyViews } from './ports/saved-views.js'
export type { SealedPlace, SealedSecret, SealedStorage } from './ports/sealed.js'
export { issueLines, linePieces, SEARCH_MARKS, searchable, searchLine } from './ports/search-text.js'
export type { Passkey, SecondFactorStorage, SecondFactors } from './ports/second-factors.js'
export type {
  Identity,
  NewIdentity,
  ProviderJoining,
  ProviderKind,
  SignInAttempt,
  SignInProvider,
  SignInSettings,
  SignInStorage,
  StoredProvider,
} from './ports/sign-in.js'
export { IS_LAST_WAY, PROVIDER_KINDS } from './ports/sign-in.js'
export type {
  StatusLogo,
  StatusPage,
  StatusPageFields,
  StatusPageStorage,
  StatusSection,
} from './ports/status-pages.js'
export { boundStatusPage, STATUS_PAGE_BOUNDS, tooManyStatusPages } from './ports/status-pages.js'
export type {
  ClaimedNotice,
  StatusNotice,
  StatusSubscriber,
  StatusSubscriberStorage,
} from './ports/status-subscribers.js'
export { MOST_STATUS_SUBSCRIBERS } from './ports/status-subscribers.js'
export type { Storage } from './ports/storage.js'
export type { Acting, SessionStorage, TokenStorage, UserStorage } from './ports/users.js'
export type { WorkKind, WorkMail, WorkMailStorage, WorkNews } from './ports/work-mails.js'
export { GATHER_MS, NEWS_KINDS } from './ports/work-mails.js'
export { createProject } from './projects/create.js'
export { dsnOf } from './projects/dsn.js'
export type {
  Breadcrumb,
  EventType,
  EventUser,
  ExceptionValue,
  Frame,
  Level,
  LogEntry,
  Mechanism,
  NormalizedEvent,
  ProcessingError,
  RequestInfo,
  SdkInfo,
  Stacktrace,
  Tag,
  ThreadValue,
} from './protocol/event.js'
export { LEVELS } from './protocol/event.js'
export { newEventId, parseEventId, uuidv7 } from './protocol/ids.js'
export type { AboutEvent } from './protocol/normalize/index.js'
export { normalizeEvent } from './protocol/normalize/index.js'
export { claimEnd, firstDue } from './uptime/due.js'
export { slotOf } from './uptime/history/bucket.js'
export { piecesOf } from './uptime/history/pieces.js'
export { STEP_MS } from './uptime/history/steps.js'
export { look } from './uptime/look.js'
export { endOf as maintenanceEnd } from './uptime/maintenance/window.js'
export { bulkChanged, parentFault } from './uptime/relations.js'
export { nextSlot, PHASE_STEP_MS } from './uptime/schedule.js'
