import type { ActivityJson, IssuePeopleJson, IssueWorkJson } from './issue-types.js'

/**
 * The JSON of the management API, as GlitchTip and Sentry clients expect it.
 * Dates are ISO 8601 in UTC with a `Z`. Ids of organizations, teams, projects, members, issues and users are strings
 * of digits; ids of tokens, comments and alerts are numbers.
 */
export type LevelName = 'sample' | 'debug' | 'info' | 'warning' | 'error' | 'fatal'
export type IssueStatusName = 'unresolved' | 'resolved' | 'ignored'

export interface UserJson {
  id: string
  username: string
  email: string
  name: string
  isSuperuser: boolean
  isActive: boolean
  dateJoined: string
  lastLogin: string | null
  hasPasswordAuth: boolean
  identities: unknown[]
  options: {
    timezone?: string | null
    stacktraceOrder?: number | null
    language?: string | null
    clock24Hours?: boolean | null
    preferredTheme?: string | null
  }
}

export interface OrganizationJson {
  id: string
  name: string
  slug: string
  dateCreated: string
  status: { id: string; name: string }
  avatar: { avatarType: string; avatarUuid: string | null }
  isEarlyAdopter: boolean
  require2fa: boolean
  /** Sentry's spelling of the same; sentry-cli fails without it. */
  require2FA: boolean
  requireEmailVerification: boolean
  features: string[]
  isAcceptingEvents: boolean
  eventThrottleRate: number
}

export interface OrganizationDetailJson extends OrganizationJson {
  projects: ProjectTeamJson[]
  teams: TeamJson[]
  access: string[]
  openMembership: boolean
  /** Not in GlitchTip's API, as the next one. */
  scrubIPAddresses: boolean
  rateLimit: RateJson | null
}

/** Has no `name`: a team with both name and slug is refused by clients in use. */
export interface TeamJson {
  id: string
  slug: string
  dateCreated: string
  isMember: boolean
  memberCount: number
}

/** What a project does not want to hear, and what is removed from what it does hear. Lists hold at most 100 texts of 500. */
export interface IngestSettingsJson {
  browserExtensions: boolean
  localhost: boolean
  legacyBrowsers: boolean
  webCrawlers: boolean
  healthChecks: boolean
  /** Globs over `Type: value`, the value alone and the message. */
  errorMessages: readonly string[]
  releases: readonly string[]
  /** Addresses or networks such as `10.0.0.0/8`. */
  ipRanges: readonly string[]
  /** Off: nothing is removed, not even passwords. */
  scrubSecrets: boolean
  sensitiveFields: readonly string[]
  safeFields: readonly string[]
}

/** So many requests in so many seconds. */
export interface RateJson {
  window: number
  count: number
}

/** One of the last requests of SDKs, of which a sample of the accepted ones is kept. */
export interface IngestLogJson {
  at: string
  outcome: string
  /** Empty where it was accepted. */
  reason: string
  sdk: string | null
  items: readonly string[]
  bytes: number
}

/** What stood against requests of a project in the last 24 hours, and what is normal for it. */
export interface IngestLimitsJson {
  /** Requests in its busiest hours, and what is too much for it. Null while it has been heard for less than a day. */
  normal: { perHour: number; limitPerHour: number } | null
  /** Null where the project is not far over its normal. `since` and `last` are the starts of hours. */
  spike: { since: string; last: string; sampled: number } | null
  refused: { category: string; outcome: string; reason: string; quantity: number }[]
}

/** What a project holds, and may hold before its repetitive events are thinned out. 0 is no limit. Not in GlitchTip. */
export interface RetentionJson {
  events: number
  /** Events that still have their payload. */
  payloads: number
  /** Of those payloads, compressed. */
  bytes: number
  /** Of the oldest event, in UTC: `2026-01-31`. Null where there is none. */
  oldestDay: string | null
  /** Null: as the server has it. */
  maxEvents: number | null
  maxBytes: number | null
  defaultMaxEvents: number
  defaultMaxBytes: number
}

export interface ProjectJson {
  id: string
  name: string
  slug: string
  platform: string | null
  firstEvent: string | null
  eventThrottleRate: number
  scrubIPAddresses: boolean
  /** Of all its keys together. Not in GlitchTip. */
  rateLimit: RateJson | null
  /** Whether requests far above its own normal are sampled. Not in GlitchTip. */
  spikeGuard: boolean
  dateCreated: string
  isMember: boolean
  hasAccess: boolean
  isBookmarked: boolean
  isInternal: boolean
  isPublic: boolean
  features: string[]
  color: string
  avatar: { avatarType: string; avatarUuid: string | null }
}

export interface ProjectTeamJson extends ProjectJson {
  teams: { id: string; slug: string }[]
}

export interface ProjectOrganizationJson extends ProjectTeamJson {
  organization: OrganizationJson
}

/** One project, with the texts of its grouping rules under Sentry's names. */
export interface ProjectDetailJson extends ProjectOrganizationJson {
  fingerprintingRules: string
  groupingEnhancements: string
}

export interface TeamProjectJson extends TeamJson {
  projects: ProjectJson[]
}

export interface ProjectKeyJson {
  id: string
  public: string
  label: string
  name: string
  projectID: number
  dateCreated: string
  isActive: boolean
  rateLimit: RateJson | null
  dsn: { public: string; secret: string; security: string }
}

export interface ApiTokenJson {
  id: number
  label: string
  scopes: string[]
  /** Whole only in the answer that made it; empty later, for only its hash is kept. */
  token: string
  created: string
  /** To the minute; null where it was never used. Not in GlitchTip, as the next one. */
  lastUsed: string | null
  /** From then on it opens nothing; null for never. */
  expires: string | null
}

export interface IssueJson extends IssueWorkJson {
  id: string
  shortId: string
  title: string
  culprit: string
  count: string
  userCount: number
  type: 'error' | 'default' | 'csp'
  level: LevelName
  status: IssueStatusName
  metadata: { type?: string; value?: string; title?: string; filename?: string; function?: string }
  project: { id: string; name: string; slug: string; platform: string | null }
  firstSeen: string
  lastSeen: string
  numComments: number
  permalink: string
  stats: Record<string, [number, number][]>
  shareId: null
  logger: string | null
  matchingEventId: string | null
  firstRelease: ReleaseRefJson | null
  lastRelease: ReleaseRefJson | null
  isUnhandled: boolean
  /** When an event last reopened the issue; null where that never happened. Not in GlitchTip. */
  regressedAt: string | null
}

export interface IssueDetailJson extends IssueJson, IssuePeopleJson {
  userReportCount: number
  /** The newest entries of the log; `listIssueActivity` has all of them. */
  activity: ActivityJson[]
}

/** What a person wrote: about an event, or about the app. */
export interface UserReportJson {
  id: number
  /** Of the event that it is about; its own where it is about none. */
  eventID: string
  event: { eventId: string }
  issueID: string | null
  name: string
  email: string
  comments: string
  url: string | null
  environment: string | null
  release: string | null
  user: null
  dateCreated: string
}

/** A file that came with an event. */
export interface AttachmentJson {
  id: string
  eventID: string
  name: string
  /** `event.attachment`, `event.minidump`, `event.screenshot`, … */
  type: string
  /** Of pictures that can be shown; of everything else `application/octet-stream`. */
  mimetype: string
  /** Bytes. */
  size: number
  dateCreated: string
  downloadUrl: string
}

export interface SessionsJson {
  start: string
  end: string
  query: string
  /** Starts of the buckets. */
  intervals: string[]
  groups: {
    by: Record<string, string | number>
    totals: Record<string, number | null>
    /** One number for each interval. */
    series: Record<string, (number | null)[]>
  }[]
}

export interface ReleaseRefJson {
  version: string
  shortVersion: string
  dateCreated: string
  dateReleased: string | null
}

export interface IssueStatsJson {
  id: string
  count: string
  userCount: number
  firstSeen: string
  lastSeen: string
  isUnhandled: boolean
  /** `[epoch seconds, events]`; empty buckets are left out. */
  stats: { '24h'?: [number, number][] | null; '14d'?: [number, number][] | null }
}

export interface IssueTagJson {
  key: string
  name: string
  uniqueValues: number
  totalValues: number
  /** Whether there are more values than were looked at; the most frequent are among them. Not in Sentry. */
  isSampled: boolean
  topValues: { key: string; name: string; value: string; count: number; lastSeen: string }[]
}

export interface EventJson {
  id: string
  eventID: string
  projectID: number
  groupID: string
  title: string
  message: string
  culprit: string
  type: 'error' | 'default' | 'csp'
  platform: string | null
  dateCreated: string
  dateReceived: string
  /** When retention removed all but the columns of a list; null while the event is whole. Not in GlitchTip. */
  payloadRemovedAt: string | null
  dist: string | null
  metadata: Record<string, string>
  tags: { key: string; value: string }[]
  packages: Record<string, string>
  contexts: Record<string, unknown>
  /** The SDK's `extra`. */
  context: Record<string, unknown>
  user: EventUserJson | null
  sdk: { name?: string; version?: string; [key: string]: unknown } | null
  errors: { type: string; name?: string; value?: unknown }[]
  entries: EventEntryJson[]
}

export interface EventDetailJson extends EventJson {
  /** What was removed, and by which rule: a tree by field and key, `''` holding the remarks about a value. */
  _meta: Record<string, unknown>
  /** The newest that a person wrote about it. */
  userReport: UserReportJson | null
  nextEventID: string | null
  previousEventID: string | null
  /** The newest and the oldest stored event of its issue. Not in Sentry, as the next two. */
  lastEventID: string | null
  firstEventID: string | null
  /** Which of the stored events of its issue it is, 1 the oldest; null where counting would take too long. */
  ordinal: number | null
  /** Stored events of its issue. */
  total: number
  /** Sentry's name for the version; null where the event has none. */
  release: { version: string } | null
}

export interface EventUserJson {
  id: string | null
  email: string | null
  username: string | null
  name?: string | null
  ip_address: string | null
  [key: string]: unknown
}

export type EventEntryJson =
  | { type: 'exception'; data: { hasSystemFrames: boolean; values: ExceptionJson[] } }
  | { type: 'threads'; data: { values: ThreadJson[] } }
  | { type: 'breadcrumbs'; data: { values: BreadcrumbJson[] } }
  | { type: 'message'; data: { formatted?: string; message?: string; params?: unknown } }
  | { type: 'request'; data: RequestJson }
  | { type: 'csp'; data: Record<string, unknown> }

export interface ExceptionJson {
  type?: string
  value?: string
  module?: string
  thread_id?: string | number
  mechanism?: {
    type: string
    handled?: boolean
    synthetic?: boolean
    is_exception_group?: boolean
    exception_id?: number
    parent_id?: number
    source?: string
    description?: string
    help_link?: string
    meta?: Record<string, unknown>
    data?: Record<string, unknown>
  }
  stacktrace?: StacktraceJson
  /** As it came, before source maps were applied. */
  raw_stacktrace?: StacktraceJson
}

export interface StacktraceJson {
  frames: FrameJson[]
  registers?: Record<string, string>
}

export interface ThreadJson {
  id?: string | number
  name?: string
  crashed?: boolean
  current?: boolean
  main?: boolean
  state?: string
  stacktrace?: StacktraceJson
}

export interface FrameJson {
  filename?: string
  absPath?: string
  module?: string
  package?: string
  function?: string
  raw_function?: string
  lineNo?: number
  colNo?: number
  inApp?: boolean
  context_line?: string
  /** `[line number, text]`, the failing line among them. */
  context?: [number, string][]
  vars?: Record<string, unknown>
  instruction_addr?: string
  symbol_addr?: string
  platform?: string
}

export interface BreadcrumbJson {
  type: string
  category: string | null
  message: string | null
  level: string
  timestamp: string | null
  data: Record<string, unknown> | null
  event_id: string | null
}

export interface RequestJson {
  url: string | null
  method: string | null
  headers: [string, string][]
  query: [string, string][]
  data: unknown
  cookies: [string, string][] | null
  env: Record<string, unknown> | null
  fragment: string | null
  apiTarget: null
  bodySize: number | null
  protocol: null
  inferredContentType: string | null
}

export interface SettingsJson {
  socialApps: unknown[]
  billingEnabled: boolean
  iPaidForGlitchTip: boolean
  enableUserRegistration: boolean
  enableSocialAppsUserRegistration: boolean
  enableOrganizationCreation: boolean
  stripePublicKey: string | null
  plausibleUrl: string | null
  plausibleDomain: string | null
  chatwootWebsiteToken: string | null
  sentryDSN: string | null
  sentryTracesSampleRate: number | null
  environment: string | null
  version: string
  serverTimeZone: string
  glitchtipInstanceName: string | null
  enabledFeatures: string[]
  /** True while no user exists: `/setup` is open. Not in GlitchTip. */
  needsSetup: boolean
  /** Set-up wants the token that the server printed at its start. Not in GlitchTip. */
  setupTokenRequired: boolean
}

/** What the set-up page sends in one go, and what it gets. `POST /api/0/setup/`; only while no user exists. */
export interface SetupInput {
  email: string
  password: string
  name?: string
  /** Where the server asks for the token of its log (`setupTokenRequired`). */
  token?: string
}

/** Environments come with events; they have no ids of their own. `isHidden` only in the list of a project. */
export interface EnvironmentJson {
  id: number
  name: string
  isHidden?: boolean
}

/** Counts per interval. One group without `groupBy`, else one for each combination that occurs. */
export interface StatsJson {
  intervals: string[]
  groups: { by?: Record<string, string>; totals?: Record<string, number>; series: Record<string, number[]> }[]
}

export interface IssueHashJson {
  id: string
  latestEvent: EventJson
}

/** A message of `GET /api/0/organizations/{org}/live/`, a stream of server-sent events. */
export type LiveJson =
  | { topic: 'event.first'; projectId: string; issueId: string; eventId: string }
  | {
      topic: 'issue.new' | 'issue.regressed' | 'issue.seen' | 'issue.changed' | 'issue.deleted'
      projectId: string
      issueId: string
    }
  | {
      topic: 'ingest.outcome'
      projectId: string
      at: string
      outcome: string
      reason: string
      sdk: string | null
      items: readonly string[]
      bytes: number
    }
