import type { Id, User } from './model.js'

/** What a secret opens: a new password, or the second step of signing in. */
export type SecretPurpose = 'password_reset' | 'sign_in'

/** A secret of a user that works once and for a short time. Only its SHA-256 is kept. */
export interface UserSecret {
  readonly tokenHash: string
  readonly userId: Id
  readonly purpose: SecretPurpose
  readonly expiresAt: Date
}

/** Passwords, and the secrets that stand in for one. */
export interface CredentialStorage {
  /**
   * Secrets of before stay good, so that nobody makes another's worthless by asking for one. False where the user has
   * another password than `passwordHash` by now, as with sessions.
   */
  addSecret(secret: UserSecret, options?: { readonly passwordHash: string | null }): Promise<boolean>
  /** Whose it is; null for one that is unknown, expired, of a user who is inactive or has another primary address since. */
  findSecret(purpose: SecretPurpose, tokenHash: string, now: Date): Promise<User | null>
  /** The same, and forgets it: of any number of concurrent calls exactly one gets the user. */
  takeSecret(purpose: SecretPurpose, tokenHash: string, now: Date): Promise<User | null>
  /**
   * Sets the password, and ends in the same step every session of the user but the one that is named, and every secret.
   * Null where there is no such user.
   */
  setPassword(userId: Id, passwordHash: string, options?: { readonly exceptSession?: string }): Promise<User | null>
  /** Stores the same password in another form; does nothing where it has been changed meanwhile. */
  rehashPassword(userId: Id, change: { readonly from: string; readonly to: string }): Promise<void>
}
