import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** Whether a header such as `sha256=…` is the HMAC of the body with the secret. */
export function isSignedBody(header: string | null, body: Uint8Array, secret: string): boolean {
  return isSame(header ?? '', `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`)
}

/** Whether both are the same, in a time that does not tell how much of them is. */
export function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}
