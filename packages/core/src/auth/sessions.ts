import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import type { Proof, Session, User } from '../ports/model.js'
import type { Acting } from '../ports/users.js'
import { hashToken, newSessionSecret } from './tokens.js'

/** After this share of its time a session in use is extended, so that not every request writes. */
const EXTEND_AFTER = 0.1

/**
 * Signs a user in, as they were when they showed who they are. The secret goes into the cookie and is not kept. Rejects with
 * `unauthenticated` where their password has been changed since.
 */
export async function startSession(
  context: Context,
  user: User,
  from: {
    readonly userAgent: string | null
    readonly ip: string | null
    readonly proofs?: readonly Proof['by'][]
    readonly account?: Proof['account']
  },
): Promise<{ readonly session: Session; readonly secret: string }> {
  const now = context.clock.now()
  const secret = newSessionSecret()
  const session: Session = {
    idHash: hashToken(secret),
    userId: user.id,
    createdAt: now,
    expiresAt: new Date(now.getTime() + context.config.sessionTtlMs),
    userAgent: (from.userAgent ?? '').slice(0, 400),
    ip: from.ip ?? '',
    proofs: (from.proofs ?? ['password']).map((by) => ({
      by,
      atMs: now.getTime(),
      isAgain: false,
      ...(by === 'provider' && from.account !== undefined ? { account: from.account } : {}),
    })),
  }
  // Who began to sign in before the password was changed does not come in afterwards.
  if (!(await context.storage.sessions.create(session, { passwordHash: user.passwordHash })))
    throw new AppError('unauthenticated', 'Wanted the password of today, found that it was changed meanwhile')
  await context.storage.users.update(user.id, { lastLoginAt: now })
  return { session, secret }
}

/** The session of a cookie's secret, its end moved while it is in use. `isExtended` asks for a new cookie. */
export async function resumeSession(
  context: Context,
  secret: string,
): Promise<{
  readonly session: Session
  readonly user: User
  readonly acting: Acting | null
  readonly isExtended: boolean
} | null> {
  const now = context.clock.now()
  const idHash = hashToken(secret)
  const found = await context.storage.sessions.find(idHash, now)
  if (found === null) return null
  const { sessionTtlMs } = context.config
  const usedMs = sessionTtlMs - (found.session.expiresAt.getTime() - now.getTime())
  if (usedMs < sessionTtlMs * EXTEND_AFTER) return { ...found, isExtended: false }
  const expiresAt = new Date(now.getTime() + sessionTtlMs)
  await context.storage.sessions.extend(idHash, expiresAt)
  return { ...found, session: { ...found.session, expiresAt }, isExtended: true }
}

export async function endSession(context: Context, session: Session): Promise<void> {
  await context.storage.sessions.delete(session.idHash)
}
