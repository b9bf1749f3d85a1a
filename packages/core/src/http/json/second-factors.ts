import type { Passkey, SecondFactors } from '../../ports/second-factors.js'

/** As the auth API has it, null for none. */
export function totpJson({ totp }: SecondFactors) {
  return totp && { type: 'totp', created_at: seconds(totp.createdAt), last_used_at: seconds(totp.lastUsedAt) }
}

/** How many there are, not what they are; null for none. */
export function codesJson({ recoveryCodes }: SecondFactors) {
  if (recoveryCodes === null) return null
  const { used, createdAt, lastUsedAt } = recoveryCodes
  return {
    type: 'recovery_codes',
    created_at: seconds(createdAt),
    last_used_at: lastUsedAt && seconds(lastUsedAt),
    total_code_count: 10,
    unused_code_count: 10 - used.length,
  }
}

export function passkeyJson({ id, name, isPasswordless, createdAt, lastUsedAt }: Passkey) {
  return {
    type: 'webauthn',
    id: Number(id),
    name,
    is_passwordless: isPasswordless,
    created_at: seconds(createdAt),
    last_used_at: lastUsedAt && seconds(lastUsedAt),
  }
}

function seconds(at: Date): number {
  return at.getTime() / 1000
}
