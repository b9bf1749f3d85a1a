import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import type { Session, User } from '../ports/model.js'
import { securityMail, sendAside } from './account-mails.js'
import { limitAttempts } from './limit.js'
import { seal, unseal } from './seal.js'
import { incorrectCode, newRecoveryCodes, totpUse } from './second-factor.js'
import { newTotpSecret, totpStepOf } from './totp.js'

const VALID_MS = 30 * 60_000

type Who = { readonly user: User; readonly session: Session }

/** The secret of an app that is being set up: the browser keeps it sealed until a code shows that the app has it. */
export interface TotpSetup {
  readonly sealed: string
  readonly secret: Buffer
}

/** The set-up that was begun in this session, or a new one. Rejects with `invalid_input` where there is no secret key. */
export function beginTotp(context: Context, who: Who, begun: string | null): TotpSetup {
  const known = begun === null ? null : open(context, who, begun)
  if (begun !== null && known !== null) return { sealed: begun, secret: known }
  const secret = newTotpSecret()
  const text = `${context.clock.now().getTime() + VALID_MS} ${secret.toString('base64')}`
  return { sealed: seal(context.config, setupUse(who), text), secret }
}

/** Keeps the app, once it shows a code; whether recovery codes were made with it. Rejects with `invalid_input` for a wrong one, `conflict` where there is an app. */
export async function activateTotp(
  context: Context,
  who: Who,
  { begun, code }: { begun: string | null; code: string },
): Promise<boolean> {
  const { user } = who
  await limitAttempts(context, { key: `factor:${user.id}`, limit: 10 })
  const secret = begun === null ? null : open(context, who, begun)
  if (secret === null) throw new AppError('invalid_input', 'The set-up has expired. Begin again, with a new secret.')
  const now = context.clock.now()
  const step = totpStepOf(secret, code.replace(/\s/g, ''), now)
  if (step === null) throw incorrectCode()
  const sealedSecret = seal(context.config, totpUse(user), secret.toString('base64'))
  const factor = { sealedSecret, step, sealedCodes: newRecoveryCodes(context, user), now }
  const areCodesNew = await context.storage.secondFactors.addTotp(user.id, factor)
  sendAside(context, securityMail(context, user, 'An authenticator app was added to your account'))
  return areCodesNew
}

/** Signing in asks for no code of an app from now on. False where that was so before. */
export async function deactivateTotp(context: Context, user: User): Promise<boolean> {
  const isRemoved = await context.storage.secondFactors.removeTotp(user.id)
  if (isRemoved) sendAside(context, securityMail(context, user, 'The authenticator app was removed from your account'))
  return isRemoved
}

function open({ config, clock }: Context, who: Who, begun: string): Buffer | null {
  const [until = '', secret = ''] = unseal(config, setupUse(who), begun)?.split(' ') ?? []
  return Number(until) > clock.now().getTime() ? Buffer.from(secret, 'base64') : null
}

function setupUse({ user, session }: Who): string {
  return `totp_setup:${user.id}:${session.idHash}`
}
