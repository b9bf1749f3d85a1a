import type { MailChoices, MailChoicesChange } from './mail-choices.js'
import type { Id, User } from './model.js'

/** An address of a user. The primary one is `User.email`; a second one takes its place only when it is verified. */
export interface UserEmail {
  readonly email: string
  readonly isPrimary: boolean
  readonly isVerified: boolean
}

/** Addresses, confirmations and notifications of users. Addresses are compared without regard to case. */
export interface AccountStorage {
  /** The primary one first, then by address. */
  emails(userId: Id): Promise<readonly UserEmail[]>
  /** A second address. Rejects with `conflict` where it is anybody's primary or verified one, or this user's already. */
  addEmail(userId: Id, email: string): Promise<UserEmail>
  /** False where it is none of the user's, or the primary one. */
  removeEmail(userId: Id, email: string): Promise<boolean>
  /** Swaps a verified second address with the primary one; null where there is none such. Rejects with `conflict`. */
  setPrimaryEmail(userId: Id, email: string): Promise<User | null>
  /** Keeps a secret (its SHA-256) by which the address can be confirmed once; one from before is worth nothing then. */
  addConfirmation(confirmation: {
    readonly tokenHash: string
    readonly userId: Id
    readonly email: string
    readonly expiresAt: Date
  }): Promise<void>
  /** Whose address a secret confirms, without using it. */
  findConfirmation(tokenHash: string, now: Date): Promise<{ readonly userId: Id; readonly email: string } | null>
  /**
   * Uses the secret: the address is verified from now on. Null for an unknown or expired one, and where the user does not
   * have the address any more. Rejects with `conflict` where another user has verified it meanwhile.
   */
  confirm(tokenHash: string, now: Date): Promise<{ readonly userId: Id; readonly email: string } | null>
  /** Whether the user hears of projects for which nothing was chosen. */
  subscribesByDefault(userId: Id): Promise<boolean>
  setSubscribesByDefault(userId: Id, isOn: boolean): Promise<void>
  /** Only projects for which something was chosen. */
  projectNotifications(userId: Id): Promise<ReadonlyMap<Id, boolean>>
  /** null: as by default. Rejects with `not_found` where there is no such project. */
  setProjectNotification(userId: Id, projectId: Id, isOn: boolean | null): Promise<void>
  /** What the methods before this one tell of is `alerts` in it. */
  mailChoices(userId: Id): Promise<MailChoices>
  /** All of it or nothing. Rejects with `not_found` where there is no such user or project. */
  chooseMails(userId: Id, change: MailChoicesChange): Promise<void>
}
