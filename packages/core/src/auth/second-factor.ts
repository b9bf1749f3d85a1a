import { randomInt } from 'node:crypto'
import type { Context } from '../context.js'
import { invalidField } from '../errors.js'
import { isSameSecret } from '../http/cookies.js'
import type { Proof, User } from '../ports/model.js'
import type { SecondFactors } from '../ports/second-factors.js'
import { limitAttempts } from './limit.js'
import { seal, unseal } from './seal.js'
import { totpStepOf } from './totp.js'

const DAY_MS = 86_400_000
const CODE_COUNT = 10
/** Attempts in five minutes and in a day: with six digits nobody guesses a code in years. */
const PER_MINUTES = 10
const PER_DAY = 50

export type SecondFactor = Exclude<Proof['by'], 'password' | 'provider'>

/** What a user could show beside the password; empty where the password is enough. */
export function factorsOf({ totp, recoveryCodes, passkeys }: SecondFactors): readonly SecondFactor[] {
  const known: readonly (readonly [SecondFactor, boolean])[] = [
    ['totp', totp !== null],
    ['recovery_codes', recoveryCodes !== null],
    ['webauthn', passkeys.length > 0],
  ]
  return known.filter(([, isThere]) => isThere).map(([factor]) => factor)
}

/** The factor whose code it is; the code is used up then. Rejects with `invalid_input`, `rate_limited` after too many. */
export async function useSecondFactor(context: Context, user: User, given: string): Promise<SecondFactor> {
  await limitAttempts(context, { key: `factor:${user.id}`, limit: PER_MINUTES })
  await limitAttempts(context, { key: `factor:day:${user.id}`, limit: PER_DAY, windowMs: DAY_MS })
  const code = given.replace(/[\s-]/g, '')
  const factors = await context.storage.secondFactors.get(user.id)
  if (await usesTotp(context, user, factors, code)) return 'totp'
  if (await usesRecoveryCode(context, user, factors, code)) return 'recovery_codes'
  throw incorrectCode()
}

/** The refusal of a code that is wrong or was used. */
export function incorrectCode() {
  return invalidField('code', 'incorrect_code', 'The code is wrong or was used before.')
}

/** New recovery codes, sealed for their user: eight digits each. */
export function newRecoveryCodes(context: Context, user: User): string {
  const codes = Array.from({ length: CODE_COUNT }, () => String(randomInt(10 ** 8)).padStart(8, '0'))
  return seal(context.config, codesUse(user), JSON.stringify(codes))
}

/** All recovery codes in their order, used or not; empty where they cannot be opened any more. */
export function recoveryCodesOf(
  context: Context,
  user: User,
  { recoveryCodes }: { readonly recoveryCodes: { readonly sealedCodes: string } | null },
): readonly string[] {
  const text = recoveryCodes && unseal(context.config, codesUse(user), recoveryCodes.sealedCodes)
  if (text === null) return []
  // What opens was sealed above.
  return JSON.parse(text) as readonly string[]
}

/** What the secret of an app is sealed for. */
export function totpUse({ id }: Pick<User, 'id'>): string {
  return `totp:${id}`
}

async function usesTotp(context: Context, user: User, { totp }: SecondFactors, code: string): Promise<boolean> {
  const { config, clock, logger, storage } = context
  if (totp === null) return false
  const secret = unseal(config, totpUse(user), totp.sealedSecret)
  if (secret === null)
    logger.error('The secret of an app cannot be opened: was the secret key changed?', { userId: user.id })
  const now = clock.now()
  const step = secret === null ? null : totpStepOf(Buffer.from(secret, 'base64'), code, now)
  return step !== null && storage.secondFactors.useTotp(user.id, { step, now })
}

async function usesRecoveryCode(context: Context, user: User, factors: SecondFactors, code: string): Promise<boolean> {
  const { recoveryCodes } = factors
  if (recoveryCodes === null) return false
  // Every one is looked at, so that time does not tell which was near.
  const places = recoveryCodesOf(context, user, factors).flatMap((one, index) =>
    isSameSecret(one, code) ? [index] : [],
  )
  const index = places.find((place) => !recoveryCodes.used.includes(place))
  if (index === undefined) return false
  const use = { sealedCodes: recoveryCodes.sealedCodes, index, now: context.clock.now() }
  return context.storage.secondFactors.useRecoveryCode(user.id, use)
}

/** What recovery codes are sealed for. */
export function codesUse({ id }: Pick<User, 'id'>): string {
  return `recovery_codes:${id}`
}
