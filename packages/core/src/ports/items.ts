import type { Id, Page, PageRequest } from './model.js'
import type { CronCheckInStorage, HeardRun } from './monitor-crons.js'

/*
 * What SDKs report besides events. Delivery is at least once, so every `add` here may get the same thing again:
 * what is there already changes nothing and is counted nowhere. What belongs to a project that is gone is left out.
 */

/** What a person wrote about a fault or about the app. */
export interface NewFeedback {
  readonly organizationId: Id
  readonly projectId: Id
  /** 32 hex digits; of a report on an event that event's id. */
  readonly feedbackId: string
  /** The event that it is about, stored or not yet; null where it names none. */
  readonly eventId: string | null
  readonly name: string
  readonly email: string
  readonly comments: string
  /** The page that it was written on. */
  readonly url: string | null
  readonly environment: string | null
  readonly release: string | null
  readonly receivedAt: Date
}

export interface Feedback extends NewFeedback {
  readonly id: Id
  /** The issue of its event; null while that is not known. */
  readonly issueId: Id | null
}

export interface FeedbackStorage {
  /** Once by (project, feedback id): the first stays. Counted as accepted in category `feedback`. */
  add(batch: readonly NewFeedback[]): Promise<void>
  /** Newest received first. */
  listForIssue(organizationId: Id, issueId: Id, page: PageRequest): Promise<Page<Feedback>>
  /** Newest received first, with or without an issue. */
  listForProject(organizationId: Id, projectId: Id, page: PageRequest): Promise<Page<Feedback>>
  countForIssue(organizationId: Id, issueId: Id): Promise<number>
  /** The newest about the event. */
  ofEvent(organizationId: Id, projectId: Id, eventId: string): Promise<Feedback | null>
  /** Ties what came before its event, and not before `since`, to the issue of that event. Answers how many it tied. */
  link(options: { readonly since: Date }): Promise<number>
}

/** A file that came with an event. Its content is in the blob store, under `blobKey`. */
export interface Attachment {
  /** 32 hex digits, the same for the same file of the same event. */
  readonly id: string
  readonly organizationId: Id
  readonly projectId: Id
  /** Of the event, or of the feedback, that it came with. */
  readonly eventId: string
  readonly name: string
  /** Sentry's attachment type: `event.attachment`, `event.minidump`, `event.view_hierarchy`, … */
  readonly type: string
  /** As the client named it; not to be believed. */
  readonly contentType: string | null
  /** Bytes. */
  readonly size: number
  readonly blobKey: string
  readonly receivedAt: Date
}

export interface AttachmentStorage {
  /** Once by (project, id). Their content must be in the blob store. Counted as accepted, by bytes, in category `attachment`. */
  add(batch: readonly Attachment[]): Promise<void>
  /** In the order of their names. */
  list(organizationId: Id, projectId: Id, eventId: string): Promise<readonly Attachment[]>
  get(organizationId: Id, projectId: Id, id: string): Promise<Attachment | null>
  /** Those of the keys that an attachment has. */
  usedKeys(blobKeys: readonly string[]): Promise<ReadonlySet<string>>
  /** Keys of attachments that were deleted, with their event or for their age, until they are forgotten. */
  deletedKeys(limit: number): Promise<readonly string[]>
  /** Their content is gone. */
  forgetDeleted(blobKeys: readonly string[]): Promise<void>
}

/** What became of a session; each is worse than the one before. A session is counted as the worst it was reported to be. */
export const SESSION_RESULTS = ['healthy', 'errored', 'abnormal', 'crashed'] as const
export type SessionResult = (typeof SESSION_RESULTS)[number]

interface SessionPlace {
  readonly organizationId: Id
  readonly projectId: Id
  readonly release: string
  readonly environment: string | null
  /** Its hour is the one in which it is counted. */
  readonly startedAt: Date
  readonly receivedAt: Date
  /** 16 hex digits, a hash of who used the app; null where the client does not tell users apart. */
  readonly userHash: string | null
}

/** One report on one session. */
export interface SessionUpdate extends SessionPlace {
  /** 32 hex digits. */
  readonly sessionId: string
  readonly result: SessionResult
}

/** Sessions that an SDK has counted itself. */
export interface SessionCounts extends SessionPlace {
  /** 32 hex digits, the same when it is delivered again. */
  readonly id: string
  readonly counts: Readonly<Record<SessionResult, number>>
}

export interface ReleaseHealthQuery {
  readonly organizationId: Id
  /** null: every project of the organization. */
  readonly projectIds: readonly Id[] | null
  /** Hours that begin in `from` (taken down to its bucket) to before `to`. */
  readonly from: Date
  readonly to: Date
  readonly releases?: readonly string[]
  readonly environments?: readonly string[]
  readonly groupBy: readonly ('project' | 'release' | 'environment')[]
  /** Of UTC; null for one bucket over all. */
  readonly bucketSeconds: 3600 | 86400 | null
}

/** What it is not grouped by is null; a session without environment has the environment `''`. */
interface ReleaseHealthGroup {
  readonly projectId: Id | null
  readonly release: string | null
  readonly environment: string | null
  /** Start of the bucket; null where there is one over all. */
  readonly at: Date | null
}

export interface SessionTotals extends ReleaseHealthGroup, Readonly<Record<SessionResult, number>> {}

export interface UserTotals extends ReleaseHealthGroup {
  readonly users: number
  readonly erroredUsers: number
  readonly crashedUsers: number
}

export interface ReleaseHealthStorage {
  /**
   * Counts sessions by (project, release, environment, hour), each as the worst of its updates, in whatever order they
   * come. Place and start are those of the first update. Counted as accepted, once a session, in category `session`.
   */
  addSessions(batch: readonly SessionUpdate[]): Promise<void>
  /** Once by (project, id). Counted as accepted in category `session`. */
  addCounts(batch: readonly SessionCounts[]): Promise<void>
  /** Groups without sessions are left out; ordered by group and bucket. */
  sessions(query: ReleaseHealthQuery): Promise<readonly SessionTotals[]>
  /** Different users, told apart by day: buckets of an hour hold nobody. */
  users(query: ReleaseHealthQuery): Promise<readonly UserTotals[]>
}

export const CHECK_IN_STATUSES = ['in_progress', 'ok', 'error', 'timeout', 'missed'] as const
export type CheckInStatus = (typeof CHECK_IN_STATUSES)[number]

/** A run of a scheduled job, as it tells of itself. */
export interface CheckIn extends HeardRun {
  readonly organizationId: Id
  readonly projectId: Id
  /** 32 hex digits. */
  readonly checkInId: string
  readonly monitorSlug: string
  readonly status: CheckInStatus
  readonly durationMs: number | null
  readonly environment: string | null
  readonly release: string | null
  /** Schedule, margins and time zone as the client wants them; null where it does not say. */
  readonly monitorConfig: Readonly<Record<string, unknown>> | null
  /** Of the first report. */
  readonly receivedAt: Date
  /** Of the newest report that changed it. */
  readonly updatedAt: Date
}

export type NewCheckIn = Omit<CheckIn, 'updatedAt' | keyof HeardRun>

export interface CheckInStorage extends CronCheckInStorage {
  /**
   * Makes or updates the run with this (project, check-in id). One that has ended never goes back to `in_progress`; of two
   * ends the one received later counts. What is not known of it stays. Counted as accepted where it changed something, in
   * category `monitor`, and nobody has heard it then.
   */
  add(batch: readonly NewCheckIn[]): Promise<void>
  /** Newest received first. */
  list(
    organizationId: Id,
    projectId: Id,
    page: PageRequest,
    filter?: { readonly monitorSlug?: string },
  ): Promise<Page<CheckIn>>
}
