import type { OrganizationJson } from './organization-types.js'

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

/** A project in the organization that it was moved to. */
export interface MovedProjectJson extends ProjectDetailJson {
  /** Whether older events and counts still follow, which may take minutes. */
  isFollowing: boolean
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

/** Environments come with events; they have no ids of their own. `isHidden` only in the list of a project. */
export interface EnvironmentJson {
  id: number
  name: string
  isHidden?: boolean
}
