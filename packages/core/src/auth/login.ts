import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import type { User } from '../ports/model.js'
import { addressKey, limitAttempts } from './limit.js'
import { hashPassword, isOutdated, verifyPassword } from './password.js'

/** Attempts on one account, from anywhere. */
const PER_ACCOUNT = 10
/** Attempts from one address, on any account. */
const PER_ADDRESS = 60

/**
 * The user with this address and password. Rejects with `wrong_password`, which does not tell whether the account
 * exists, and with `rate_limited` after too many attempts, right or wrong.
 */
export async function logIn(
  context: Context,
  attempt: { readonly email: string; readonly password: string; readonly ip: string | null },
): Promise<User> {
  const email = attempt.email.trim().toLowerCase()
  await limitAttempts(context, { key: `login:account:${addressKey(email)}`, limit: PER_ACCOUNT })
  await limitAttempts(context, { key: `login:address:${attempt.ip ?? 'unknown'}`, limit: PER_ADDRESS })
  const user = email.includes('\0') ? null : await context.storage.users.getByEmail(email)
  const isRight = await verifyPassword(attempt.password, user?.passwordHash ?? null)
  if (user === null || !isRight || !user.isActive)
    throw new AppError('wrong_password', 'The email address and/or password you specified are not correct.')
  if (user.passwordHash === null || !isOutdated(user.passwordHash)) return user
  return rehash(context, user, { from: user.passwordHash, password: attempt.password })
}

/** How often one address may make accounts or try set-up tokens. Rejects with `rate_limited`. */
export async function limitAccountCreation(context: Context, ip: string | null): Promise<void> {
  await limitAttempts(context, { key: `signup:address:${ip ?? 'unknown'}`, limit: 20 })
}

// The only moment in which the password is known, so that it can be kept in the way of today.
async function rehash(
  { storage, logger }: Context,
  user: User,
  { from, password }: { readonly from: string; readonly password: string },
): Promise<User> {
  try {
    await storage.credentials.rehashPassword(user.id, { from, to: await hashPassword(password) })
  } catch (error) {
    // They are signed in all the same; the next time is as good.
    logger.warn('A password could not be stored in its new form', { userId: user.id, error })
    return user
  }
  // Somebody who signed in at the same moment may have been faster, and so may somebody who has changed the password.
  const stored = await storage.users.get(user.id)
  const isSame = stored !== null && (await verifyPassword(password, stored.passwordHash))
  return isSame ? stored : user
}
