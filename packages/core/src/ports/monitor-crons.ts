import type { CheckIn, CheckInStatus } from './items.js'
import type { Id } from './model.js'
import type { Monitor } from './monitors.js'

export const INTERVAL_UNITS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const
export type IntervalUnit = (typeof INTERVAL_UNITS)[number]

export type CronSchedule =
  | { readonly type: 'crontab'; readonly value: string }
  | { readonly type: 'interval'; readonly value: number; readonly unit: IntervalUnit }

/** When a job runs, and how it is known. */
export interface CronSetup {
  /** By which check-ins name it, as `slugOf` makes it. One per project. */
  readonly slug: string
  readonly schedule: CronSchedule
  /** An IANA name. */
  readonly timezone: string
  /** A run may be so late. 1 to 40,320. */
  readonly marginMinutes: number
  /** A run may take so long, 1 to 40,320; null for however long. */
  readonly maxRuntimeMinutes: number | null
}

/** How far a job has come in its schedule. */
export interface CronProgress {
  /** Until then nothing more is expected; null while it has never reported. */
  readonly settledAt: Date | null
  /** A run was to begin then and did not; null once one has come. */
  readonly missedAt: Date | null
}

/** What a step of a job has to do with a run of it. */
export type CronRun =
  /** It has reported, and was heard: once for each report, whoever hears it. */
  | { readonly kind: 'heard'; readonly checkIn: CheckIn; readonly expectedAt: Date | null }
  /** It has not reported in time: it becomes `timeout`, unless it has reported meanwhile. */
  | { readonly kind: 'timed_out'; readonly checkIn: CheckIn }
  /** It did not begin: a run with status `missed` is made. */
  | { readonly kind: 'missed'; readonly place: CheckInPlace; readonly expectedAt: Date; readonly at: Date }

export interface CronStep {
  readonly progress: CronProgress
  /** Null where it has to do with none. */
  readonly run: CronRun | null
}

export interface PlannedCron {
  readonly organizationId: Id
  readonly monitorId: Id
  readonly version: number
  /** Null: never. */
  readonly nextCheckAt: Date | null
  readonly cron: CronStep
}

/** The job that a check-in is of. */
export interface CheckInPlace {
  readonly organizationId: Id
  readonly projectId: Id
  readonly monitorSlug: string
}

export interface CronMonitorStorage {
  /** Those of type `Cron` that check-ins at these places are of. */
  ofCheckIns(places: readonly CheckInPlace[]): Promise<readonly Monitor[]>
  /** Of type `Cron`. */
  countCrons(organizationId: Id, projectId: Id): Promise<number>
  /** A step without a check, under the conditions of `record`. Answers the ids of those that it is not kept of. */
  plan(planned: readonly PlannedCron[]): Promise<ReadonlySet<Id>>
}

export interface CronCheckInStorage {
  /** Those whose newest report nobody has heard, the oldest first. */
  unheard(limit: number): Promise<readonly CheckIn[]>
  /** Nothing has to do with them: they are heard, unless they have reported meanwhile. */
  ignore(checkIns: readonly CheckIn[]): Promise<void>
  /** Runs in progress that were heard; of each place those that have not reported for longest, at most 100. */
  running(places: readonly CheckInPlace[]): Promise<readonly CheckIn[]>
}

/** What is known of a run besides what it tells. */
export interface HeardRun {
  /** When its schedule wanted it; null where it did not, or where that is not known. */
  readonly expectedAt: Date | null
  /** The status that its monitor has heard; null while it has heard none. */
  readonly heardAs: CheckInStatus | null
}
