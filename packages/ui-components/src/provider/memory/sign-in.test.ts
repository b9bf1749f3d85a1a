import { describe, expect, it } from '@jest/globals'
import { aUser, someSettings } from './builders.js'
import { createMemoryClient } from './client.js'
import { someProviders } from './sign-in.js'

const socialApps = [{ name: 'GitHub', client_id: 'us', provider: 'github', scopes: [], authorize_url: null }]

describe('signing in by providers, in memory', () => {
  it('lets the one account in, and leads on', async () => {
    const client = createMemoryClient({ user: aUser(), isSignedIn: false, settings: { socialApps } })
    expect(await client.beginSignIn({ provider: 'github', next: '/acme/issues' })).toEqual({ location: '/acme/issues' })
    expect(await client.getSession()).toMatchObject({ isAuthenticated: true })
  })

  it('connects accounts, and does not let go of the last way in', async () => {
    const client = createMemoryClient({ user: aUser({ hasPasswordAuth: false }), settings: { socialApps } })
    await client.beginSignIn({ provider: 'github', next: '/profile/account', process: 'connect' })
    const [account] = await client.listProviderAccounts()
    expect(account).toMatchObject({ display: 'ada@example.com', provider: { name: 'GitHub' } })
    const gone = { provider: 'github', account: account?.uid ?? '' }
    await expect(client.disconnectProvider(gone)).rejects.toMatchObject({ status: 400 })
    expect(await client.listProviderAccounts()).toHaveLength(1)
  })

  it('asks whoever comes without an address for one that is free', async () => {
    const client = createMemoryClient({ user: aUser(), isSignedIn: false, providerSignup: 'GitHub' })
    expect(await client.getSession()).toMatchObject({ isAuthenticated: false, pendingProvider: 'GitHub' })
    await expect(client.finishProviderSignup('ADA@example.com')).rejects.toMatchObject({
      fields: { email: expect.stringContaining('There is an account') },
    })
    expect(await client.finishProviderSignup('grace@example.com')).toMatchObject({ isAuthenticated: true })
  })

  it('keeps providers, and passwords where there is no other way', async () => {
    const client = createMemoryClient({ user: aUser(), settings: someSettings() })
    await expect(client.updateSignInSettings({ allowsPasswords: false })).rejects.toMatchObject({ status: 400 })
    const [, sso] = someProviders()
    const { id: _, callbackUrl, hasSecret, isSecretLost, isConfigured, ...input } = sso ?? someProviders()[0]!
    const saved = await client.saveSignInProvider('sso', { ...input, clientSecret: 'x' })
    expect(saved).toMatchObject({ hasSecret: true, callbackUrl: expect.stringContaining('/accounts/oidc/sso/') })
    expect(await client.saveSignInProvider('sso', input)).toMatchObject({ hasSecret: true })
    expect(await client.updateSignInSettings({ allowsPasswords: false })).toMatchObject({ allowsPasswords: false })
    await client.deleteSignInProvider('sso')
    expect(await client.getSignInSettings()).toMatchObject({ providers: [] })
  })
})
