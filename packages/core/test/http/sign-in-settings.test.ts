import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { memoryIdentityClient } from '../../src/adapters/memory-identity-client.js'
import { createUser } from '../../src/auth/users.js'
import { aBrowser, type Browser } from './browser.js'
import { aWorld, type World } from './world.js'

const AUTH = '/_allauth/browser/v1'
const SETTINGS = '/api/0/instance/sign-in/'
const ROOT = { email: 'root@example.com', password: 'violet grammar 9' }
const SSO = { kind: 'oidc', clientId: 'us', clientSecret: 'between us', issuer: 'https://sso.example' }

describe('how people sign in, as superusers set it up', () => {
  const identityClient = memoryIdentityClient()
  let world: World
  let root: Browser
  const start = async (options: Parameters<typeof aWorld>[0] = {}) => {
    world = await aWorld({ identityClient, secretKey: 'k'.repeat(32), ...options })
    await createUser(world.app.context, { ...ROOT, isSuperuser: true })
    root = aBrowser(world)
    await root.ask('POST', `${AUTH}/auth/login`, ROOT)
  }
  beforeEach(() => start())
  afterEach(() => world.stop())

  const save = (id: string, provider: Record<string, unknown>) =>
    root.ask('PUT', `${SETTINGS}providers/${id}/`, provider)
  const settings = async () => (await root.ask('GET', SETTINGS)).body as Record<string, unknown>

  it('begins with passwords and without a provider', async () => {
    expect(await settings()).toEqual({
      allowsPasswords: true,
      isPasswordConfigured: false,
      hasProviders: true,
      keepsSecrets: true,
      providers: [],
    })
  })

  it('has a provider that people can sign in by at once, and shows its secret to nobody', async () => {
    const made = await save('sso', SSO)
    expect(made).toMatchObject({
      status: 200,
      body: {
        id: 'sso',
        name: 'Single sign-on',
        hasSecret: true,
        isConfigured: false,
        callbackUrl: 'https://mishap.example/accounts/oidc/sso/login/callback/',
        joining: null,
      },
    })
    const everything = JSON.stringify([made.body, await settings(), (await root.ask('GET', '/api/settings/')).body])
    expect(everything).not.toContain('between us')
    const [stored] = await world.app.context.storage.signIn.providers()
    expect(JSON.stringify(stored)).not.toContain('between us')
    const begin = { provider: 'sso', callback_url: '/', process: 'login' }
    expect((await aBrowser(world).ask('POST', `${AUTH}/auth/provider/begin`, begin)).status).toBe(200)
  })

  it('keeps the secret unless another one is given', async () => {
    await save('sso', SSO)
    const { clientSecret: _, ...rest } = SSO
    const sealed = async () => (await world.app.context.storage.signIn.providers())[0]?.sealedSecret
    const before = await sealed()
    expect(await save('sso', { ...rest, name: 'Acme' })).toMatchObject({ status: 200, body: { name: 'Acme' } })
    expect(await sealed()).toBe(before)
    expect((await save('sso', { ...rest, clientSecret: null })).body).toMatchObject({ hasSecret: false })
  })

  it('says which secrets another key has made unreadable, and lets nobody in by them', async () => {
    await save('sso', SSO)
    const { storage } = world.app.context
    const other = await aWorld({ storage, identityClient, secretKey: 'x'.repeat(32) })
    const browser = aBrowser(other)
    await browser.ask('POST', `${AUTH}/auth/login`, ROOT)
    expect((await browser.ask('GET', SETTINGS)).body).toMatchObject({ providers: [{ isSecretLost: true }] })
    expect((await other.ask('GET', '/api/settings/')).body).toMatchObject({ socialApps: [] })
    await other.stop()
  })

  it('lets people join an organization, by domain and by group', async () => {
    const { organization } = await world.tenant('Acme')
    const joining = {
      organization: organization.slug,
      emailDomains: ['@Acme.example'],
      role: null,
      groupsClaim: 'realm_access.roles',
      groupRoles: { 'cn=leads, ou=x': 'manager' },
    }
    expect((await save('sso', { ...SSO, joining })).body).toMatchObject({
      joining: { ...joining, emailDomains: ['acme.example'] },
    })
  })

  it.each<[string, string, Record<string, unknown>]>([
    ['id', 'No Good', SSO],
    ['id', 'oidc', { kind: 'github', clientId: 'us' }],
    ['kind', 'sso', { ...SSO, kind: 'myspace' }],
    ['clientId', 'sso', { ...SSO, clientId: ' ' }],
    ['issuer', 'sso', { kind: 'oidc', clientId: 'us' }],
    ['issuer', 'sso', { ...SSO, issuer: 'http://sso.example' }],
    ['issuer', 'sso', { ...SSO, issuer: 'https://user@sso.example' }],
    ['issuer', 'sso', { kind: 'microsoft', clientId: 'us', issuer: '../common' }],
    ['organization', 'sso', { ...SSO, joining: { organization: 'nowhere' } }],
  ])('refuses a wrong %s', async (field, id, provider) => {
    const answer = await save(encodeURIComponent(id), provider)
    expect(answer.status).toBe(422)
    expect(JSON.stringify(answer.body)).toContain(`"${field}"`)
    expect(await settings()).toMatchObject({ providers: [] })
  })

  it('asks a provider whether it would take people in', async () => {
    await save('sso', SSO)
    await save('gone', { ...SSO, issuer: 'https://unreachable.example' })
    expect((await root.ask('POST', `${SETTINGS}providers/sso/check/`)).status).toBe(200)
    expect((await root.ask('POST', `${SETTINGS}providers/gone/check/`)).status).toBe(503)
    expect((await root.ask('POST', `${SETTINGS}providers/none/check/`)).status).toBe(404)
  })

  it('switches passwords off only where there is another way, and notes it', async () => {
    const allow = (allowsPasswords: boolean) => root.ask('PUT', SETTINGS, { allowsPasswords })
    expect((await allow(false)).status).toBe(400)
    await save('sso', SSO)
    expect(await allow(false)).toMatchObject({ status: 200, body: { allowsPasswords: false } })
    expect((await aBrowser(world).ask('POST', `${AUTH}/auth/login`, ROOT)).status).toBe(403)
    // What nobody can use any more is no other way.
    expect((await save('sso', { ...SSO, isEnabled: false })).status).toBe(200)
    expect((await aBrowser(world).ask('POST', `${AUTH}/auth/login`, ROOT)).status).toBe(200)
    await root.ask('DELETE', `${SETTINGS}providers/sso/`)
    const audit = await world.app.context.storage.audit.list(null, { limit: 10, cursor: null })
    expect(audit.items.map(({ action }) => action)).toEqual([
      'provider.deleted',
      'provider.updated',
      'sign_in.updated',
      'provider.created',
    ])
    expect(JSON.stringify(audit.items)).not.toContain('between us')
  })

  it('leaves alone what the configuration says', async () => {
    await world.stop()
    await start({
      allowPasswords: true,
      signInProviders: [{ kind: 'github', clientId: 'ours', clientSecret: 'between us' }],
    })
    expect(await settings()).toMatchObject({
      allowsPasswords: true,
      isPasswordConfigured: true,
      providers: [{ id: 'github', isConfigured: true, hasSecret: true }],
    })
    expect((await save('github', { kind: 'github', clientId: 'theirs' })).status).toBe(422)
    expect((await root.ask('PUT', SETTINGS, { allowsPasswords: false })).status).toBe(400)
    expect((await root.ask('DELETE', `${SETTINGS}providers/github/`)).status).toBe(404)
  })

  it('stops a start with every fault of providers that the configuration names', () => {
    const faulty = [
      { kind: 'oidc', id: 'A', clientId: '' },
      { kind: 'google', clientId: 'x', joining: { organization: '' } },
      { kind: 'google', clientId: 'x' },
    ] as const
    return expect(aWorld({ signInProviders: faulty })).rejects.toMatchObject({
      code: 'config',
      message: expect.stringMatching(
        /\[0\]\.id.*\n.*\[0\]\.clientId.*\n.*\[0\]\.issuer.*\n.*\[1\]\.joining.*\n.*\[2\]\.id/,
      ),
    })
  })
})
