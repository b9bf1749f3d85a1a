import type { Id } from './model.js'

/** Where sealed texts are kept. */
export const SEALED_PLACES = [
  'totp',
  'recovery_codes',
  'sign_in_provider',
  'monitor_request',
  'integration_token',
  'integration_webhook',
  'alert_recipient',
] as const
export type SealedPlace = (typeof SEALED_PLACES)[number]

/** One sealed text, wherever it is. */
export interface SealedSecret {
  readonly place: SealedPlace
  /** Of its row; rows of a monitor may have several. */
  readonly id: string
  /** Whose it is: a user, a provider, an organization, or a project. */
  readonly ownerId: Id
  readonly sealed: string
}

/** All that is sealed, for whoever changes the key of the server. */
export interface SealedStorage {
  /** Of the rows after this one that have some, in their order; all of at most `limit` rows. Null: from the first on. */
  list(place: SealedPlace, after: string | null, limit: number): Promise<readonly SealedSecret[]>
  /** False where it is another one by now. */
  replace(secret: SealedSecret, sealed: string): Promise<boolean>
}
