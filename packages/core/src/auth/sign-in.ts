import type { Context } from '../context.js'
import { AppError, invalidField } from '../errors.js'
import type { Proof, Session, User } from '../ports/model.js'
import { limitAttempts } from './limit.js'
import { verifyPassword } from './password.js'
import { factorsOf, type SecondFactor, useSecondFactor } from './second-factor.js'
import { hashToken, newSessionSecret } from './tokens.js'

/** How long somebody who has given the password may look for their phone. */
export const PENDING_MS = 10 * 60_000
/** How long what somebody has shown counts for changes of how they sign in. */
const FRESH_MS = 30 * 60_000

/** Somebody who has given the password and has another factor still to show. */
export interface PendingSignIn {
  readonly user: User
  readonly factors: readonly SecondFactor[]
}

/** The secret of a sign-in that waits for a second factor; null where nobody has to. `account`: by whom they came. */
export async function waitForFactor(context: Context, user: User, account?: Proof['account']): Promise<string | null> {
  if (factorsOf(await context.storage.secondFactors.get(user.id)).length === 0) return null
  const secret = newSessionSecret()
  const expiresAt = new Date(context.clock.now().getTime() + PENDING_MS)
  const { credentials } = context.storage
  const pending = { tokenHash: hashToken(secret), userId: user.id, purpose: 'sign_in', expiresAt } as const
  if (!(await credentials.addSecret(pending, { passwordHash: user.passwordHash })))
    throw new AppError('unauthenticated', 'Wanted the password of today, found that it was changed meanwhile')
  if (account !== undefined)
    await context.storage.signIn.addAttempt({ keyHash: hashToken(secret), data: account, expiresAt })
  return secret
}

/** The sign-in that waits under a secret; null where there is none. */
export async function pendingSignIn(context: Context, secret: string | null): Promise<PendingSignIn | null> {
  if (secret === null || secret === '') return null
  const { credentials, secondFactors } = context.storage
  const user = await credentials.findSecret('sign_in', hashToken(secret), context.clock.now())
  return user === null ? null : { user, factors: factorsOf(await secondFactors.get(user.id)) }
}

/** By which factor a waiting sign-in was finished; null where it waits no more. Rejects as `show` does. */
export async function finishSignIn(context: Context, secret: string, show: (user: User) => Promise<SecondFactor>) {
  const pending = await pendingSignIn(context, secret)
  if (pending === null) return null
  const by = await show(pending.user)
  const { credentials, signIn } = context.storage
  const user = await credentials.takeSecret('sign_in', hashToken(secret), context.clock.now())
  if (user === null) return null
  // Written by `waitForFactor`; null for who came by the password.
  const account = (await signIn.takeAttempt(hashToken(secret), context.clock.now())) as Proof['account'] | null
  return { user, by, ...(account == null ? {} : { account }) }
}

/** Whether somebody has shown lately who they are. */
export function isFresh({ clock }: Context, { proofs, createdAt }: Session): boolean {
  const last = Math.max(createdAt.getTime(), ...proofs.map((proof) => proof.atMs))
  return clock.now().getTime() - last < FRESH_MS
}

/** Rejects with `invalid_input` for a wrong password, with `rate_limited` after too many. */
export async function proveByPassword(context: Context, who: { user: User; session: Session }, password: string) {
  await limitAttempts(context, { key: `password:account:${who.user.id}`, limit: 10 })
  if (!(await verifyPassword(password, who.user.passwordHash)))
    throw invalidField('password', 'incorrect_password', 'This is not your password.')
  return prove(context, who.session, 'password')
}

/** Rejects as `useSecondFactor` does. */
export async function proveByFactor(context: Context, who: { user: User; session: Session }, code: string) {
  return prove(context, who.session, await useSecondFactor(context, who.user, code))
}

/** Notes that somebody signed in has shown once more who they are. */
export async function prove({ storage, clock }: Context, session: Session, by: Proof['by']): Promise<Session> {
  // One of a kind, so that the list does not grow.
  const before = session.proofs.filter((proof) => !(proof.isAgain && proof.by === by))
  const proofs = [...before, { by, atMs: clock.now().getTime(), isAgain: true }]
  await storage.sessions.setProofs(session.idHash, proofs)
  return { ...session, proofs }
}
