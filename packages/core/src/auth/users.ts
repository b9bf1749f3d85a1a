import type { Context } from '../context.js'
import { errorCode, invalidField } from '../errors.js'
import type { User } from '../ports/model.js'
import { hashPassword, passwordFault, verifyPassword } from './password.js'

export interface NewUser {
  readonly email: string
  readonly password: string
  readonly name?: string
  readonly isSuperuser: boolean
}

/** An email address as far as anybody can tell without writing to it. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@,;<>\0]{1,64}@[^\s@,;<>\0]{1,189}$/.test(text)
}

/** Makes a user. Rejects with `invalid_input` for an address or password that will not do, `conflict` for a taken address. */
export async function createUser(context: Context, user: NewUser): Promise<User> {
  const { email, passwordHash } = await prepare(user)
  return context.storage.users.create({ email, name: user.name ?? '', passwordHash, isSuperuser: user.isSuperuser })
}

/** Makes the first user, a superuser; null when somebody was faster, or there is one since long. */
export async function createFirstUser(context: Context, user: Omit<NewUser, 'isSuperuser'>): Promise<User | null> {
  const { email, passwordHash } = await prepare(user)
  return context.storage.users.createFirst({ email, name: user.name ?? '', passwordHash })
}

/**
 * Makes the user or brings the one with this address up to what is asked: password, name and superuser.
 * Safe to call at every start and from several processes at once.
 */
export async function ensureUser(context: Context, user: NewUser): Promise<User> {
  const { users } = context.storage
  const present = await users.getByEmail(user.email.trim())
  if (present === null) {
    try {
      return await createUser(context, user)
    } catch (error) {
      if (errorCode(error) !== 'conflict') throw error
      // Somebody made the same user at the same moment; what remains is to bring it up to date.
      return ensureUser(context, user)
    }
  }
  const isSamePassword = await verifyPassword(user.password, present.passwordHash)
  const change = {
    ...(isSamePassword ? {} : { passwordHash: (await prepare(user)).passwordHash }),
    ...(user.name === undefined ? {} : { name: user.name }),
    ...(user.isSuperuser ? { isSuperuser: true } : {}),
  }
  return (await users.update(present.id, change)) ?? present
}

async function prepare(user: Pick<NewUser, 'email' | 'password'>): Promise<{ email: string; passwordHash: string }> {
  const email = user.email.trim()
  if (!isEmail(email)) throw invalidField('email', 'email', 'Enter an email address, such as ada@example.com.')
  const fault = passwordFault(user.password, email)
  if (fault !== null) throw invalidField('password', 'password', fault)
  return { email, passwordHash: await hashPassword(user.password) }
}
