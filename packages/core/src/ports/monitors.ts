import type { IncidentSignal } from './incidents.js'
import type { Id, Page, PageRequest } from './model.js'
import type { CronMonitorStorage, CronProgress, CronSetup, CronStep } from './monitor-crons.js'
import type { HistoryStorage } from './monitor-history.js'
import type { MonitorBulkChange, MonitorFilter, MonitorRelations } from './monitor-relations.js'
import type { Assertion, DnsQuery, HttpRequestSetup } from './monitor-request.js'

/** The first six are GlitchTip's names, which its clients send and expect. */
export const MONITOR_TYPES = [
  'Ping',
  'GET',
  'POST',
  'TCP Port',
  'SSL',
  'Heartbeat',
  'HTTP',
  'DNS',
  'ICMP',
  'Cron',
] as const
export type MonitorType = (typeof MONITOR_TYPES)[number]

/** `unknown`: nothing was seen yet, or not often enough to be sure. */
export type MonitorStatus = 'unknown' | 'up' | 'degraded' | 'down'

/** Why a check failed. The first six are GlitchTip's, by their numbers there. */
export const CHECK_REASONS = [
  'unknown',
  'timeout',
  'wrong_status',
  'wrong_body',
  'tls',
  'network',
  'certificate_expires',
  'no_heartbeat',
  'wrong_header',
  'too_slow',
  'wrong_record',
  'no_check_in',
  'job_failed',
  'job_too_long',
  'told_down',
] as const
export type CheckReason = (typeof CHECK_REASONS)[number]

/** What is watched, and how. */
export interface MonitorSetup extends MonitorRelations {
  readonly projectId: Id | null
  readonly name: string
  readonly type: MonitorType
  /** An address of `http:` or `https:`; of a TCP port or a certificate `host:port`; else a name or a host; empty for what reports by itself. */
  readonly url: string
  /** 1 to 86,400. */
  readonly intervalSeconds: number
  /** 1 to 60; null for 20. */
  readonly timeoutSeconds: number | null
  /** Null where any answer will do. */
  readonly expectedStatus: number | null
  /** What the answer must hold; empty for whatever it holds. */
  readonly expectedBody: string
  /** Failed checks in a row until it is down. 1 to 100. */
  readonly confirmationThreshold: number
  /** Good checks in a row until it is up again. 1 to 100. */
  readonly recoveryThreshold: number
  /** Until the next check while a change is not confirmed; null for the usual interval. */
  readonly retrySeconds: number | null
  /** An answer that takes longer is slow; null for however long. */
  readonly degradedAfterMs: number | null
  /** A certificate with fewer days left is a failed check; null for one that is valid. Of what speaks TLS. */
  readonly certificateDays: number | null
  readonly isPaused: boolean
  /** Of what speaks HTTP; null for the usual one of its type. */
  readonly request: HttpRequestSetup | null
  /** All must hold. At most 50. */
  readonly assertions: readonly Assertion[]
  /** Of type `DNS`; null for others. */
  readonly dns: DnsQuery | null
  /** Of type `Cron`; null for others. */
  readonly cron: CronSetup | null
}

/**
 * What there is to tell people of a check: a change for the worse or back, or that it is still down. Of changes that nobody
 * may be told of now it is `none`, and what is left of them is told with the first check after that.
 */
export type Telling = 'none' | 'down' | 'degraded' | 'recovered' | 'reminder'

/** What the checks of a monitor have come to. */
export interface MonitorHealth {
  readonly status: MonitorStatus
  /** Of the status; null while it is unknown. */
  readonly since: Date | null
  /** Checks in a row that speak for another status. */
  readonly streak: number
  readonly streakFor: MonitorStatus | null
  /** What the newest checks came to, a letter each, the newest last: `u`, `s` for degraded, `d`. At most 21. */
  readonly recent: string
  /** It changes so often that `status` is what it mostly is. */
  readonly isFlapping: boolean
  /** What people were told last; null where there was nothing to tell yet. */
  readonly told: Exclude<Telling, 'none' | 'reminder'> | null
  /** When they were told, or reminded. */
  readonly toldAt: Date | null
}

export interface Monitor extends MonitorSetup {
  readonly id: Id
  readonly organizationId: Id
  readonly createdAt: Date
  /** The secret in the address that a heartbeat is sent to, a UUID; null for other types. */
  readonly endpointId: string | null
  readonly health: MonitorHealth
  /** Of the newest check. */
  readonly lastCheckAt: Date | null
  /** When it is due; null where it never is. */
  readonly nextCheckAt: Date | null
  /** Of type `Cron`; without anything for others. */
  readonly progress: CronProgress
  /** Of the certificate that was seen last at this address; null where none was. */
  readonly certificateEndsAt: Date | null
  /** Grows with each check that is kept, and with each change of the set-up. */
  readonly version: number
}

/** Milliseconds of each part of a check, to a tenth; null for what there was none of. */
export interface CheckTimings {
  readonly dns: number | null
  readonly connect: number | null
  readonly tls: number | null
  readonly firstByte: number | null
  readonly transfer: number | null
}

/** What a check was answered, as far as it is kept: no NUL, at most 32 headers and 4 KB of the body. */
export interface CheckAnswer {
  readonly status: number | null
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly body: string
  readonly url: string | null
  readonly address: string | null
  /** Its times are of ISO 8601. */
  readonly certificate: {
    readonly subject: string
    readonly issuer: string
    readonly validFrom: string
    readonly validTo: string
  } | null
  readonly records: readonly string[] | null
}

/** One look at what is watched. */
export interface MonitorCheck {
  readonly at: Date
  readonly isUp: boolean
  /** The status of the monitor changed with it. */
  readonly isChange: boolean
  /** Null where it is up. */
  readonly reason: CheckReason | null
  /** In words, of at most 500 characters, kept without NUL; empty where there is nothing to say. */
  readonly detail: string
  /** Until the whole answer was there; null where none came, or none was asked for. */
  readonly responseMs: number | null
  /** What it says by itself. */
  readonly found: 'up' | 'degraded' | 'down'
  /** Null where nobody was asked. */
  readonly timings: CheckTimings | null
  /** Of failures and changes; null where nothing was seen. */
  readonly answer: CheckAnswer | null
}

export interface DueMonitor {
  readonly monitor: Monitor
  /** When it was to be checked. */
  readonly slot: Date
}

export interface CheckedMonitor {
  readonly organizationId: Id
  readonly monitorId: Id
  /** Of the monitor that was checked. */
  readonly version: number
  readonly check: MonitorCheck
  /** Of the certificate that it saw; null, or left out, leaves what is known. */
  readonly certificateEndsAt?: Date | null
  readonly health: MonitorHealth
  /** Holds once it is kept: a check that is not kept tells nothing. */
  readonly telling: Telling
  /** What it was until this check, and since which other check; null where that is not known. */
  readonly before: { readonly status: MonitorStatus | 'maintenance'; readonly at: Date } | null
  /** Null: when it is due in any case. */
  readonly nextCheckAt: Date | null
  /** What it means for incidents; null for nothing. */
  readonly signal: IncidentSignal | null
  /** Of type `Cron`. */
  readonly cron?: CronStep
}

export interface MonitorLoad {
  readonly monitors: number
  /** While all is as it should be, or at the pace of retries where that is faster. */
  readonly checksPerMinute: number
}

export interface MonitorStorage extends HistoryStorage, CronMonitorStorage {
  /**
   * It is due at once, save a heartbeat, which is waited for without end until the first one. A heartbeat has `endpointId`
   * where one is given, a UUID: rejects with `conflict` where that is taken. Its project and its parent must be of the
   * organization: rejects with `not_found`.
   */
  create(organizationId: Id, setup: MonitorSetup, now: Date, endpointId?: string | null): Promise<Monitor>
  /** By name. */
  list(organizationId: Id, page: PageRequest, filter?: MonitorFilter): Promise<Page<Monitor>>
  get(organizationId: Id, id: Id): Promise<Monitor | null>
  /** Those that there are, in no order. */
  getMany(organizationId: Id, ids: readonly Id[]): Promise<readonly Monitor[]>
  /** Of the organization with this slug. */
  getByEndpoint(organizationSlug: string, endpointId: string): Promise<Monitor | null>
  /**
   * Replaces the set-up. It is due at once, save a heartbeat. Paused, it is never due, and what people were told of it is
   * forgotten. Rejects as `create` does, and with `conflict` where it would be above itself, also of concurrent calls, or
   * below more than `MONITOR_BOUNDS.ancestors`.
   */
  update(organizationId: Id, id: Id, setup: MonitorSetup, now: Date): Promise<Monitor | null>
  /** With its checks and its history. */
  delete(organizationId: Id, id: Id): Promise<boolean>
  /**
   * Changes those of the organization, and answers their ids: without those that were like that already, and those that
   * have as many tags as there may be. What goes on again is due as after `update`.
   */
  changeMany(organizationId: Id, ids: readonly Id[], change: MonitorBulkChange, now: Date): Promise<readonly Id[]>
  /**
   * Those that are due, the longest first, each to one caller alone. They are due again at their next slot after `now`
   * (`nextSlot`), but not before this check is recorded, or its timeout and ten seconds are over. Those of the
   * organizations in `except` wait.
   */
  claimDue(now: Date, limit: number, except?: readonly Id[]): Promise<readonly DueMonitor[]>
  /** How much is watched, paused or not: heartbeats and the like are never asked, and are no checks. */
  load(organizationId: Id): Promise<MonitorLoad>
  /** When the next monitor is due that nobody checks now; null where none will be. */
  nextDue(): Promise<Date | null>
  /**
   * Keeps checks with what they made of their monitors, of their history, and of incidents: `down` and `degraded` join the
   * incident that the monitor is in, or open one; `up` ends its part, and resolves an automatic incident that has no other
   * left. A monitor that has another version by now stays as it is, and so does one with a run that has reported
   * meanwhile; their checks are not kept: their ids are in the answer, so that they can be looked at again.
   */
  record(checked: readonly CheckedMonitor[]): Promise<ReadonlySet<Id>>
  /** The newest first. */
  checks(
    organizationId: Id,
    monitorId: Id,
    page: PageRequest,
    filter?: { readonly isChange?: boolean },
  ): Promise<Page<MonitorCheck>>
  /**
   * The newest checks of each, at most `limit`, the newest first; as far back as so many take at its interval, twice.
   * Without what was answered, unless that is wanted: of many monitors it is much.
   */
  recentChecks(
    monitors: readonly Monitor[],
    limit: number,
    options?: { readonly withAnswers: boolean },
  ): Promise<ReadonlyMap<Id, readonly MonitorCheck[]>>
}
