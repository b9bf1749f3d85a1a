import type { Id, User } from './model.js'

/** What a user has beside the password. What is secret is sealed: a storage cannot read it. */
export interface SecondFactors {
  readonly totp: {
    readonly sealedSecret: string
    readonly createdAt: Date
    readonly lastUsedAt: Date
  } | null
  /** Only beside another factor. */
  readonly recoveryCodes: {
    readonly sealedCodes: string
    /** Places in the list, of those that were used. */
    readonly used: readonly number[]
    readonly createdAt: Date
    readonly lastUsedAt: Date | null
  } | null
  /** The oldest first. */
  readonly passkeys: readonly Passkey[]
}

/** A key pair of an authenticator, of which we know the public half: a passkey or a security key (WebAuthn). */
export interface Passkey {
  readonly id: Id
  /** By which the authenticator knows it: base64url. */
  readonly credentialId: string
  /** SubjectPublicKeyInfo (DER) in base64. */
  readonly publicKey: string
  /** How often it has signed, as far as it counts. */
  readonly signCount: number
  /** What its owner calls it. */
  readonly name: string
  /** It signs in without the password, and asks its owner for a PIN or a finger then. */
  readonly isPasswordless: boolean
  /** By which ways the browser reaches it: `usb`, `internal`, and what is yet to come. */
  readonly transports: readonly string[]
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

/** Second factors of users. Each use is one atomic step, so that no code counts twice. */
export interface SecondFactorStorage {
  get(userId: Id): Promise<SecondFactors>
  /**
   * An authenticator app, of which the code of `step` was just used. The recovery codes are kept unless there are some
   * already: whether they were is what is told. Rejects with `conflict`.
   */
  addTotp(
    userId: Id,
    factor: {
      readonly sealedSecret: string
      readonly step: number
      readonly sealedCodes: string
      readonly now: Date
    },
  ): Promise<boolean>
  /** Notes that the code of a step was used; false where it, or a later one, was used before. */
  useTotp(userId: Id, use: { readonly step: number; readonly now: Date }): Promise<boolean>
  /** Removes the app, and the recovery codes where no other factor is left; false where there was no app. */
  removeTotp(userId: Id): Promise<boolean>
  /** The same of a passkey as `addTotp`. Rejects with `conflict` where anybody has this credential. */
  addPasskey(
    userId: Id,
    passkey: Omit<Passkey, 'id' | 'createdAt' | 'lastUsedAt'> & { readonly sealedCodes: string; readonly now: Date },
  ): Promise<{ readonly passkey: Passkey; readonly areCodesNew: boolean }>
  /** The passkey and its user, unless the user is inactive. */
  findPasskey(credentialId: string): Promise<{ readonly passkey: Passkey; readonly user: User } | null>
  /**
   * Notes that a passkey has signed; false where its count is not above the last one, which tells of a copy. One that does
   * not count says 0 for ever.
   */
  usePasskey(id: Id, use: { readonly signCount: number; readonly now: Date }): Promise<boolean>
  /** Null where the user has none with this id. */
  renamePasskey(userId: Id, id: Id, name: string): Promise<Passkey | null>
  /** Those that were removed; with the last factor go the recovery codes. */
  removePasskeys(userId: Id, ids: readonly Id[]): Promise<readonly Passkey[]>
  /** Other recovery codes in place of those of before; false where there is no other factor. */
  replaceRecoveryCodes(userId: Id, codes: { readonly sealedCodes: string; readonly now: Date }): Promise<boolean>
  /** False where the code at this place was used, or the codes are others by now. At most 31 places. */
  useRecoveryCode(
    userId: Id,
    use: { readonly sealedCodes: string; readonly index: number; readonly now: Date },
  ): Promise<boolean>
  /** Everything, for somebody who has lost it all; false where there was nothing. */
  removeAll(userId: Id): Promise<boolean>
}
