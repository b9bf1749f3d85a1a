import { timingSafeEqual } from 'node:crypto'
import type { Context } from '../context.js'
import { AppError, invalidField } from '../errors.js'
import { acceptInvitation, openInvitation } from '../orgs/invitations.js'
import type { Id, User } from '../ports/model.js'
import { sendAddressConfirmation } from './emails.js'
import { limitAccountCreation } from './login.js'
import { requirePasswords } from './providers/known.js'
import { hashToken } from './tokens.js'
import { createFirstUser, createUser } from './users.js'

interface Account {
  readonly email: string
  readonly password: string
  readonly name?: string
  readonly ip: string | null
}

/** Whether `/setup` is open: only while there is no user, and never where the host signs people in. */
export async function needsSetup(context: Context): Promise<boolean> {
  return context.hostAuth === null && !(await context.storage.users.hasAny())
}

/**
 * Makes the first user. Of any number of callers at once exactly one gets it; the others are `forbidden`, as is a wrong token.
 */
export async function setUp(context: Context, account: Account & { readonly token: string | null }): Promise<User> {
  if (!(await needsSetup(context))) throw closed()
  await limitAccountCreation(context, account.ip)
  const { setupToken } = context.config
  if (setupToken !== null && !isSame(account.token ?? '', setupToken))
    throw invalidField('token', 'token', 'This is not the set-up token that the server printed at its start.')
  const user = await createFirstUser(context, account)
  if (user === null) throw closed()
  return user
}

/**
 * Whether anybody may make an account. While there is no user, only where set-up asks for no token:
 * the first account is a superuser's.
 */
export async function isSignupOpen(context: Context): Promise<boolean> {
  if (context.hostAuth !== null) return false
  if (await needsSetup(context)) return context.config.setupToken === null
  return (await context.settings.current()).openRegistration
}

/**
 * Makes an account on somebody's own behalf. Rejects with `forbidden` where that is closed, unless the link of an
 * invitation is given, which makes them a member at once.
 */
export async function signUp(
  context: Context,
  account: Account & { readonly invitation?: { readonly id: Id; readonly token: string } | null },
): Promise<User> {
  if (!(await needsSetup(context))) await requirePasswords(context)
  if (account.invitation) return signUpInvited(context, account, account.invitation)
  if (!(await isSignupOpen(context))) throw new AppError('forbidden', 'Registration is closed.')
  await limitAccountCreation(context, account.ip)
  if (await needsSetup(context)) {
    const first = await createFirstUser(context, account)
    if (first !== null) return first
    if (!(await context.settings.current()).openRegistration) throw new AppError('forbidden', 'Registration is closed.')
  }
  return makeAccount(context, account)
}

async function makeAccount(context: Context, account: Account): Promise<User> {
  const user = await createUser(context, { ...account, isSuperuser: false })
  await sendAddressConfirmation(context, user)
  return user
}

async function signUpInvited(
  context: Context,
  account: Account,
  invitation: { readonly id: Id; readonly token: string },
): Promise<User> {
  await limitAccountCreation(context, account.ip)
  await openInvitation(context, invitation.id, invitation.token)
  const user = await makeAccount(context, account)
  await acceptInvitation(context, user, invitation)
  return user
}

function closed(): AppError {
  return new AppError('forbidden', 'Set-up is done: there is a user already. Sign in instead.')
}

// Hashes have one length, so that comparing them tells nothing of the token's.
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(Buffer.from(hashToken(given)), Buffer.from(hashToken(wanted)))
}
