import type { UserJson } from './account-types.js'
import type { RoleName } from './member-types.js'
import type { OrganizationJson } from './organization-types.js'
import type { RateJson } from './project-types.js'

/** An account as who runs the instance sees it. */
export interface InstanceUserJson extends UserJson {
  /** Kinds of what it has beside the password. */
  secondFactors: string[]
  /** Browsers that are signed in. */
  sessionCount: number
  organizations: { slug: string; name: string; role: RoleName }[]
}

/** The link is given where it is not sent: this once. */
export interface PasswordLinkJson {
  isSent: boolean
  link: string | null
}

/** As whom a superuser acts, and until when. */
export interface ImpersonationJson {
  user: { id: string; email: string }
  until: string
}

/** An organization as who runs the instance sees it. */
export interface InstanceOrganizationJson extends OrganizationJson {
  /** Of all its projects together. */
  rateLimit: RateJson | null
  projectCount: number
  memberCount: number
  /** Events that it holds, and bytes of their payloads, compressed. */
  eventCount: number
  bytes: number
}

/** What is set at run time. */
export interface InstanceSettingsValues {
  instanceName: string
  openRegistration: boolean
  openOrganizationCreation: boolean
  retentionDays: number
  /** 0: no limit. */
  maxProjectEvents: number
  maxProjectBytes: number
  sensitiveFields: readonly string[]
  scrubIpAddresses: boolean
  /** 0: for good. */
  auditRetentionDays: number
  mailFrom: string
}

export interface InstanceSettingsJson {
  values: InstanceSettingsValues
  /** As they are where nobody sets anything. */
  defaults: InstanceSettingsValues
  /** Names of those that the configuration of the server decides. */
  pinned: string[]
}

/** What is not given stays; null is as by default. */
export type InstanceSettingsInput = {
  readonly [Name in keyof InstanceSettingsValues]?: InstanceSettingsValues[Name] | null
}

/** Something that the server needs, and whether it answers. */
export interface HealthPartJson {
  name: 'database' | 'buffer' | 'cache' | 'files' | 'mail'
  /** `off`: there is none. */
  state: 'ok' | 'failing' | 'off'
  /** Why it fails. */
  message: string | null
  tookMs: number
}

/** The last run of a job in one process. */
export interface JobRunJson {
  job: string
  /** Host and number of the process. */
  worker: string
  finishedAt: string
  tookMs: number
  error: string | null
}

export interface InstanceHealthJson {
  version: string
  now: string
  parts: HealthPartJson[]
  jobs: JobRunJson[]
  counts: { users: number; organizations: number; projects: number }
  /** Node.js of the process that answers, and for how long that has been running. */
  process: { node: string; uptimeSeconds: number; memoryBytes: number }
}

export interface InstanceIngestJson {
  buffer: {
    records: number
    bytes: number
    /** Since when the oldest waits. */
    oldestAt: string | null
    /** Of those that could never be stored, 100 at most. */
    setAside: number
  }
  /** Requests a minute that all processes together stored, as they noted last; null where none has of late. */
  drainedPerMinute: number | null
  /** The oldest first. */
  hours: { hour: string; accepted: number; dropped: number }[]
  /** What was not stored in these hours, the most first. */
  drops: { category: string; outcome: string; reason: string; quantity: number }[]
}

export interface InstanceStorageJson {
  bytes: number
  /** The largest first; rows are estimates. */
  parts: { name: string; bytes: number; rows: number }[]
  /** The newest first. */
  days: { day: string; events: number; bytes: number; storedBytes: number | null }[]
  /** Those that hold the most. */
  organizations: { id: string; slug: string; name: string; events: number; bytes: number }[]
  /** What events will hold when as many as of late have come for all of retention; null where no whole day is held. */
  forecast: {
    retentionDays: number
    /** So many days were looked at. */
    measuredDays: number
    eventsPerDay: number
    bytesPerDay: number
    events: number
    bytes: number
  } | null
}

/** All of the above at one time, without names of people, contents of events or secrets: to be given to who helps. */
export interface DiagnosticsJson {
  madeAt: string
  health: InstanceHealthJson
  ingest: InstanceIngestJson
  storage: Omit<InstanceStorageJson, 'organizations'>
  settings: InstanceSettingsJson
  limits: Readonly<Record<string, number>>
  /** What the server is made of: with or without Redis, mail, a web front end. */
  features: Readonly<Record<string, boolean>>
}
