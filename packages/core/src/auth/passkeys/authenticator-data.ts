import { createHash, createPublicKey, type JsonWebKey, timingSafeEqual } from 'node:crypto'
import { type CBORType, decodeCBOR, decodePartialCBOR } from '@levischuck/tiny-cbor'
import { AppError } from '../../errors.js'

/** What an authenticator says of itself and of what it has done (WebAuthn, section 6.1). */
export interface AuthenticatorData {
  /** It has asked its owner for a PIN, a finger or a face. */
  readonly isVerified: boolean
  readonly signCount: number
  /** Of a new key pair. */
  readonly credential: { readonly id: string; readonly publicKey: string } | null
}

const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04
const HAS_CREDENTIAL = 0x40
/** SHA-256 of the site, flags and count. */
const HEAD_BYTES = 37
const AAGUID_BYTES = 16
/** WebAuthn, section 4: the most that an id has. */
const MOST_ID_BYTES = 1023
/** With a certificate or two of its maker. Nobody has more. */
const MOST_BYTES = 16_384

/** Reads it. Throws `invalid_input` where it is not made for `rpId`, or nobody was present. */
export function readAuthenticatorData(bytes: Uint8Array, rpId: string): AuthenticatorData {
  if (bytes.length < HEAD_BYTES || bytes.length > MOST_BYTES) throw badPasskey('its data has another length')
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const site = createHash('sha256').update(rpId).digest()
  if (!timingSafeEqual(head.subarray(0, 32), site)) throw badPasskey('it is meant for another site')
  const flags = head.readUInt8(32)
  if ((flags & USER_PRESENT) === 0) throw badPasskey('nobody was present')
  return {
    isVerified: (flags & USER_VERIFIED) !== 0,
    signCount: head.readUInt32BE(33),
    credential: (flags & HAS_CREDENTIAL) === 0 ? null : readCredential(head.subarray(HEAD_BYTES)),
  }
}

/** The authenticator's data in what it makes with a new key pair. Who made the authenticator is not looked at. */
export function readAttestation(bytes: Uint8Array): Uint8Array {
  if (bytes.length > MOST_BYTES) throw badPasskey('what it made is too long')
  // The decoder reads from the beginning of the buffer, whatever part of it is given.
  const made = salvage(() => decodeCBOR(Uint8Array.from(bytes)))
  const data = made instanceof Map ? made.get('authData') : undefined
  if (!(data instanceof Uint8Array)) throw badPasskey('what it made cannot be read')
  return data
}

/** The refusal of whatever does not prove anything; what is wrong is said for those who write clients. */
export function badPasskey(why: string): AppError {
  return new AppError('invalid_input', `The passkey was not accepted: ${why}.`, {
    fields: [
      {
        type: 'incorrect_code',
        loc: ['body', 'payload', 'credential'],
        msg: `The passkey was not accepted: ${why}.`,
      },
    ],
  })
}

function readCredential(bytes: Buffer): AuthenticatorData['credential'] {
  if (bytes.length < AAGUID_BYTES + 2) throw badPasskey('its data is cut off')
  const idBytes = bytes.readUInt16BE(AAGUID_BYTES)
  const start = AAGUID_BYTES + 2
  const id = bytes.subarray(start, start + idBytes)
  if (idBytes === 0 || idBytes > MOST_ID_BYTES || id.length < idBytes) throw badPasskey('its id has another length')
  // After the key there may be extensions.
  const [key] = salvage(() => decodePartialCBOR(Uint8Array.from(bytes.subarray(start + idBytes)), 0))
  return { id: id.toString('base64url'), publicKey: publicKeyOf(key) }
}

/** COSE_Key (RFC 9053) as the SubjectPublicKeyInfo that Node takes. */
function publicKeyOf(key: CBORType): string {
  const jwk = key instanceof Map ? jwkOf(key) : null
  if (jwk === null) throw badPasskey('its key is of a kind that was not asked for')
  const made = salvage(() => createPublicKey({ key: jwk, format: 'jwk' }))
  if ((made.asymmetricKeyDetails?.modulusLength ?? 2048) < 2048) throw badPasskey('its key is too short')
  return made.export({ type: 'spki', format: 'der' }).toString('base64')
}

type CoseKey = ReadonlyMap<string | number, CBORType>

// By kty, alg and crv: exactly what `ALGORITHMS` asks for.
function jwkOf(key: CoseKey): JsonWebKey | null {
  const kind = [1, 3].map((label) => Number(key.get(label))).join()
  if (kind === '2,-7' && key.get(-1) === 1) return { kty: 'EC', crv: 'P-256', x: part(key, -2), y: part(key, -3) }
  if (kind === '1,-8' && key.get(-1) === 6) return { kty: 'OKP', crv: 'Ed25519', x: part(key, -2) }
  if (kind === '3,-257') return { kty: 'RSA', n: part(key, -1), e: part(key, -2) }
  return null
}

function part(key: CoseKey, label: number): string {
  const value = key.get(label)
  if (!(value instanceof Uint8Array)) throw badPasskey('its key cannot be read')
  return Buffer.from(value).toString('base64url')
}

function salvage<T>(read: () => T): T {
  try {
    return read()
  } catch {
    // What is not well formed, or no point of the curve: whatever the decoders throw, it is the client's.
    throw badPasskey('what it made cannot be read')
  }
}
