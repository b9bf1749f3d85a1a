import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const STEP_MS = 30_000
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** Steps by which clocks may differ, both ways. */
const TOLERANCE = 1

/** 160 bits, as RFC 4226 section 4 recommends. */
export function newTotpSecret(): Buffer {
  return randomBytes(20)
}

/** The code of a step as RFC 6238 has it, with SHA-1, which is what authenticator apps know. */
export function totpCode(secret: Uint8Array, step: number, digits = 6): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  // RFC 4226 section 5.3: the last four bits say where the 31 bits of the code begin.
  const offset = mac.readUInt8(mac.length - 1) & 0xf
  const value = mac.readUInt32BE(offset) & 0x7fffffff
  return String(value % 10 ** digits).padStart(digits, '0')
}

/** The step of which this is the code, now or one before or after; null where it is none's. */
export function totpStepOf(secret: Uint8Array, code: string, now: Date): number | null {
  const current = Math.floor(now.getTime() / STEP_MS)
  let found: number | null = null
  for (let step = current - TOLERANCE; step <= current + TOLERANCE; step += 1)
    if (isSame(totpCode(secret, step), code)) found = step
  return found
}

/** As authenticator apps take it, in a QR code or typed. */
export function totpUrl(secret: Uint8Array, account: string): string {
  const query = new URLSearchParams({ secret: base32(secret), issuer: 'Mishap' })
  return `otpauth://totp/Mishap:${encodeURIComponent(account)}?${query}`
}

/** RFC 4648, without padding. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => ALPHABET[Number.parseInt(group.padEnd(5, '0'), 2)]).join('')
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
