import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import type { ApiToken, Id } from '../ports/model.js'
import { SCOPES, type Scope } from './scopes.js'
import { hashToken, newToken } from './tokens.js'

const MIN_VALUE_LENGTH = 5

/**
 * Makes a token and tells its value, which is not kept. An operator may choose `value`, to hand it out before the
 * server exists; then the call may be repeated and updates label and scopes. Rejects with `invalid_input`.
 */
export async function createApiToken(
  context: Context,
  token: {
    readonly userId: Id
    readonly label: string
    readonly scopes: readonly string[]
    readonly value?: string
    /** Null or not given: it works until it is deleted. */
    readonly expiresAt?: Date | null
  },
): Promise<{ readonly token: ApiToken; readonly value: string }> {
  const { value, userId, label, expiresAt = null } = token
  if (value !== undefined && (value.length < MIN_VALUE_LENGTH || /[^\x21-\x7e]/.test(value)))
    throw new AppError(
      'invalid_input',
      `value: wanted at least ${MIN_VALUE_LENGTH} printable characters without spaces, found ${value.length}`,
    )
  const made = value === undefined ? newToken() : { token: value, hash: hashToken(value) }
  const scopes = checkScopes(token.scopes)
  const stored = await context.storage.tokens.create({ userId, label, scopes, tokenHash: made.hash, expiresAt })
  return { token: stored, value: made.token }
}

/** The scopes of a bit mask, bit 0 first, as GlitchTip numbers them. Rejects bits that mean nothing. */
export function scopesOfMask(mask: number): readonly Scope[] {
  if (!Number.isSafeInteger(mask) || mask < 0 || mask >= 2 ** SCOPES.length)
    throw new AppError('invalid_input', `scopes: wanted 0 to ${2 ** SCOPES.length - 1}, found ${mask}`)
  return SCOPES.filter((_, bit) => (mask & (1 << bit)) !== 0)
}

/** Known scopes in their usual order, each once. */
function checkScopes(names: readonly string[]): readonly Scope[] {
  const unknown = names.filter((name) => !(SCOPES as readonly string[]).includes(name))
  if (unknown.length > 0)
    throw new AppError('invalid_input', `scopes: wanted some of ${SCOPES.join(', ')}; found ${unknown.join(', ')}`)
  return SCOPES.filter((scope) => names.includes(scope))
}
