import type { Id, Page, PageRequest } from './model.js'

/** Somebody who wants mails about what a status page tells. */
export interface StatusSubscriber {
  readonly id: Id
  readonly organizationId: Id
  readonly pageId: Id
  readonly email: string
  readonly createdAt: Date
  /** When they said yes by the link that was sent to them; null while they have not. */
  readonly confirmedAt: Date | null
  /** The secret in their links, a UUID. */
  readonly token: string
}

/** What subscribers of a page are to be told, once. */
export interface StatusNotice {
  readonly organizationId: Id
  readonly pageId: Id
  /** Of what it tells, such as an update of an incident: one notice a page. */
  readonly key: string
  readonly subject: string
  /** Plain, of at most 10,000 characters. */
  readonly text: string
}

/** A notice with some of those who have not got it. */
export interface ClaimedNotice extends StatusNotice {
  readonly id: Id
  /** The oldest first. */
  readonly subscribers: readonly StatusSubscriber[]
  /** How often the first of them was tried in vain. */
  readonly failures: number
}

export interface StatusSubscriberStorage {
  /**
   * The one with this address, made where there was none. Null where the page is gone, or has
   * `MOST_STATUS_SUBSCRIBERS` already.
   */
  subscribe(organizationId: Id, pageId: Id, email: string, now: Date): Promise<StatusSubscriber | null>
  getByToken(token: string): Promise<StatusSubscriber | null>
  /** Null where nobody has the token. */
  confirm(token: string, now: Date): Promise<StatusSubscriber | null>
  /** Whoever has the token is no subscriber any more; answers who it was. */
  unsubscribe(token: string): Promise<StatusSubscriber | null>
  /** The newest first. */
  list(organizationId: Id, pageId: Id, page: PageRequest): Promise<Page<StatusSubscriber>>
  delete(organizationId: Id, pageId: Id, id: Id): Promise<boolean>
  /** Those who said yes, by page; a page without any is left out. */
  counts(organizationId: Id, pageIds: readonly Id[]): Promise<ReadonlyMap<Id, number>>
  /** Keeps what is to be told; what a page has been told of by that key is left out. A page that is gone is no fault. */
  announce(notices: readonly StatusNotice[], now: Date): Promise<void>
  /**
   * The oldest notice that nobody works at, with at most `limit` subscribers who had confirmed when it was announced and
   * have not got it: the caller's alone until `until`. Null where nothing is to be told. Notices without any more
   * subscribers are done with.
   */
  claimNotice(now: Date, until: Date, limit: number): Promise<ClaimedNotice | null>
  /** The subscriber has got it, or never will: it is behind them. */
  passNotice(id: Id, subscriberId: Id): Promise<void>
  /** Not before then: the first who have not got it were tried in vain, or (`failed` false) there are more. */
  releaseNotice(id: Id, next: Date, failed: boolean): Promise<void>
  /** Forgets who never said yes since they asked before then, and what was told before then. */
  deleteOldSubscriptions(before: Date): Promise<void>
}

/** Of a page, confirmed or not. */
export const MOST_STATUS_SUBSCRIBERS = 10_000
