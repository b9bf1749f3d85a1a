import type { Context } from '../context.js'
import { AppError, errorCode, invalidField } from '../errors.js'
import type { UserEmail } from '../ports/accounts.js'
import type { Id, User } from '../ports/model.js'
import { confirmationMail, primaryChangedMail, securityMail, sendAside } from './account-mails.js'
import { hashToken, newToken } from './tokens.js'
import { isEmail } from './users.js'

const VALID_MS = 3 * 86_400_000
/** So many confirmations one user may ask for in the time after, so that nobody's mailbox is filled from here. */
const MOST_MAILS = 10
const MAIL_WINDOW_MS = 600_000
const MOST_EMAILS = 20

/** Adds a second address and sends the link that confirms it. Rejects with `invalid_input` where it will not do. */
export async function addEmail(context: Context, user: User, text: string): Promise<UserEmail> {
  const email = text.trim()
  if (!isEmail(email)) throw invalidField('email', 'email', 'Enter an email address, such as ada@example.com.')
  const { accounts } = context.storage
  if ((await accounts.emails(user.id)).length >= MOST_EMAILS)
    throw new AppError('invalid_input', `Nobody has more than ${MOST_EMAILS} addresses`)
  await limitMails(context, user.id)
  const added = await refusingTaken(() => accounts.addEmail(user.id, email))
  sendAside(context, securityMail(context, user, 'An address was added to your account'))
  await sendConfirmation(context, user, email)
  return added
}

/** Asks a new user whether the address is theirs. A mail that cannot be sent can be asked for again. */
export async function sendAddressConfirmation(context: Context, user: User): Promise<void> {
  try {
    await sendConfirmation(context, user, user.email)
  } catch (error) {
    context.logger.error('A mail could not be sent', { userId: user.id, error })
  }
}

/** Sends the link once more; the one before is worth nothing then. Rejects with `not_found` for what is not the user's. */
export async function resendConfirmation(context: Context, user: User, email: string): Promise<void> {
  const own = await emailOf(context, user.id, email)
  if (own.isVerified) return
  if (context.mailer === null)
    throw new AppError('invalid_input', 'This server sends no mail, so nothing is confirmed.')
  await limitMails(context, user.id)
  await sendConfirmation(context, user, own.email)
}

/** Rejects with `invalid_input` for an address that is not verified. */
export async function setPrimaryEmail(context: Context, user: User, email: string): Promise<UserEmail> {
  const own = await emailOf(context, user.id, email)
  if (own.isPrimary) return own
  if (!own.isVerified) throw new AppError('invalid_input', 'Only a confirmed address can be the primary one.')
  const changed = await refusingTaken(() => context.storage.accounts.setPrimaryEmail(user.id, own.email))
  if (changed === null) throw new AppError('invalid_input', 'Only a confirmed address can be the primary one.')
  // To the old one: whoever has taken the account reads the new one.
  sendAside(context, primaryChangedMail(context, user, changed.email))
  return { email: changed.email, isPrimary: true, isVerified: true }
}

/** Rejects with `invalid_input` for the primary address. */
export async function removeEmail(context: Context, user: User, email: string): Promise<void> {
  const own = await emailOf(context, user.id, email)
  if (own.isPrimary) throw new AppError('invalid_input', 'The primary address stays: make another one primary first.')
  await context.storage.accounts.removeEmail(user.id, own.email)
}

/** Uses the secret of a link. Rejects with `invalid_input` for one that is wrong, expired or used. */
export async function confirmEmail(
  { storage, clock }: Context,
  key: string,
): Promise<{ readonly userId: Id; readonly email: string }> {
  const confirmed = await refusingTaken(() => storage.accounts.confirm(hashToken(key), clock.now()))
  if (confirmed === null) throw invalidField('key', 'invalid_or_expired_key', 'Invalid or expired key.')
  return confirmed
}

async function emailOf({ storage }: Context, userId: Id, email: string): Promise<UserEmail> {
  const wanted = email.trim().toLowerCase()
  const own = (await storage.accounts.emails(userId)).find((one) => one.email.toLowerCase() === wanted)
  if (own === undefined) throw new AppError('not_found', 'Not found: this is none of your addresses.')
  return own
}

async function sendConfirmation(context: Context, user: User, email: string): Promise<void> {
  const { storage, clock, config, mailer } = context
  if (mailer === null) return
  const { token, hash } = newToken()
  const expiresAt = new Date(clock.now().getTime() + VALID_MS)
  await storage.accounts.addConfirmation({ tokenHash: hash, userId: user.id, email, expiresAt })
  await mailer.send(confirmationMail(email, `${config.url.origin}${config.basePath}/profile/confirm-email/${token}`))
}

async function limitMails({ rateLimiter }: Context, userId: Id): Promise<void> {
  const take = { key: `confirmations:${userId}`, limit: MOST_MAILS, windowMs: MAIL_WINDOW_MS }
  const { allowed, retryAfterMs } = await rateLimiter.take(take)
  if (!allowed) throw new AppError('rate_limited', 'Too many mails. Wait a little and try again.', { retryAfterMs })
}

// Forms show a 400 where they would not expect a 409.
async function refusingTaken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (errorCode(error) !== 'conflict') throw error
    throw new AppError('invalid_input', 'This address belongs to an account already.', { cause: error })
  }
}
