import { AppError, type ErrorCode } from '../../errors.js'

/** Why somebody who came back from a provider is not signed in, in a word for the page that says so. */
export type SignInRefusal =
  | 'expired'
  | 'denied'
  | 'unavailable'
  | 'closed'
  | 'inactive'
  | 'unverified'
  | 'account_exists'
  | 'connected_elsewhere'
  | 'other_session'

const REASONS: Readonly<Record<SignInRefusal, readonly [ErrorCode, string]>> = {
  expired: ['invalid_input', 'This sign-in was begun elsewhere, took too long or was finished before. Begin again.'],
  denied: ['forbidden', 'The provider did not let you in, or its answer cannot be believed.'],
  unavailable: ['unavailable', 'The provider cannot be reached now.'],
  closed: ['forbidden', 'There is no account for you here, and registration is closed.'],
  inactive: ['forbidden', 'This account is disabled.'],
  unverified: ['forbidden', 'The provider does not say that your address is yours, and there is an account with it.'],
  account_exists: [
    'forbidden',
    'There is an account with your address already. Sign in to it as before and connect the provider in its settings.',
  ],
  connected_elsewhere: ['forbidden', 'This account of the provider is connected to another account here.'],
  other_session: ['forbidden', 'You are signed in as somebody else by now. Begin again.'],
}

/** Carries its word in `fields`, so that it survives where only the code is looked at. */
export function refused(reason: SignInRefusal, cause?: unknown): AppError {
  const [code, message] = REASONS[reason]
  const fields = [{ type: reason, loc: ['body', 'payload', 'provider'], msg: message }]
  return new AppError(code, message, { fields, ...(cause === undefined ? {} : { cause }) })
}

/** The word of a refusal, also of one that did not begin here. */
export function reasonOf(error: unknown): SignInRefusal | null {
  if (typeof error !== 'object' || error === null) return null
  const { code, fields } = error as Partial<AppError>
  const word = fields?.[0]?.type
  if (word !== undefined && Object.hasOwn(REASONS, word)) return word as SignInRefusal
  if (code === 'unavailable') return 'unavailable'
  if (code === 'forbidden' || code === 'not_found') return 'denied'
  return null
}
