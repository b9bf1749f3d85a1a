import type { Context } from '../../context.js'
import { errorCode } from '../../errors.js'
import type { IdentityClaims } from '../../ports/identity-client.js'
import type { User } from '../../ports/model.js'
import type { NewIdentity } from '../../ports/sign-in.js'
import { securityMail, sendAside } from '../account-mails.js'
import { sendAddressConfirmation } from '../emails.js'
import { limitAccountCreation } from '../login.js'
import { isSignupOpen, needsSetup } from '../setup.js'
import { isEmail } from '../users.js'
import type { KnownProvider } from './known.js'
import { refused } from './refusal.js'

/** Who somebody who came by a provider is here. */
export type Admission =
  | { readonly kind: 'known' | 'connected' | 'made'; readonly user: User }
  /** Nobody yet: the provider tells no address, which an account must have. */
  | { readonly kind: 'nameless' }

export interface Arrival {
  readonly provider: KnownProvider
  readonly claims: IdentityClaims
  readonly ip: string | null
  /** They hold the link of an invitation, so that they get an account also where registration is closed. */
  readonly isInvited: boolean
}

/**
 * The user of an identity: the one who has it, the one whose address it proves, or a new one. An account is joined by its
 * address only when both sides have verified it, or when nobody has ever entered it: otherwise whoever can name an address
 * to a provider would have the account. Rejects with a refusal.
 */
export async function admit(context: Context, arrival: Arrival): Promise<Admission> {
  const { storage, clock } = context
  const identity = identityOf(arrival)
  const known = await storage.signIn.useIdentity(identity, clock.now())
  if (known !== null) return { kind: 'known', user: requireActive(known) }
  const { email } = identity
  if (email === null) {
    await requireOpen(context, arrival)
    return { kind: 'nameless' }
  }
  const owner = await storage.signIn.ownerOfEmail(email)
  if (owner !== null) return { kind: 'connected', user: await connectByEmail(context, arrival, owner) }
  await requireOpen(context, arrival)
  const user = await makeUser(context, { identity, email, isEmailVerified: isEmailProven(arrival), ip: arrival.ip })
  // Somebody with the same identity was faster, or the address was taken this very moment.
  return user === null ? admit(context, arrival) : { kind: 'made', user }
}

/** Finishes for somebody who has typed the address that the provider did not tell. Null where it is taken. */
export async function admitByTypedEmail(
  context: Context,
  identity: NewIdentity,
  { email, ip }: { readonly email: string; readonly ip: string | null },
): Promise<User | null> {
  if ((await context.storage.signIn.ownerOfEmail(email)) !== null) return null
  return makeUser(context, { identity, email, isEmailVerified: false, ip })
}

/** Connects an account at a provider with the user, who is signed in. Rejects with a refusal where it is another's. */
export async function connect(context: Context, user: User, arrival: Omit<Arrival, 'isInvited' | 'ip'>): Promise<void> {
  try {
    await context.storage.signIn.connect(user.id, identityOf(arrival), context.clock.now())
  } catch (error) {
    if (errorCode(error) !== 'conflict') throw error
    throw refused('connected_elsewhere', error)
  }
  tellOf(context, user, arrival.provider)
}

/** Whether the provider, or whoever set it up, says that the address is theirs. */
export function isEmailProven({ provider, claims }: Pick<Arrival, 'provider' | 'claims'>): boolean {
  return claims.email !== null && (claims.isEmailVerified || provider.trustsEmail)
}

export function identityOf({ provider, claims }: Pick<Arrival, 'provider' | 'claims'>): NewIdentity {
  const email = claims.email?.trim() ?? null
  return {
    providerId: provider.id,
    issuer: claims.issuer,
    subject: claims.subject,
    email: email !== null && isEmail(email) ? email : null,
    name: claims.name.replaceAll('\0', '').trim().slice(0, 255),
  }
}

async function connectByEmail(
  context: Context,
  arrival: Arrival,
  { user, isVerified }: { readonly user: User; readonly isVerified: boolean },
): Promise<User> {
  if (!isEmailProven(arrival)) throw refused('unverified')
  // Superusers that only a token opens are made by the configuration, whose address may be anybody's.
  const wasEntered = user.passwordHash !== null || user.lastLoginAt !== null || user.isSuperuser
  if (!isVerified && wasEntered) throw refused('account_exists')
  requireActive(user)
  await connect(context, user, arrival)
  return user
}

async function makeUser(
  context: Context,
  made: { identity: NewIdentity; email: string; isEmailVerified: boolean; ip: string | null },
): Promise<User | null> {
  const { identity, email, isEmailVerified, ip } = made
  await limitAccountCreation(context, ip)
  const now = context.clock.now()
  try {
    const user = await context.storage.signIn.createUser({ email, name: identity.name, isEmailVerified, identity, now })
    if (!isEmailVerified) await sendAddressConfirmation(context, user)
    return user
  } catch (error) {
    if (errorCode(error) !== 'conflict') throw error
    return null
  }
}

// The first account is a superuser's, and whoever sets the server up makes it.
async function requireOpen(context: Context, { provider, isInvited }: Arrival): Promise<void> {
  if (await needsSetup(context)) throw refused('closed')
  if (provider.opensSignUp || isInvited || (await isSignupOpen(context))) return
  throw refused('closed')
}

function requireActive(user: User): User {
  if (!user.isActive) throw refused('inactive')
  return user
}

function tellOf(context: Context, user: User, { name }: KnownProvider): void {
  sendAside(context, securityMail(context, user, `Your account can be entered by ${name} from now on`))
}
