import type { AlertRecipient } from './alerts.js'
import type { Id, Page, PageRequest } from './model.js'

/** What an alert tells of. */
export type DeliverySubject =
  /** `issueIds` are at most `DELIVERY_BOUNDS.issues` of `count`. */
  | { readonly kind: 'issues'; readonly issueIds: readonly Id[]; readonly count: number }
  | {
      readonly kind: 'monitor'
      readonly monitorId: Id
      readonly change: 'down' | 'degraded' | 'recovered' | 'reminder'
      readonly cause: string
    }

/** `sent`: somebody took it. `failed`: it was tried for the last time, or cannot be. */
export type DeliveryState = 'pending' | 'sent' | 'failed'

/** A message to one recipient of an alert. */
export interface Delivery {
  /** Also tells receivers which messages are the same one, tried again. */
  readonly id: Id
  readonly organizationId: Id
  readonly projectId: Id
  readonly alertId: Id
  /** As it is now; null for the mail of an alert without recipients. */
  readonly recipient: AlertRecipient | null
  /** Of a mail; null until it is known to whom, and of other ways. */
  readonly address: string | null
  readonly subject: DeliverySubject
  readonly state: DeliveryState
  readonly createdAt: Date
  readonly attempts: number
  /** Null where it is not tried again. */
  readonly nextAttemptAt: Date | null
  /** The last one. */
  readonly attempt: DeliveryAttempt | null
}

export interface DeliveryAttempt {
  readonly at: Date
  readonly ms: number
  /** Of HTTP; null where nothing was answered, and of mail. */
  readonly status: number | null
  /** Why it was not taken; empty where it was. */
  readonly error: string
}

/** What comes of an attempt. */
export interface DeliveryOutcome {
  readonly attempt: DeliveryAttempt
  readonly state: DeliveryState
  /** Of `pending`: when it is tried again. */
  readonly nextAttemptAt: Date | null
}

/**
 * They go with their alert, and with a recipient that is taken out. What checks tell of monitors becomes messages of the
 * alerts of their projects in the step that keeps them (`MonitorStorage.record`).
 */
export interface DeliveryStorage {
  /**
   * Tells of issues that have become what their alerts wait for: unresolved, seen since `since`, with at least as many events
   * within the time of the alert; each once per alert until it regresses. Of each alert that has such one message is made for
   * every recipient, one mail where it has none. Answers how many messages there are. Any number of processes may call it
   * at once: each message is made once.
   */
  fireIssueAlerts(now: Date, since: Date): Promise<number>
  /** Messages that are due, the longest first; nobody else gets them before `leaseMs` are over. */
  claim(now: Date, limit: number, leaseMs: number): Promise<readonly Delivery[]>
  /** When the next one is due; null where none is. */
  nextDue(): Promise<Date | null>
  /** Notes an attempt of a message that was claimed. */
  finish(id: Id, outcome: DeliveryOutcome): Promise<void>
  /** A message by mail becomes one to each address, due at once; none where there are none. */
  address(id: Id, addresses: readonly string[], now: Date): Promise<void>
  /** Verified or not, the primary addresses of the members of the project's teams who want to hear of it, by address. */
  addressesOf(organizationId: Id, projectId: Id): Promise<readonly string[]>
  /** The newest first. */
  list(organizationId: Id, projectId: Id, alertId: Id, page: PageRequest): Promise<Page<Delivery>>
}

/** The log of what was told is kept for so many days. */
export const DELIVERY_DAYS = 30

export const DELIVERY_BOUNDS = {
  /** That are named in a message. */
  issues: 100,
  /** That one call tells of. */
  hits: 5_000,
  cause: 500,
  error: 500,
} as const
