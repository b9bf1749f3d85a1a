import { createHash, createPublicKey, verify } from 'node:crypto'
import { type AuthenticatorData, badPasskey, readAttestation, readAuthenticatorData } from './authenticator-data.js'

/** Where the browser must have been: the origin of our pages, and the domain that keys are bound to. */
export interface Site {
  readonly origin: string
  readonly rpId: string
}

/** The kinds of keys that we can verify, the best first (RFC 9053): ES256, EdDSA, RS256. */
export const ALGORITHMS: readonly number[] = [-7, -8, -257]

/** As a browser gives it after a key pair was made; texts are base64url. */
export interface NewCredential {
  readonly id: string
  readonly clientDataJSON: string
  readonly attestationObject: string
}

/** The same after one was used. */
export interface UsedCredential {
  readonly id: string
  readonly clientDataJSON: string
  readonly authenticatorData: string
  readonly signature: string
  readonly userHandle: string | null
}

type Made = { readonly challenge: string; readonly data: AuthenticatorData }

/** A key pair that was made for the site (WebAuthn, section 7.1). Throws `invalid_input`. */
export function readNewCredential(
  credential: NewCredential,
  site: Site,
): Made & { readonly publicKey: string; readonly id: string } {
  const challenge = readClientData(credential.clientDataJSON, 'webauthn.create', site)
  const data = readAuthenticatorData(readAttestation(bytesOf(credential.attestationObject)), site.rpId)
  if (data.credential === null) throw badPasskey('it has no key')
  if (data.credential.id !== canonical(credential.id)) throw badPasskey('it has two ids')
  return { challenge, data, ...data.credential }
}

/** What was signed for the site (section 7.2). Whether it was with the right key is for `isSignedBy`. Throws `invalid_input`. */
export function readUsedCredential(credential: UsedCredential, site: Site): Made & { readonly id: string } {
  const challenge = readClientData(credential.clientDataJSON, 'webauthn.get', site)
  const data = readAuthenticatorData(bytesOf(credential.authenticatorData), site.rpId)
  return { challenge, data, id: canonical(credential.id) }
}

export function isSignedBy(publicKey: string, used: UsedCredential): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
  const clientData = createHash('sha256').update(bytesOf(used.clientDataJSON)).digest()
  const signed = Buffer.concat([bytesOf(used.authenticatorData), clientData])
  // Ed25519 has its hash within.
  return verify(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', signed, key, bytesOf(used.signature))
}

interface ClientData {
  readonly type?: unknown
  readonly challenge?: unknown
  readonly origin?: unknown
  readonly crossOrigin?: unknown
}

function readClientData(text: string, type: string, { origin }: Site): string {
  const data = parse(text)
  if (data.type !== type) throw badPasskey('it was made for something else')
  if (data.origin !== origin) throw badPasskey('it was made on another site')
  // Our pages are never in a frame of others'.
  if (data.crossOrigin === true) throw badPasskey('it was made in a frame')
  if (typeof data.challenge !== 'string') throw badPasskey('it answers no challenge')
  return data.challenge
}

function parse(text: string): ClientData {
  try {
    const data: unknown = JSON.parse(bytesOf(text).toString('utf8'))
    // What of it is missing is refused by its reader.
    if (typeof data === 'object' && data !== null) return data as ClientData
  } catch {
    // No JSON: the same as an answer of another kind.
  }
  throw badPasskey('what the browser says of it cannot be read')
}

function canonical(id: string): string {
  return bytesOf(id).toString('base64url')
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'base64url')
}
