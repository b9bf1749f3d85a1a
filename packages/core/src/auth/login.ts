import { createHash } from 'node:crypto'
import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import type { User } from '../ports/model.js'
import { verifyPassword } from './password.js'

const WINDOW_MS = 5 * 60_000
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
  await limit(context, `login:account:${createHash('sha256').update(email).digest('hex')}`, PER_ACCOUNT)
  await limit(context, `login:address:${attempt.ip ?? 'unknown'}`, PER_ADDRESS)
  const user = email.includes('\0') ? null : await context.storage.users.getByEmail(email)
  const isRight = await verifyPassword(attempt.password, user?.passwordHash ?? null)
  if (user === null || !isRight || !user.isActive)
    throw new AppError('wrong_password', 'The email address and/or password you specified are not correct.')
  return user
}

/** How often one address may make accounts or try set-up tokens. Rejects with `rate_limited`. */
export async function limitAccountCreation(context: Context, ip: string | null): Promise<void> {
  await limit(context, `signup:address:${ip ?? 'unknown'}`, 20)
}

async function limit(context: Context, key: string, limit: number): Promise<void> {
  const { allowed, retryAfterMs } = await context.rateLimiter.take({ key, limit, windowMs: WINDOW_MS })
  if (!allowed) throw new AppError('rate_limited', 'Too many attempts. Wait a little and try again.', { retryAfterMs })
}
