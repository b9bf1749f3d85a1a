import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import type { Route } from '../http/types.js'
import type { Session, User } from '../ports/model.js'
import type { Acting } from '../ports/users.js'
import type { Actor, Impersonator } from './actor.js'

/** Then whoever acts as somebody else is themselves again. */
const ACTING_MS = 60 * 60_000

/** Of what belongs to how somebody signs in, all that may be asked for while another acts as them: none of it is a secret. */
const HARMLESS: ReadonlySet<string> = new Set([
  'getSession',
  'logout',
  'stopImpersonation',
  'listTokens',
  'listEmails',
  'listProviderAccounts',
])

/** What is only looked at, and is a secret all the same. */
const SECRET: ReadonlySet<string> = new Set(['/api/0/generate-recovery-codes/'])

/**
 * Lets a superuser see and do what another user may, for an hour. Rejects with `forbidden` where that is a superuser as
 * well, or somebody whose account is locked.
 */
export async function startActing(context: Context, session: Session, user: User): Promise<Acting> {
  if (user.isSuperuser) throw new AppError('forbidden', 'Nobody acts as a superuser, or as themselves.')
  if (!user.isActive) throw new AppError('forbidden', 'This account is locked: nobody can act as its user.')
  const acting = { userId: user.id, until: new Date(context.clock.now().getTime() + ACTING_MS) }
  await context.storage.sessions.setActing(session.idHash, acting)
  return acting
}

export async function stopActing(context: Context, session: Session): Promise<void> {
  await context.storage.sessions.setActing(session.idHash, null)
}

/** Who a session stands for: its own user, or the one that they act as. What they acted as may have changed meanwhile. */
export async function whoActs(
  context: Context,
  found: { readonly user: User; readonly acting: Acting | null },
): Promise<{ readonly user: User; readonly impersonator: Impersonator | null }> {
  const { user, acting } = found
  const self = { user, impersonator: null }
  if (acting === null || acting.until <= context.clock.now() || !user.isSuperuser) return self
  const other = await context.storage.users.get(acting.userId)
  if (other === null || !other.isActive || other.isSuperuser) return self
  return { user: other, impersonator: { user, until: acting.until } }
}

/**
 * Rejects with `forbidden` what nobody does in the place of another: to see or change how they sign in, by which addresses
 * and tokens, and to leave in their name.
 */
export function refuseWhileActing({ auth, path, operation, method }: Route, actor: Actor): void {
  if (actor.kind !== 'session' || actor.impersonator === null) return
  const isAboutSigningIn = auth.kind === 'session' || path.startsWith('/_allauth/')
  const isLook = operation === null && (method === 'GET' || method === 'HEAD') && !SECRET.has(path)
  if (!isAboutSigningIn || HARMLESS.has(operation ?? '') || isLook) return
  throw new AppError(
    'forbidden',
    `You act as ${actor.user.email}: how somebody signs in, their addresses and their tokens are theirs alone. Stop acting as them first.`,
  )
}
