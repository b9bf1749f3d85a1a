import { randomBytes } from 'node:crypto'
import { type Context, createApiToken, createUser, ensureUser, errorCode, SCOPES, type User } from '@mishap/core'
import type { EnsuredUser } from './env.js'

/** Brings about the users of the environment: superusers, with a token of every scope. Running it again changes nothing. */
export async function ensureUsers(context: Context, users: readonly EnsuredUser[]): Promise<void> {
  for (const { email, password, token } of users) {
    const user =
      password === null
        ? await ensureTokenUser(context, email)
        : await ensureUser(context, { email, password, isSuperuser: true })
    if (token !== null)
      await createApiToken(context, { userId: user.id, label: 'from the environment', scopes: SCOPES, value: token })
  }
}

/** A user whose password nobody knows; one that exists keeps theirs. */
async function ensureTokenUser(context: Context, email: string): Promise<User> {
  const { users } = context.storage
  const present = await users.getByEmail(email)
  if (present === null) {
    try {
      return await createUser(context, { email, password: randomBytes(24).toString('base64url'), isSuperuser: true })
    } catch (error) {
      if (errorCode(error) !== 'conflict') throw error
      // Another process starts at the same moment, and was first.
      return ensureTokenUser(context, email)
    }
  }
  return present.isSuperuser ? present : ((await users.update(present.id, { isSuperuser: true })) ?? present)
}
