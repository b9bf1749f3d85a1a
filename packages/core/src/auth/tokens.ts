import { createHash, randomBytes } from 'node:crypto'

/** A new API token: 64 hex digits, and what is stored of it. */
export function newToken(): { readonly token: string; readonly hash: string } {
  const token = randomBytes(32).toString('hex')
  return { token, hash: hashToken(token) }
}

/** What is stored of a token or of a session's secret: SHA-256 in hex. Both are random, so no salt is needed. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** The secret of a new session: 32 random bytes, safe in a cookie. */
export function newSessionSecret(): string {
  return randomBytes(32).toString('base64url')
}
