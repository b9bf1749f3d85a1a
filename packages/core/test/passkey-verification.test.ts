import { describe, expect, it } from '@jest/globals'
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server'
import { isSignedBy, readNewCredential, readUsedCredential } from '../src/auth/passkeys/credential.js'
import { type KeyKind, type Mischief, softwareAuthenticator } from './software-authenticator.js'

const SITE = { origin: 'https://mishap.example', rpId: 'mishap.example' }
const CHALLENGE = Buffer.from('a challenge of thirty-two bytes.').toString('base64url')
const OPTIONS = { challenge: CHALLENGE }

type Authenticator = ReturnType<typeof softwareAuthenticator>
type Made = ReturnType<Authenticator['create']>
type Used = ReturnType<Authenticator['get']>

/** What ours says of it, and what a library of others does. */
async function verdictsOnNew(made: Made) {
  const { id, response } = made
  const asked = { expectedChallenge: CHALLENGE, expectedOrigin: SITE.origin, expectedRPID: SITE.rpId }
  const ours = takes(() => readNewCredential({ id, ...response }, SITE).challenge === CHALLENGE)
  const theirs = await takesLater(async () => {
    // The library has the types of the DOM, which know what transports there are today.
    const answer = { ...made, response: { ...response, transports: [] } }
    return (await verifyRegistrationResponse({ ...asked, response: answer, requireUserVerification: false })).verified
  })
  return { ours, theirs }
}

async function verdictsOnUsed(used: Used, made: Made) {
  const { id, response } = made
  const { publicKey } = readNewCredential({ id, ...response }, SITE)
  const expected = { expectedChallenge: CHALLENGE, expectedOrigin: SITE.origin, expectedRPID: SITE.rpId }
  const ours = takes(() => {
    const read = readUsedCredential({ id: used.id, ...used.response }, SITE)
    return read.challenge === CHALLENGE && isSignedBy(publicKey, { id: used.id, ...used.response })
  })
  const theirs = await takesLater(async () => {
    const answer = { ...made, response: { ...response, transports: [] } }
    const known = await verifyRegistrationResponse({ ...expected, response: answer, requireUserVerification: false })
    const credential = known.registrationInfo?.credential
    if (credential === undefined) return false
    const { userHandle, ...rest } = used.response
    const given = { ...used, response: { ...rest, ...(userHandle === null ? {} : { userHandle }) } }
    const asked = { ...expected, response: given, credential: { ...credential, counter: 0 } }
    return (await verifyAuthenticationResponse({ ...asked, requireUserVerification: false })).verified
  })
  return { ours, theirs }
}

const MISCHIEFS: readonly (readonly [string, Mischief])[] = [
  ['of another site', { origin: 'https://evil.example' }],
  ['of a site below', { origin: 'https://a.mishap.example' }],
  ['of another scheme', { origin: 'http://mishap.example' }],
  ['for another domain', { rpId: 'evil.example' }],
  ['of another kind', { type: 'payment.get' }],
  ['with another challenge', { challenge: 'AAAA' }],
  ['with nobody there', { flags: 0x44 }],
]

describe.each<KeyKind>(['ES256', 'EdDSA', 'RS256'])('a passkey of %s', (kind) => {
  it('is taken, and what it signs, as by others', async () => {
    const authenticator = softwareAuthenticator({ origin: SITE.origin, kind })
    const made = authenticator.create(OPTIONS)
    expect(await verdictsOnNew(made)).toEqual({ ours: true, theirs: true })
    expect(await verdictsOnUsed(authenticator.get(OPTIONS), made)).toEqual({ ours: true, theirs: true })
  })

  it.each(MISCHIEFS)('is refused %s, as by others', async (_, mischief) => {
    const authenticator = softwareAuthenticator({ origin: SITE.origin, kind })
    expect(await verdictsOnNew(authenticator.create(OPTIONS, mischief))).toEqual({ ours: false, theirs: false })
    const made = authenticator.create(OPTIONS)
    const flags = mischief.flags === undefined ? {} : { flags: 0x04 }
    const used = authenticator.get(OPTIONS, { ...mischief, ...flags })
    expect(await verdictsOnUsed(used, made)).toEqual({ ours: false, theirs: false })
  })

  it('is refused by the signature of another', async () => {
    const [own, other] = [1, 2].map(() => softwareAuthenticator({ origin: SITE.origin, kind })) as [
      Authenticator,
      Authenticator,
    ]
    const made = own.create(OPTIONS)
    const used = { ...other.get(OPTIONS), id: own.id, rawId: own.id }
    expect(await verdictsOnUsed(used, made)).toEqual({ ours: false, theirs: false })
  })
})

describe('what no authenticator makes', () => {
  const made = softwareAuthenticator({ origin: SITE.origin }).create(OPTIONS)
  const attestation = Buffer.from(made.response.attestationObject, 'base64url')
  const refusal = (attestationObject: Uint8Array) =>
    faultOf(() =>
      readNewCredential(
        { id: made.id, ...made.response, attestationObject: Buffer.from(attestationObject).toString('base64url') },
        SITE,
      ),
    )

  it('is refused, wherever it is cut off', () => {
    for (let length = 0; length < attestation.length; length += 1)
      expect(refusal(attestation.subarray(0, length))).toBe('invalid_input')
  })

  it('is refused or taken, whichever byte differs', () => {
    for (let index = 0; index < attestation.length; index += 1) {
      const changed = Uint8Array.from(attestation)
      changed[index] = (changed[index] ?? 0) ^ 0xff
      expect(['invalid_input', null]).toContain(refusal(changed))
    }
  })

  it('is refused when it is deep or long', () => {
    expect(refusal(new Uint8Array(15_000).fill(0x81))).toBe('invalid_input')
    expect(refusal(new Uint8Array(20_000))).toBe('invalid_input')
    expect(refusal(Buffer.from('bf6861757468446174615affffffff', 'hex'))).toBe('invalid_input')
  })

  it('is refused from within a frame of others', () => {
    const framed = softwareAuthenticator({ origin: SITE.origin }).create(OPTIONS, { crossOrigin: true })
    expect(faultOf(() => readNewCredential({ id: framed.id, ...framed.response }, SITE))).toBe('invalid_input')
  })
})

function takes(verdict: () => boolean): boolean {
  try {
    return verdict()
  } catch (error) {
    expect(error).toMatchObject({ code: 'invalid_input' })
    return false
  }
}

async function takesLater(verdict: () => Promise<boolean>): Promise<boolean> {
  return verdict().catch(() => false)
}

function faultOf(read: () => unknown): string | null {
  try {
    read()
    return null
  } catch (error) {
    return (error as { readonly code?: string }).code ?? String(error)
  }
}
