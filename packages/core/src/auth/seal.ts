import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Config } from '../config.js'
import { AppError } from '../errors.js'

/** The key that seals, and those of before that still open. */
export type SealKeys = Pick<Config, 'secretKey' | 'secretKeyFallbacks'>

const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Makes a text unreadable without the secret key, by AES-256-GCM. It opens only for the same `use`, which names what it is
 * and whose: what is sealed for one cannot be passed off as another's. Rejects with `invalid_input` where there is no key.
 */
export function seal({ secretKey }: Pick<SealKeys, 'secretKey'>, use: string, text: string): string {
  if (secretKey === '')
    throw new AppError('invalid_input', 'This server has no secret key, so it can keep no such secret.')
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyFor(secretKey), nonce)
  cipher.setAAD(Buffer.from(use))
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `v1.${sealed.toString('base64url')}`
}

/** The text that was sealed; null where it is not ours, was changed, or no key that is known opens it. */
export function unseal({ secretKey, secretKeyFallbacks }: SealKeys, use: string, sealed: string): string | null {
  for (const key of [secretKey, ...secretKeyFallbacks]) {
    const text = opened(key, use, sealed)
    if (text !== null) return text
  }
  return null
}

/** The same text sealed with the key of now; null where it is already, or does not open. */
export function resealed(keys: SealKeys, use: string, sealed: string): string | null {
  if (opened(keys.secretKey, use, sealed) !== null) return null
  const text = unseal(keys, use, sealed)
  return text === null ? null : seal(keys, use, text)
}

function opened(secretKey: string, use: string, sealed: string): string | null {
  if (secretKey === '' || !sealed.startsWith('v1.')) return null
  const bytes = Buffer.from(sealed.slice(3), 'base64url')
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return null
  const decipher = createDecipheriv('aes-256-gcm', keyFor(secretKey), bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(Buffer.from(use))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
    return text.toString('utf8')
  } catch {
    // `final` throws for nothing but a tag that does not fit.
    return null
  }
}

function keyFor(secretKey: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, '', 'mishap seal v1', 32))
}
