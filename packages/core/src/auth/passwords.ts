import type { Context } from '../context.js'
import { AppError, invalidField } from '../errors.js'
import type { Session, User } from '../ports/model.js'
import { resetLink, resetMail, securityMail, sendAside } from './account-mails.js'
import { addressKey, limitAttempts } from './limit.js'
import { hashPassword, passwordFault, verifyPassword } from './password.js'
import { hashToken, newToken } from './tokens.js'

const HOUR_MS = 3_600_000
const RESET_VALID_MS = HOUR_MS
/** Mails in an hour to one account. Beyond it the answer stays the same, so that it tells nothing. */
const RESETS_PER_ACCOUNT = 5
const RESETS_PER_ADDRESS = 30

/**
 * Changes the password of who is signed in; every other session of theirs ends. Rejects with `invalid_input` where the
 * current one is wrong or the new one will not do, with `rate_limited` after too many attempts.
 */
export async function changePassword(
  context: Context,
  { user, session }: { readonly user: User; readonly session: Session },
  { current, password }: { readonly current: string | null; readonly password: string },
): Promise<User> {
  await limitAttempts(context, { key: `password:account:${user.id}`, limit: 10 })
  // Who has none yet, for they came by an invitation, shows who they are by the session alone.
  if (user.passwordHash !== null && !(await verifyPassword(current ?? '', user.passwordHash)))
    throw invalidField('current_password', 'enter_current_password', 'This is not your current password.')
  refuseFaulty('new_password', password, user)
  const { credentials } = context.storage
  const changed = await credentials.setPassword(user.id, await hashPassword(password), {
    exceptSession: session.idHash,
  })
  if (changed === null) throw new AppError('unauthenticated', 'Wanted a user, found that they are deleted')
  sendAside(context, securityMail(context, changed, 'Your password was changed'))
  return changed
}

/**
 * Sends a link to the account with this address. Neither the answer nor the time that it takes tells whether there is one.
 * Rejects with `invalid_input` where no mail is sent at all, with `rate_limited` after too many from one address.
 */
export async function requestPasswordReset(
  context: Context,
  { email, ip }: { readonly email: string; readonly ip: string | null },
): Promise<void> {
  if (context.mailer === null)
    throw new AppError('invalid_input', 'This server sends no mail. Whoever runs it can set a new password.')
  await limitAttempts(context, {
    key: `reset:address:${ip ?? 'unknown'}`,
    limit: RESETS_PER_ADDRESS,
    windowMs: HOUR_MS,
  })
  sendReset(context, email).catch((error: unknown) =>
    context.logger.error('A link for a new password could not be made', { error }),
  )
}

/** Whose password a link sets. Rejects with `invalid_input` for one that is wrong, expired or used. */
export async function openPasswordReset(
  context: Context,
  { key, ip }: { readonly key: string; readonly ip: string | null },
): Promise<User> {
  await limitAttempts(context, { key: `reset:key:${ip ?? 'unknown'}`, limit: 60 })
  const { credentials } = context.storage
  return (await credentials.findSecret('password_reset', hashToken(key), context.clock.now())) ?? refuseKey()
}

/** Sets the password by a link, which works once; every session of the user ends, and nobody is signed in by it. */
export async function resetPassword(
  context: Context,
  reset: { readonly key: string; readonly password: string; readonly ip: string | null },
): Promise<User> {
  refuseFaulty('password', reset.password, await openPasswordReset(context, reset))
  const passwordHash = await hashPassword(reset.password)
  const { credentials } = context.storage
  const user = await credentials.takeSecret('password_reset', hashToken(reset.key), context.clock.now())
  const changed = user === null ? null : await credentials.setPassword(user.id, passwordHash)
  if (changed === null) return refuseKey()
  sendAside(context, securityMail(context, changed, 'Your password was changed'))
  return changed
}

/** A link by which the user sets another password, once and within an hour, for a superuser to hand over. */
export async function makePasswordLink(context: Context, user: User): Promise<string> {
  return resetLink(context, await newResetKey(context, user))
}

/** The same, sent to the user. Rejects with `unavailable` where the mail server does not take it. */
export async function sendPasswordLink(context: Context, user: User): Promise<void> {
  await context.mailer?.send(resetMail(context, user, await newResetKey(context, user)))
}

async function sendReset(context: Context, text: string): Promise<void> {
  const { storage, rateLimiter } = context
  const email = text.trim()
  const user = email.includes('\0') ? null : await storage.users.getByEmail(email)
  if (user?.isActive !== true) return
  const take = { key: `reset:account:${addressKey(email)}`, limit: RESETS_PER_ACCOUNT, windowMs: HOUR_MS }
  if (!(await rateLimiter.take(take)).allowed) return
  sendAside(context, resetMail(context, user, await newResetKey(context, user)))
}

async function newResetKey({ storage, clock }: Context, user: User): Promise<string> {
  const { token, hash } = newToken()
  const expiresAt = new Date(clock.now().getTime() + RESET_VALID_MS)
  await storage.credentials.addSecret({ tokenHash: hash, userId: user.id, purpose: 'password_reset', expiresAt })
  return token
}

function refuseFaulty(field: string, password: string, user: User): void {
  const fault = passwordFault(password, user.email)
  if (fault !== null) throw invalidField(field, 'password', fault)
}

function refuseKey(): never {
  throw invalidField(
    'key',
    'invalid_password_reset',
    'The link is wrong, has expired or was used. Ask for another one.',
  )
}
