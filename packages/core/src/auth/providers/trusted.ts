import type { Context } from '../../context.js'
import type { Id } from '../../ports/model.js'
import { allowsPasswords, openProviders } from './known.js'

/**
 * Whether the user comes by providers alone, and one of theirs is trusted with the second factor: then they have shown two
 * factors there. With a password that opens something they could come without.
 */
export async function isTrustedElsewhere(context: Context, userId: Id): Promise<boolean> {
  const trusted = (await openProviders(context)).filter(({ trustsSecondFactor }) => trustsSecondFactor)
  if (trusted.length === 0) return false
  const { storage } = context
  const [user, identities] = await Promise.all([storage.users.get(userId), storage.signIn.identities(userId)])
  if (user === null || (user.passwordHash !== null && (await allowsPasswords(context)))) return false
  const own = identities.map(({ providerId }) => providerId)
  return own.length > 0 && own.every((id) => trusted.some((provider) => provider.id === id))
}
