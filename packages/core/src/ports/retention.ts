import type { Id } from './model.js'

/** What a project holds. Exact: counted in the transactions that write and remove events. */
export interface Usage {
  readonly events: number
  /** Events that still have their payload. */
  readonly payloads: number
  /** Of those payloads, compressed. */
  readonly bytes: number
}

/**
 * What a project may hold before its repetitive events are thinned out. In settings of a project null is what the
 * server has; everywhere 0 is no limit.
 */
export interface RetentionLimits<Unset = never> {
  readonly maxEvents: number | Unset
  readonly maxBytes: number | Unset
}

/** A project that holds more than it may, claimed by whoever got it. */
export interface ThinningTask {
  readonly organizationId: Id
  readonly projectId: Id
  readonly usage: Usage
  readonly limits: RetentionLimits
}

type Place = Pick<ThinningTask, 'organizationId' | 'projectId'>

/** What the choice of events to thin out has to know of one. */
export interface ThinningCandidate {
  readonly id: string
  readonly eventId: string
  readonly receivedAt: Date
  /** Of the payload; 0 where it is removed. */
  readonly bytes: number
  readonly hasPayload: boolean
  /** All events of its issue that were received in the same hour, whether they are still there or not; at least 1. */
  readonly siblings: number
  /** The first or latest of its issue, beside a regression, or with feedback or attachments. */
  readonly isPinned: boolean
}

export interface RetentionStorage {
  usage(organizationId: Id, projectId: Id): Promise<Usage | null>
  /** Midnight, in UTC, of the day of the oldest event that the project holds. Null where it holds none. */
  oldestDay(organizationId: Id, projectId: Id): Promise<Date | null>
  limits(organizationId: Id, projectId: Id): Promise<RetentionLimits<null> | null>
  updateLimits(
    organizationId: Id,
    projectId: Id,
    limits: Partial<RetentionLimits<null>>,
  ): Promise<RetentionLimits<null> | null>
  /**
   * A project that holds more than it may, by its own limits or else by `defaults`, and that nobody has claimed; it is
   * the caller's until `until`. Of concurrent callers each gets another one. Null where there is none.
   */
  claim(options: {
    readonly now: Date
    readonly until: Date
    readonly defaults: RetentionLimits
  }): Promise<ThinningTask | null>
  /** Moves the end of a claim: to go on with it, or to leave the project alone for a time. */
  extend(place: Place, until: Date): Promise<void>
  /** Events of the project, oldest day first, at most `limit`; `next` is opaque, null after the last. */
  candidates(
    place: Place,
    page: { readonly cursor: string | null; readonly limit: number },
  ): Promise<{ readonly items: readonly ThinningCandidate[]; readonly next: string | null }>
  /**
   * Removes the payloads of some events and the rows of others, in one transaction. Counts of issues stay as they are.
   * Events that are gone meanwhile, and payloads that are, are nothing. Answers what the project holds less.
   */
  thin(place: Place, choice: ThinningChoice, now: Date): Promise<Usage>
  /** Counts once more what projects hold of the day, in UTC, in case somebody changed tables by hand. For days that are over. */
  recount(day: Date): Promise<void>
}

/** Events by their ids from the SDK and their times of receipt. */
export interface ThinningChoice {
  readonly payloads: readonly Pick<ThinningCandidate, 'eventId' | 'receivedAt'>[]
  readonly rows: readonly Pick<ThinningCandidate, 'eventId' | 'receivedAt'>[]
}
