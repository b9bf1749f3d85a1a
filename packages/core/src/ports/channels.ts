import type { Admission, Asked, ChannelState, Noted } from '../alerts/channel-state.js'
import type { RecipientKind } from './alerts.js'
import type { Id } from './model.js'

/** A message of an alert that asks for its channel. */
export interface ChannelCaller {
  readonly key: string
  readonly kind: RecipientKind
  readonly organizationId: Id
  readonly alertId: Id
  readonly deliveryId: Id
  /** Where it leads, as people may see it. */
  readonly target: string
}

/** What is no alert and takes the same way, such as mails of status pages. No organization has news of it. */
export type OtherCaller = Pick<ChannelCaller, 'key'>

/** That a channel fails an organization, or works again. */
export interface ChannelNews {
  readonly key: string
  readonly organizationId: Id
  readonly alertId: Id
  readonly kind: RecipientKind
  readonly target: string
  readonly news: 'failing' | 'working'
  readonly since: Date
  readonly error: string
}

/** How the ways to people do, for all alerts and processes that take them. */
export interface ChannelStorage {
  /** Admits a message or says how long it waits; one that is admitted may have been sent from then on. */
  admit(caller: ChannelCaller | OtherCaller, asked: Asked): Promise<Admission>
  /**
   * Notes what an attempt came to. Messages that wait for a channel which works again are due. Each organization that it
   * fails has news of it once, when that begins and when it ends.
   */
  note(caller: ChannelCaller | OtherCaller, noted: Noted): Promise<void>
  /** Those that are known. */
  states(keys: readonly string[]): Promise<ReadonlyMap<string, ChannelState>>
  /** News that nobody else has for `leaseMs`, at most `limit`. */
  claimNews(now: Date, limit: number, leaseMs: number): Promise<readonly ChannelNews[]>
  /** It was told. */
  finishNews(news: ChannelNews): Promise<void>
}
