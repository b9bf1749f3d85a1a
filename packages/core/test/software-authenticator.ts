import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { type CBORType, encodeCBOR } from '@levischuck/tiny-cbor'

export type KeyKind = 'ES256' | 'EdDSA' | 'RS256'

/** What a test changes of what the authenticator or the browser would do. */
export interface Mischief {
  readonly origin?: string
  readonly rpId?: string
  readonly type?: string
  readonly challenge?: string
  readonly crossOrigin?: boolean
  /** Flags of WebAuthn, section 6.1; 0x01 somebody was there, 0x04 showed who they are. */
  readonly flags?: number
  readonly signCount?: number
  readonly userHandle?: string | null
}

interface Options {
  readonly challenge: string
}

/** An authenticator in software with one key pair, and the browser around it. */
export function softwareAuthenticator({ origin, kind = 'ES256' }: { origin: string; kind?: KeyKind }) {
  const id = randomBytes(20)
  const keys = newKeys(kind)
  const rpIdOf = (mischief: Mischief) => mischief.rpId ?? new URL(origin).hostname
  let signCount = 0
  let userHandle: string | null = null
  const clientData = (type: string, { challenge }: Options, mischief: Mischief) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false, ...only(mischief) }))
  const head = (mischief: Mischief, flags: number) => {
    const bytes = Buffer.alloc(37)
    createHash('sha256').update(rpIdOf(mischief)).digest().copy(bytes)
    bytes.writeUInt8(mischief.flags ?? flags, 32)
    bytes.writeUInt32BE(mischief.signCount ?? ++signCount, 33)
    return bytes
  }
  return {
    id: id.toString('base64url'),
    create(options: unknown, mischief: Mischief = {}) {
      const asked = options as Options & { readonly user?: { readonly id: string } }
      userHandle = asked.user?.id ?? null
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const cose = Buffer.from(encodeCBOR(coseKey(kind, keys.publicKey)))
      const authData = Buffer.concat([head(mischief, 0x45), Buffer.alloc(16), length, id, cose])
      const parts: [string, CBORType][] = [
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', Uint8Array.from(authData)],
      ]
      return credential({
        clientDataJSON: clientData('webauthn.create', asked, mischief).toString('base64url'),
        attestationObject: Buffer.from(encodeCBOR(new Map(parts))).toString('base64url'),
        transports: ['internal'],
      })
    },
    get(options: unknown, mischief: Mischief = {}) {
      const client = clientData('webauthn.get', options as Options, mischief)
      const authData = head(mischief, 0x05)
      const signed = Buffer.concat([authData, createHash('sha256').update(client).digest()])
      const signature = sign(kind === 'EdDSA' ? null : 'sha256', signed, keys.privateKey)
      return credential({
        clientDataJSON: client.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: signature.toString('base64url'),
        userHandle: mischief.userHandle === undefined ? userHandle : mischief.userHandle,
      })
    },
  }

  function credential<T>(response: T) {
    const text = id.toString('base64url')
    return { id: text, rawId: text, type: 'public-key' as const, response, clientExtensionResults: {} }
  }
}

function only({ type, challenge, origin, crossOrigin }: Mischief) {
  const entries = Object.entries({ type, challenge, origin, crossOrigin })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function newKeys(kind: KeyKind) {
  if (kind === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return kind === 'EdDSA' ? generateKeyPairSync('ed25519') : generateKeyPairSync('rsa', { modulusLength: 2048 })
}

function coseKey(kind: KeyKind, publicKey: KeyObject): CBORType {
  const jwk = publicKey.export({ format: 'jwk' })
  const bytes = (text = '') => Uint8Array.from(Buffer.from(text, 'base64url'))
  if (kind === 'ES256')
    return new Map<number, CBORType>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, bytes(jwk.x)],
      [-3, bytes(jwk.y)],
    ])
  if (kind === 'EdDSA')
    return new Map<number, CBORType>([
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, bytes(jwk.x)],
    ])
  return new Map<number, CBORType>([
    [1, 3],
    [3, -257],
    [-1, bytes(jwk.n)],
    [-2, bytes(jwk.e)],
  ])
}
