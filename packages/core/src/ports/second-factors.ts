import type { Id } from './model.js'

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
}

/** Second factors of users. Each use is one atomic step, so that no code counts twice. */
export interface SecondFactorStorage {
  get(userId: Id): Promise<SecondFactors>
  /** An authenticator app, of which the code of `step` was just used, with recovery codes. Rejects with `conflict`. */
  addTotp(
    userId: Id,
    factor: {
      readonly sealedSecret: string
      readonly step: number
      readonly sealedCodes: string
      readonly now: Date
    },
  ): Promise<void>
  /** Notes that the code of a step was used; false where it, or a later one, was used before. */
  useTotp(userId: Id, use: { readonly step: number; readonly now: Date }): Promise<boolean>
  /** Other recovery codes in place of those of before; false where there is no other factor. */
  replaceRecoveryCodes(userId: Id, codes: { readonly sealedCodes: string; readonly now: Date }): Promise<boolean>
  /** False where the code at this place was used, or the codes are others by now. At most 31 places. */
  useRecoveryCode(
    userId: Id,
    use: { readonly sealedCodes: string; readonly index: number; readonly now: Date },
  ): Promise<boolean>
  /** The app and the recovery codes; false where there were none. */
  remove(userId: Id): Promise<boolean>
}
