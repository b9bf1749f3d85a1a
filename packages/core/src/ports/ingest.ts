import type { EventType, Level, Tag } from '../protocol/event.js'
import type { Id, IssueMetadata, PayloadEncoding } from './model.js'

/** One event, ready to be written. Made by the ingest stages, never by a caller of the library. */
export interface NewEvent {
  /** A UUIDv7 of `receivedAt`: an event is found again by the time in its id. */
  readonly id: string
  readonly eventId: string
  readonly organizationId: Id
  readonly projectId: Id
  /** In order of preference; the first that an issue owns decides, the others are attached to that issue. Never empty. */
  readonly hashes: readonly string[]
  /**
   * What the engine before made of the event. Asked only where no issue owns one of `hashes`; an issue that owns one of
   * these is the event's, and `hashes` become its own. These themselves are never attached to an issue.
   */
  readonly earlierHashes?: () => readonly string[]
  readonly type: EventType
  readonly level: Level
  readonly title: string
  readonly culprit: string
  readonly metadata: IssueMetadata
  /** What it says, as it came: by this issues can be split. At most 1,024 characters. */
  readonly message: string
  readonly platform: string
  readonly environment: string | null
  readonly release: string | null
  readonly receivedAt: Date
  readonly timestamp: Date
  readonly tags: readonly Tag[]
  /** Tells users apart within an issue; null where the event names nobody. At most 128 characters. */
  readonly userKey: string | null
  /** Lower case, at most 2,048 characters: what free-text search looks at. */
  readonly searchText: string
  readonly payload: Uint8Array
  readonly payloadEncoding: PayloadEncoding
}

export interface PersistResult {
  readonly eventId: string
  /** `duplicate`: this (project, event id) was stored before, or stands earlier in the batch; nothing was counted. */
  readonly outcome: 'new' | 'regressed' | 'repeat' | 'duplicate' | 'discarded'
  /** For a duplicate, the issue of the event that was kept; empty where nobody wants to hear of the issue. */
  readonly issueId: Id
  readonly shortIdNumber: number
  /** Where the project belongs to another organization by now than the event says: to which. */
  readonly organizationId?: Id
}

/** How many items were taken or refused: a counter per project, hour, category, outcome and reason. */
export interface OutcomeCount {
  readonly organizationId: Id
  readonly projectId: Id
  /** Start of the hour. */
  readonly hour: Date
  /** Sentry's data category: `error`, `transaction`, `session`, … */
  readonly category: string
  readonly outcome: 'accepted' | 'filtered' | 'rate_limited' | 'invalid' | 'client_discard'
  readonly reason: string
  readonly quantity: number
}

/** One request of an SDK, as the log of its project shows it. */
export interface LoggedRequest {
  readonly organizationId: Id
  readonly projectId: Id
  readonly at: Date
  readonly outcome: OutcomeCount['outcome']
  /** Empty where it was accepted. */
  readonly reason: string
  /** As it calls itself, at most 128 characters; null where it does not. */
  readonly sdk: string | null
  /** Types of the first items, where it was looked at. */
  readonly items: readonly string[]
  readonly bytes: number
}

/** How many requests of a project were let in, whatever was in them: what the spike guard learns its normal from. */
export interface RequestCount {
  readonly organizationId: Id
  readonly projectId: Id
  /** Start of the hour. */
  readonly hour: Date
  readonly quantity: number
}

/** So many requests of a project the log keeps. */
export const REQUEST_LOG_SIZE = 200

/** Hourly counts of requests are kept for so many days. */
export const REQUEST_COUNT_DAYS = 14

export interface IngestStorage {
  /**
   * Writes a batch in one transaction: events, issues, hashes, tags, users and counters, all or nothing.
   * Results stand in the order of the input. Idempotent by (project, event id).
   * What an event does to an issue that is resolved or ignored is decided by `reopeningOf`; the one that makes a resolved
   * issue unresolved is `regressed`.
   * Concurrent calls for one new hash make one issue. Counts what it really wrote as `accepted` in category `error`.
   * Rejects as a whole: with `unavailable` when the same batch may pass later, with `not_found` when a project is gone,
   * with another error when one event cannot be written; then the caller halves the batch.
   * Where an event was received before `lateBefore`, its issue is noted in the same step for rules to look at
   * (`FiringStorage.claimWaiting`): when it was seen does not tell that something was stored now.
   */
  persist(
    batch: readonly NewEvent[],
    outcomes?: readonly OutcomeCount[],
    lateBefore?: Date,
  ): Promise<readonly PersistResult[]>
  addOutcomes(outcomes: readonly OutcomeCount[]): Promise<void>
  /** By hour, of the hours that begin in `from` (taken down to its hour) to before `to`. */
  outcomes(query: {
    readonly organizationId: Id
    readonly projectIds: readonly Id[] | null
    readonly from: Date
    readonly to: Date
    readonly category?: string
  }): Promise<readonly OutcomeCount[]>
  /**
   * Adds to the logs of requests, of which the newest `REQUEST_LOG_SIZE` a project are kept, and to the hourly counts.
   * What is of a project that is gone is left out.
   */
  addRequests(requests: readonly LoggedRequest[], counts: readonly RequestCount[]): Promise<void>
  /** The log of a project, the newest first. */
  requests(organizationId: Id, projectId: Id): Promise<readonly LoggedRequest[]>
  /** Of many projects at once, by hour, of the hours from `from` on. */
  requestCounts(projectIds: readonly Id[], from: Date): Promise<readonly RequestCount[]>
}
