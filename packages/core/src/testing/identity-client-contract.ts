import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { IdentityClient, ProviderAccess, SignInRequest } from '../ports/identity-client.js'

/** What somebody's account at the provider of the suite holds. */
export interface PersonUnderTest {
  readonly subject: string
  readonly email: string
  readonly isEmailVerified: boolean
  readonly name: string
  readonly groups: readonly string[]
}

/** A client with a provider that the suite can be somebody at. */
export interface IdentityClientUnderTest {
  readonly client: IdentityClient
  readonly provider: ProviderAccess
  /** The person says yes where the browser was sent; gives the address that it comes back to. */
  approve(location: string, person: PersonUnderTest): Promise<URL>
}

/** What every `IdentityClient` must do, as a jest suite. `open` is called once; its provider is asked for groups by `groups`. */
export function runIdentityClientContract(options: {
  readonly name: string
  readonly open: () => Promise<IdentityClientUnderTest>
  readonly close?: () => Promise<void>
}): void {
  describe(`the contract of clients of identities: ${options.name}`, () => {
    let subject: IdentityClientUnderTest
    beforeAll(async () => {
      subject = await options.open()
    })
    afterAll(() => options.close?.())

    it('sends people to the provider and learns who has come back', async () => {
      const { provider, client } = subject
      const request = aRequest()
      const location = new URL(await client.begin(provider, request))
      expect(location.searchParams.get('client_id')).toBe(provider.clientId)
      expect(location.searchParams.get('redirect_uri')).toBe(request.redirectUri)
      const callback = await subject.approve(location.href, ADA)
      expect(await client.finish(provider, request, callback)).toEqual({
        issuer: expect.stringMatching(/^https?:\/\//),
        ...ADA,
      })
    })

    it('tells an address that nobody has verified from one that somebody has', async () => {
      const { provider, client } = subject
      const request = aRequest()
      const person = { ...ADA, subject: '43', isEmailVerified: false }
      const callback = await subject.approve(await client.begin(provider, request), person)
      expect(await client.finish(provider, request, callback)).toMatchObject({ subject: '43', isEmailVerified: false })
    })

    it('says nothing of groups unless asked', async () => {
      const { client } = subject
      const provider = { ...subject.provider, groupsClaim: null }
      const request = aRequest()
      const callback = await subject.approve(await client.begin(provider, request), ADA)
      expect((await client.finish(provider, request, callback)).groups).toBeNull()
    })

    it('takes a code once', async () => {
      const { provider, client } = subject
      const request = aRequest()
      const callback = await subject.approve(await client.begin(provider, request), ADA)
      await client.finish(provider, request, callback)
      await expect(client.finish(provider, request, callback)).rejects.toMatchObject({ code: 'forbidden' })
    })

    it.each(['state', 'codeVerifier'] as const)('does not believe a code with another %s', async (field) => {
      const { provider, client } = subject
      const request = aRequest()
      const callback = await subject.approve(await client.begin(provider, request), ADA)
      const other = { ...request, [field]: randomText() }
      await expect(client.finish(provider, other, callback)).rejects.toMatchObject({ code: 'forbidden' })
    })
  })
}

const ADA: PersonUnderTest = {
  subject: '42',
  email: 'ada@example.com',
  isEmailVerified: true,
  name: 'Ada Lovelace',
  groups: ['analysts', 'analysts/engine'],
}

function aRequest(): SignInRequest {
  return {
    redirectUri: 'http://127.0.0.1:1/accounts/oidc/sso/login/callback/',
    state: randomText(),
    nonce: randomText(),
    codeVerifier: randomText(),
  }
}

function randomText(): string {
  return randomBytes(32).toString('base64url')
}
