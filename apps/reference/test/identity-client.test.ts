import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { nodeFetcher, type ProviderAccess } from '@mishap/core'
import { runIdentityClientContract } from '@mishap/core/testing'
import { openidIdentityClient } from '../src/sign-in/identity-client.js'
import { startGithubServer } from './support/github-server.js'
import { CLIENT, type OidcServer, startOidcServer } from './support/oidc-server.js'

const REDIRECT = 'http://127.0.0.1:1/accounts/oidc/sso/login/callback/'
const fetcher = nodeFetcher({ allowPrivate: true })
const request = { redirectUri: REDIRECT, state: 's'.repeat(43), nonce: 'n'.repeat(43), codeVerifier: 'v'.repeat(43) }

let oidc: OidcServer
runIdentityClientContract({
  name: 'OpenID Connect',
  async open() {
    oidc = await startOidcServer([REDIRECT])
    return {
      client: openidIdentityClient(fetcher),
      provider: { kind: 'oidc', ...CLIENT, issuer: oidc.issuer, scopes: ['groups'], groupsClaim: 'groups' },
      approve: (location, { subject, isEmailVerified, ...person }) =>
        oidc.approve(location, { ...person, sub: subject, email_verified: isEmailVerified }),
    }
  },
  close: () => oidc.stop(),
})

let hub: Awaited<ReturnType<typeof startGithubServer>>
runIdentityClientContract({
  name: 'GitHub',
  async open() {
    hub = await startGithubServer(CLIENT)
    return {
      client: openidIdentityClient(fetcher),
      provider: { kind: 'github', ...CLIENT, issuer: hub.issuer, scopes: [], groupsClaim: 'groups' },
      approve: async (location, { subject, email, isEmailVerified, name, groups }) =>
        hub.approve(location, {
          id: Number(subject),
          login: 'ada',
          name,
          emails: [
            { email: 'old@example.com', primary: false, verified: false },
            { email, primary: true, verified: isEmailVerified },
          ].filter((one) => isEmailVerified || one.email === email),
          orgs: groups.filter((group) => !group.includes('/')),
          teams: groups.filter((group) => group.includes('/')),
        }),
    }
  },
  close: () => hub.stop(),
})

describe('clients of identities by openid-client', () => {
  let server: OidcServer
  let provider: ProviderAccess
  const client = openidIdentityClient(fetcher)
  beforeAll(async () => {
    server = await startOidcServer([REDIRECT])
    provider = { kind: 'oidc', ...CLIENT, issuer: server.issuer, scopes: [], groupsClaim: null }
  })
  afterAll(() => server.stop())

  it('asks with PKCE and a nonce, and shows neither verifier nor secret', async () => {
    const asked = new URL(await client.begin(provider, request)).searchParams
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      scope: 'openid email profile',
      state: request.state,
      nonce: request.nonce,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    })
    expect(String(asked)).not.toContain(request.codeVerifier)
    expect(String(asked)).not.toContain('secret')
  })

  it('does not believe an ID token that was made for another nonce', async () => {
    const callback = await server.approve(await client.begin(provider, request), { sub: 'ada' })
    const other = { ...request, nonce: 'o'.repeat(43) }
    await expect(client.finish(provider, other, callback)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('does not believe an answer that names another issuer', async () => {
    const callback = await server.approve(await client.begin(provider, request), { sub: 'ada' })
    callback.searchParams.set('iss', 'https://evil.example')
    await expect(client.finish(provider, request, callback)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('says that the provider does not know this server', async () => {
    const wrong = { ...provider, clientSecret: 'wrong' }
    const callback = await server.approve(await client.begin(wrong, request), { sub: 'ada' })
    await expect(client.finish(wrong, request, callback)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('does not know the client id'),
    })
  })

  it.each([
    ['nobody listens', 'http://127.0.0.1:9', 'cannot be asked'],
    ['is of something else', 'http://127.0.0.1:PORT/jwks', 'cannot be used'],
  ])('says that the issuer is wrong: %s', async (_, issuer, message) => {
    const elsewhere = { ...provider, issuer: issuer.replace('PORT', new URL(server.issuer).port) }
    await expect(client.begin(elsewhere, request)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(message),
    })
  })

  it('asks no private network unless that is allowed', async () => {
    const careful = openidIdentityClient(nodeFetcher())
    await expect(careful.begin(provider, request)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('private network'),
    })
  })

  it('takes an ID token of this provider for this client', async () => {
    const callback = await server.approve(await client.begin(provider, request), { sub: 'ada' })
    const exchanged = await fetch(`${server.issuer}/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`${CLIENT.clientId}:${encodeURIComponent(CLIENT.clientSecret)}`)}`,
      },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: callback.searchParams.get('code') ?? '',
        code_verifier: request.codeVerifier,
        redirect_uri: REDIRECT,
      }),
    })
    const { id_token: token } = (await exchanged.json()) as { id_token: string }
    expect(await client.readToken(provider, token)).toMatchObject({ issuer: server.issuer, subject: 'ada' })
    const other = { ...provider, clientId: 'another' }
    await expect(client.readToken(other, token)).rejects.toMatchObject({ code: 'forbidden' })
    const forged = token.replace(/[^.]+$/, (signature) => [...signature].reverse().join(''))
    await expect(client.readToken(provider, forged)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it.each(['x', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.', 'a.b.c'])('takes no token that is none: %s', async (token) => {
    await expect(client.readToken(provider, token)).rejects.toMatchObject({ code: 'forbidden' })
  })
})
