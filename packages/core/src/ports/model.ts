import type { EventType, Level } from '../protocol/event.js'
import type { Assignee, Escalation, Priority, StatusDetails } from './issue-state.js'

/** Ids are decimal digits in a string, made by the storage; they are never parsed by a caller. */
export type Id = string

export interface User {
  readonly id: Id
  /** As the user wrote it; compared without regard to case. */
  readonly email: string
  readonly name: string
  /** Encoded by `auth/password.ts`; null where the user signs in some other way. */
  readonly passwordHash: string | null
  readonly isSuperuser: boolean
  readonly isActive: boolean
  readonly createdAt: Date
  readonly lastLoginAt: Date | null
  readonly options: Readonly<Record<string, unknown>>
}

/** A signed-in browser. Only the SHA-256 of its secret is stored. */
export interface Session {
  readonly idHash: string
  readonly userId: Id
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly userAgent: string
  readonly ip: string
  /** How its user has shown who they are, the first time first. Empty in sessions from before this was kept. */
  readonly proofs: readonly Proof[]
}

/** One way in which somebody has shown who they are. */
export interface Proof {
  readonly by: 'password' | 'provider' | 'totp' | 'recovery_codes' | 'webauthn'
  /** Of `provider`: which account there. */
  readonly account?: { readonly providerId: string; readonly subject: string }
  /** Milliseconds since 1970. */
  readonly atMs: number
  /** Asked for once more, by somebody signed in already. */
  readonly isAgain: boolean
}

/** An API token. Only the SHA-256 of its value is stored. */
export interface ApiToken {
  readonly id: Id
  readonly userId: Id
  readonly label: string
  readonly scopes: readonly string[]
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
  /** From then on it opens nothing; null for never. */
  readonly expiresAt: Date | null
}

/** So many requests in a time; null is as many as come. */
export type RequestRate = { readonly windowSeconds: number; readonly count: number } | null

export interface Organization {
  readonly id: Id
  readonly name: string
  readonly slug: string
  readonly createdAt: Date
  readonly isAcceptingEvents: boolean
  /** Share of requests refused, 0 to 100. */
  readonly eventThrottleRate: number
  readonly openMembership: boolean
  /** Members without a second factor see and change nothing of it. */
  readonly requireTwoFactor: boolean
  readonly scrubIpAddresses: boolean
  /** Of all its projects together. */
  readonly rateLimit: RequestRate
}

export const ROLES = ['member', 'admin', 'manager', 'owner'] as const
export type Role = (typeof ROLES)[number]

export interface Membership {
  readonly id: Id
  readonly organizationId: Id
  readonly userId: Id
  readonly role: Role
  readonly createdAt: Date
}

export interface Team {
  readonly id: Id
  readonly organizationId: Id
  readonly slug: string
  readonly createdAt: Date
  readonly memberCount: number
}

export interface Project {
  readonly id: Id
  readonly organizationId: Id
  readonly name: string
  readonly slug: string
  readonly platform: string | null
  readonly createdAt: Date
  readonly firstEventAt: Date | null
  readonly eventThrottleRate: number
  readonly scrubIpAddresses: boolean
  /** Of all its keys together. */
  readonly rateLimit: RequestRate
  /** Whether requests far above its own normal are sampled. */
  readonly spikeGuard: boolean
  /** In the order in which they were assigned. */
  readonly teams: readonly { readonly id: Id; readonly slug: string }[]
}

/** Where events of a project come from, such as `production`. */
export interface Environment {
  readonly id: Id
  readonly name: string
  /** Left out of lists that do not ask for it; its events are kept like all others. */
  readonly isHidden: boolean
}

export interface ProjectKey {
  /** A UUID with dashes; part of URLs and stable. */
  readonly id: string
  readonly projectId: Id
  readonly organizationId: Id
  /** 32 lower-case hex digits: the user part of the DSN. */
  readonly publicKey: string
  readonly name: string
  readonly isActive: boolean
  readonly rateLimit: RequestRate
  readonly createdAt: Date
}

/** All that the door of the ingest path has to know about a key, in one look. */
export interface KeyTarget {
  readonly keyId: string
  readonly publicKey: string
  readonly keyActive: boolean
  readonly rateLimit: ProjectKey['rateLimit']
  readonly projectId: Id
  /** What its project was called by on another server: DSNs that name it are as good. */
  readonly formerProjectId: Id | null
  readonly projectSlug: string
  readonly organizationId: Id
  readonly organizationSlug: string
  readonly isAcceptingEvents: boolean
  readonly organizationThrottleRate: number
  readonly projectThrottleRate: number
  readonly organizationRateLimit: RequestRate
  readonly projectRateLimit: RequestRate
  readonly spikeGuard: boolean
  readonly scrubIpAddresses: boolean
}

export const ISSUE_STATUSES = ['unresolved', 'resolved', 'ignored'] as const
export type IssueStatus = (typeof ISSUE_STATUSES)[number]

export interface Issue {
  readonly id: Id
  readonly organizationId: Id
  readonly projectId: Id
  /** Counts up within the project; shown in base 32 behind the project's slug. */
  readonly shortIdNumber: number
  readonly type: EventType
  readonly level: Level
  readonly title: string
  readonly culprit: string
  readonly metadata: IssueMetadata
  readonly platform: string
  readonly status: IssueStatus
  /** What the status waits for; null where a person alone changes it, or any event reopens a resolved one. */
  readonly statusDetails: StatusDetails | null
  readonly priority: Priority
  /** Of several issues that became one, the one that they are now; null for nearly all. */
  readonly mergedInto: Id | null
  readonly assignee: Assignee | null
  readonly commentCount: number
  readonly count: number
  readonly userCount: number
  readonly firstSeenAt: Date
  readonly lastSeenAt: Date
  readonly resolvedAt: Date | null
  /** Set when an event came in after the issue had been resolved. */
  readonly regressedAt: Date | null
  /** The release in which it came back, where that event named one. */
  readonly regressedRelease: string | null
  readonly escalation: Escalation | null
  /** How its last day was against its usual, in hundredths, as of the last `refreshTrends`; see `trendOf`. */
  readonly trend: number
  readonly firstRelease: string | null
  readonly lastRelease: string | null
}

/** What a list needs to show a row without its event. */
export interface IssueMetadata {
  readonly type?: string
  readonly value?: string
  readonly title?: string
  readonly filename?: string
  readonly function?: string
  readonly isUnhandled?: boolean
}

/** The columns of a stored event; its document comes separately as `payload`. */
export interface StoredEvent {
  /** UUIDv7 with dashes, made by us. */
  readonly id: string
  /** 32 hex digits, made by the SDK. */
  readonly eventId: string
  readonly organizationId: Id
  readonly projectId: Id
  readonly issueId: Id
  readonly type: EventType
  readonly level: Level
  readonly title: string
  readonly culprit: string
  readonly platform: string
  readonly environment: string | null
  readonly release: string | null
  readonly receivedAt: Date
  readonly timestamp: Date
  /** `NormalizedEvent` as JSON, compressed. */
  readonly payload: Uint8Array
  readonly payloadEncoding: PayloadEncoding
  /** When retention removed the payload, which is empty since; null while it is there. */
  readonly payloadRemovedAt: Date | null
}

export type PayloadEncoding = 'gzip' | 'br' | 'identity'

/** `next` is an opaque cursor, null on the last page; `previous` likewise on the first. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
  readonly previous: string | null
}

/** Of a look at a part of what there is: what was found, and behind which id the next look begins; null: from the start. */
export interface LookedAt<T> {
  readonly items: readonly T[]
  readonly next: Id | null
}

export interface PageRequest {
  /** 1 to 100. */
  readonly limit: number
  readonly cursor: string | null
}
