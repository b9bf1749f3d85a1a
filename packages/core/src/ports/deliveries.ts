import { AppError } from '../errors.js'
import type { AlertRecipient, AlertTrigger, RecipientKind } from './alerts.js'
import type { IssueTrigger, LimitTrigger } from './firing.js'
import type { MailAudience, MailPerson, MailReason } from './mail-people.js'
import type { Id, Page, PageRequest } from './model.js'

/** What an alert tells of. */
export type DeliverySubject =
  /** `issueIds` are at most `DELIVERY_BOUNDS.issues` of `count`. */
  | {
      readonly kind: 'issues'
      /** Absent in what was told before it was noted. */
      readonly trigger?: IssueTrigger
      readonly issueIds: readonly Id[]
      readonly count: number
    }
  | {
      readonly kind: 'monitor'
      readonly monitorId: Id
      readonly change: 'down' | 'degraded' | 'recovered' | 'reminder' | 'certificate' | 'check_in'
      readonly trigger?: AlertTrigger
      readonly cause: string
    }
  /** Requests to the project are refused. */
  | { readonly kind: 'limits'; readonly trigger: LimitTrigger }

/**
 * `sent`: somebody took it. `failed`: it was tried for the last time, or cannot be. `superseded`: it had not left when there
 * was news of the same monitor for the same recipient, and does not any more.
 */
export type DeliveryState = 'pending' | 'sent' | 'failed' | 'superseded'

/** A message to one recipient of an alert. */
export interface Delivery {
  /** Also tells receivers which messages are the same one, tried again. */
  readonly id: Id
  readonly organizationId: Id
  readonly projectId: Id
  readonly alertId: Id
  readonly alertName: string
  /** As it is now; null for the mail of an alert without recipients. */
  readonly recipient: AlertRecipient | null
  /** Of a mail; null until it is known to whom, and of other ways. */
  readonly address: string | null
  /** Whose the address is; null of other ways, and of an address that no member had. */
  readonly userId: Id | null
  /** Why it goes there; null where `address` is. */
  readonly reason: MailReason | null
  readonly subject: DeliverySubject
  readonly state: DeliveryState
  readonly createdAt: Date
  readonly attempts: number
  /** Null where it is not tried again. */
  readonly nextAttemptAt: Date | null
  /** Why it waits, or was not sent; null where it is due, or was tried. */
  readonly held: DeliveryHeld | null
  /** The last one. */
  readonly attempt: DeliveryAttempt | null
}

/**
 * `digest`: for others to leave with it. `quiet`: for the end of quiet hours. `rate`: its channel had as many as it is to
 * have in a minute. `paused`: its channel takes none. `muted`: nobody is to hear of what it tells.
 */
export type DeliveryHeld = 'digest' | 'quiet' | 'muted' | 'rate' | 'paused'

export interface DeliveryHold {
  readonly held: DeliveryHeld
  /** Null: it is not sent at all, and `failed`. */
  readonly until: Date | null
  /** When this channel works again it is due sooner. */
  readonly channelKey: string | null
}

export interface DeliveryAttempt {
  readonly at: Date
  readonly ms: number
  /** Of HTTP; null where nothing was answered, and of mail. */
  readonly status: number | null
  /** Why it was not taken; empty where it was. */
  readonly error: string
  /** The beginning of what the other side said. */
  readonly answer: string
}

/** What comes of an attempt. */
export interface DeliveryOutcome {
  readonly attempt: DeliveryAttempt
  readonly state: Exclude<DeliveryState, 'superseded'>
  /** Of `pending`: when it is tried again. */
  readonly nextAttemptAt: Date | null
  /** What was sent, without secrets; null where nothing was. */
  readonly payload: string | null
}

export interface DeliveryDetail {
  readonly delivery: Delivery
  readonly payload: string | null
  /** The oldest first, at most `DELIVERY_BOUNDS.history`. */
  readonly history: readonly DeliveryAttempt[]
}

export interface DeliveryFilter {
  readonly state?: DeliveryState
  readonly alertId?: Id
  readonly projectId?: Id
}

/**
 * They go with their alert, and with a recipient that is taken out. What checks tell of monitors becomes messages of the
 * alerts of their projects in the step that keeps them (`MonitorStorage.record`).
 */
export interface DeliveryStorage {
  /**
   * Messages that are due, those of monitors before those of issues, then the longest; nobody else gets them before `leaseMs`
   * are over. Nothing is added to them any more. What is told of a monitor leaves to a recipient or an address in the order in
   * which it happened: not while what is older is on its way, and not where there is news, by which it is superseded.
   */
  claim(now: Date, limit: number, leaseMs: number): Promise<readonly Delivery[]>
  /**
   * Keeps a message that was claimed until `until` up to `next`; false where it is not the caller's any more, for it came too
   * late or the message is done with.
   */
  renew(id: Id, until: Date, next: Date): Promise<boolean>
  /** When the next one is due; null where none is. */
  nextDue(): Promise<Date | null>
  /**
   * Lets a message that was claimed wait. What happens meanwhile is added to it, and it to what waits already, unless it may
   * have been sent before: that stays what it is. No attempt is used up. What there is news of is superseded.
   */
  hold(id: Id, hold: DeliveryHold): Promise<void>
  /**
   * Notes an attempt of a message that was claimed. What others have brought to its end since stays, unless it was sent now.
   * What is to be tried again and there is news of is superseded.
   */
  finish(id: Id, outcome: DeliveryOutcome): Promise<void>
  /** A message by mail becomes one to each address, due at once; none where there are none. */
  address(id: Id, people: readonly MailPerson[], now: Date): Promise<void>
  /** Who of those gets mails of the project, each address once, by address: active, and without a wish to hear nothing. */
  peopleOf(organizationId: Id, projectId: Id, audience: MailAudience): Promise<readonly MailPerson[]>
  /** The newest first. */
  list(organizationId: Id, filter: DeliveryFilter, page: PageRequest): Promise<Page<Delivery>>
  get(organizationId: Id, id: Id): Promise<DeliveryDetail | null>
  /**
   * Claims a message that failed, as if it had never been tried; null where there is none. Rejects with `conflict` where it did
   * not fail, as for all but one of those who ask at once.
   */
  retry(organizationId: Id, id: Id, now: Date, leaseMs: number): Promise<Delivery | null>
  /** When each of the alerts told of something last, in the time that the log is kept. */
  lastMade(alertIds: readonly Id[]): Promise<ReadonlyMap<Id, Date>>
  /** When each kind of channel took a message of the organization last, in the time that the log is kept. */
  lastSent(organizationId: Id): Promise<ReadonlyMap<RecipientKind, Date>>
}

/** The log of what was told is kept for so many days. */
export const DELIVERY_DAYS = 30

export const DELIVERY_BOUNDS = {
  /** That are named in a message. */
  issues: 100,
  cause: 500,
  error: 500,
  answer: 1_000,
  payload: 16_000,
  /** Attempts that are told of. */
  history: 50,
} as const

export function didNotFail(): AppError {
  return new AppError('conflict', 'Wanted a message that failed: only such a one is sent again.')
}
