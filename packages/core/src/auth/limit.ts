import { createHash } from 'node:crypto'
import type { Context } from '../context.js'
import { AppError } from '../errors.js'

const WINDOW_MS = 5 * 60_000

/** So many attempts in five minutes, right or wrong, or in the time that is given. Rejects with `rate_limited`. */
export async function limitAttempts(
  { rateLimiter }: Context,
  attempt: { readonly key: string; readonly limit: number; readonly windowMs?: number },
): Promise<void> {
  const { allowed, retryAfterMs } = await rateLimiter.take({ windowMs: WINDOW_MS, ...attempt })
  if (!allowed) throw new AppError('rate_limited', 'Too many attempts. Wait a little and try again.', { retryAfterMs })
}

/** What is typed as an address may be anything: in keys of limits it has one length, and is not read by others. */
export function addressKey(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('hex')
}
