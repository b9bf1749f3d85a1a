import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { AppError } from '../errors.js'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Makes a text unreadable without the secret key, by AES-256-GCM. It opens only for the same `use`, which names what it is
 * and whose: what is sealed for one cannot be passed off as another's. Rejects with `invalid_input` where there is no key.
 */
export function seal(secretKey: string, use: string, text: string): string {
  if (secretKey === '')
    throw new AppError('invalid_input', 'This server has no secret key, so it can keep no such secret.')
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyFor(secretKey), nonce)
  cipher.setAAD(Buffer.from(use))
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `v1.${sealed.toString('base64url')}`
}

/** The text that was sealed; null where it is not ours, was changed, or the key is another one now. */
export function unseal(secretKey: string, use: string, sealed: string): string | null {
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
