import { randomBytes } from 'node:crypto'
import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import type { Id, User } from '../ports/model.js'
import { createApiToken } from './api-tokens.js'

const VALID_MS = 600_000
/** Hashes that one address may ask for in ten minutes. */
const MOST_HASHES = 60

/** What a waiting set-up program gets once somebody has said yes in a browser. */
export interface WizardGrant {
  readonly userId: Id
  /** Of the token, which can only upload. */
  readonly tokenId: Id
  readonly token: string
}

const keyOf = (hash: string) => `wizard:${hash}`

/** Makes a hash that a set-up program shows to the browser and waits with. It is worth something for ten minutes. */
export async function startWizard({ cache, rateLimiter }: Context, ip: string | null): Promise<string> {
  const take = { key: `wizard:address:${ip ?? 'unknown'}`, limit: MOST_HASHES, windowMs: VALID_MS }
  const { allowed, retryAfterMs } = await rateLimiter.take(take)
  if (!allowed) throw new AppError('rate_limited', 'Too many requests. Wait a little and try again.', { retryAfterMs })
  const hash = randomBytes(32).toString('hex')
  await cache.set(keyOf(hash), '{}', VALID_MS)
  return hash
}

/** Gives the program with this hash a token of the user's that can only upload. Rejects with `invalid_input`. */
export async function grantWizard(context: Context, user: User, hash: string): Promise<void> {
  const waiting = await context.cache.get(keyOf(hash))
  if (waiting === null) throw new AppError('invalid_input', 'The code is not known or has expired. Start again.')
  if (waiting !== '{}') throw new AppError('invalid_input', 'The code has been used. Start again.')
  const { token, value } = await createApiToken(context, {
    userId: user.id,
    label: 'set-up program',
    scopes: ['project:releases'],
  })
  const grant: WizardGrant = { userId: user.id, tokenId: token.id, token: value }
  await context.cache.set(keyOf(hash), JSON.stringify(grant), VALID_MS)
}

/** Null while nobody has said yes. Rejects with `not_found` for what is unknown or expired. */
export async function readWizard({ cache }: Context, hash: string): Promise<WizardGrant | null> {
  const waiting = await cache.get(keyOf(hash))
  if (waiting === null) throw new AppError('not_found', 'Not found: the code is not known or has expired.')
  // Written above, by this version or one before.
  const grant = JSON.parse(waiting) as Partial<WizardGrant>
  return grant.token === undefined ? null : (grant as WizardGrant)
}

export async function endWizard({ cache }: Context, hash: string): Promise<void> {
  await cache.delete(keyOf(hash))
}
