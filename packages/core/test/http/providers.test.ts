import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type MemoryPerson, memoryIdentityClient } from '../../src/adapters/memory-identity-client.js'
import { memoryMailer } from '../../src/adapters/memory-mailer.js'
import type { ConfiguredProvider } from '../../src/auth/providers/configured.js'
import { joinByProvider } from '../../src/auth/providers/join.js'
import { seal } from '../../src/auth/seal.js'
import { totpUse } from '../../src/auth/second-factor.js'
import { hashToken, newToken } from '../../src/auth/tokens.js'
import { createUser } from '../../src/auth/users.js'
import type { User } from '../../src/ports/model.js'
import { fakeClock } from '../../src/testing/fake-clock.js'
import { aBrowser, type Browser } from './browser.js'
import { aWorld, type World } from './world.js'

const AUTH = '/_allauth/browser/v1'
const PASSWORD = 'violet grammar 9'
const SECRET_KEY = 'k'.repeat(32)
const SSO: ConfiguredProvider = { id: 'sso', kind: 'oidc', clientId: 'us', issuer: 'https://sso.example' }

describe('signing in by a provider', () => {
  const identityClient = memoryIdentityClient()
  const clock = fakeClock()
  let world: World
  afterEach(() => world.stop())

  const start = async (provider: Partial<ConfiguredProvider> = {}, options: Parameters<typeof aWorld>[0] = {}) => {
    world = await aWorld({
      ...{ identityClient, clock, secretKey: SECRET_KEY, mailer: memoryMailer() },
      signInProviders: [{ ...SSO, ...provider }],
      ...options,
    })
    await createUser(world.app.context, { email: 'root@example.com', password: PASSWORD, isSuperuser: true })
  }
  beforeEach(() => start({ opensSignUp: true }))

  const begin = async (browser: Browser, body: Record<string, unknown> = {}) =>
    browser.ask('POST', `${AUTH}/auth/provider/begin`, {
      ...{ provider: 'sso', callback_url: '/acme/issues', process: 'login' },
      ...body,
    })
  const go = async (browser: Browser, person: MemoryPerson, body: Record<string, unknown> = {}) => {
    const { data } = (await begin(browser, body)).body as { data: { location: string } }
    const answer = await browser.ask('GET', pathOf(identityClient.approve(data.location, person)))
    return answer.headers.get('location')
  }
  const sessionOf = async (browser: Browser) => (await browser.ask('GET', `${AUTH}/auth/session`)).body
  const ada: MemoryPerson = { subject: 'ada-1', email: 'ada@example.com', isEmailVerified: true, name: 'Ada' }
  const aVerifiedUser = async (email: string, user: { readonly isVerified?: boolean } = {}): Promise<User> => {
    const { context } = world.app
    const made = await createUser(context, { email, password: PASSWORD, isSuperuser: false })
    if (user.isVerified === false) return made
    const { token, hash } = newToken()
    const expiresAt = new Date(clock.now().getTime() + 1000)
    await context.storage.accounts.addConfirmation({ tokenHash: hash, userId: made.id, email, expiresAt })
    await context.storage.accounts.confirm(hashToken(token), clock.now())
    return made
  }
  const logIn = async (email: string) => {
    const browser = aBrowser(world)
    expect((await browser.ask('POST', `${AUTH}/auth/login`, { email, password: PASSWORD })).status).toBe(200)
    return browser
  }

  it('makes an account the first time and knows it the next', async () => {
    const browser = aBrowser(world)
    expect(await go(browser, ada)).toBe('/acme/issues')
    expect(await sessionOf(browser)).toMatchObject({
      data: {
        user: { email: 'ada@example.com', display: 'Ada', has_usable_password: false },
        methods: [{ method: 'socialaccount', provider: 'sso', uid: 'ada-1' }],
      },
    })
    const other = aBrowser(world)
    expect(await go(other, { ...ada, email: 'moved@example.com' })).toBe('/acme/issues')
    expect(await sessionOf(other)).toMatchObject({ data: { user: { email: 'ada@example.com' } } })
    expect((await other.ask('GET', '/api/0/users/me/')).body).toMatchObject({
      hasPasswordAuth: false,
      identities: [{ provider: 'sso', uid: 'ada-1', email: 'moved@example.com', username: 'Ada' }],
    })
    expect((await other.ask('GET', '/api/0/users/me/emails/')).body).toMatchObject([{ isVerified: true }])
  })

  it('is offered to front ends as GlitchTip offers it', async () => {
    expect((await world.ask('GET', `${AUTH}/config`)).body).toMatchObject({
      data: { socialaccount: { providers: [{ id: 'sso', name: 'Single sign-on', client_id: 'us' }] } },
    })
    expect((await world.ask('GET', '/api/settings/')).body).toMatchObject({
      socialApps: [{ name: 'Single sign-on', provider: 'sso', client_id: 'us', authorize_url: null }],
      enableUserRegistration: false,
      enableSocialAppsUserRegistration: true,
    })
    expect(await sessionOf(aBrowser(world))).toMatchObject({
      data: { flows: [{ id: 'login' }, { id: 'provider_redirect', providers: ['sso'] }] },
    })
  })

  it('goes by a form as well, which must hold the token against forged requests', async () => {
    const browser = aBrowser(world)
    const form = (fields: Record<string, string>) =>
      world.ask('POST', `${AUTH}/auth/provider/redirect`, {
        cookie: 'csrftoken=x',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: String(
          new URLSearchParams({ provider: 'sso', callback_url: '/login/finalize', process: 'login', ...fields }),
        ),
      })
    expect((await form({})).status).toBe(403)
    expect((await form({ csrfmiddlewaretoken: 'y' })).status).toBe(403)
    const begun = await form({ csrfmiddlewaretoken: 'x' })
    expect(begun.status).toBe(302)
    const location = begun.headers.get('location') ?? ''
    expect(location).toMatch(/^https:\/\/provider\.example\/authorize\?/)
    browser.jar.set('signinbrowser', /signinbrowser=([^;]+)/.exec(begun.cookies.join())?.[1] ?? '')
    const back = await browser.ask('GET', pathOf(identityClient.approve(location, ada)))
    expect(back.headers.get('location')).toBe('/login/finalize')
    const unknown = await form({ csrfmiddlewaretoken: 'x', provider: 'nobody' })
    expect(unknown.headers.get('location')).toMatch(/^\/login\?socialLoginError=true/)
  })

  it('comes back only to this server', async () => {
    for (const callback_url of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])
      expect((await begin(aBrowser(world), { callback_url })).status).toBe(400)
    const own = await begin(aBrowser(world), { callback_url: 'https://mishap.example/login/finalize' })
    expect(own.status).toBe(200)
  })

  it('ends in the browser in which it was begun, once and in time', async () => {
    const [browser, thief] = [aBrowser(world), aBrowser(world)]
    const { data } = (await begin(browser)).body as { data: { location: string } }
    await begin(thief)
    const back = pathOf(identityClient.approve(data.location, ada))
    const expired = '/login?socialLoginError=true&reason=expired'
    expect((await thief.ask('GET', back)).headers.get('location')).toBe(expired)
    expect((await thief.ask('GET', '/accounts/oidc/sso/login/callback/')).headers.get('location')).toBe(expired)
    expect((await thief.ask('GET', '/accounts/github/login/callback/')).headers.get('location')).toBe(expired)
    const forged = back.replace(/state=[^&]*/, 'state=made-up')
    expect((await browser.ask('GET', forged)).headers.get('location')).toBe(expired)
    expect((await browser.ask('GET', back)).headers.get('location')).toBe('/acme/issues')
    expect((await browser.ask('GET', back)).headers.get('location')).toBe(expired)
    const late = (await begin(thief)).body as { data: { location: string } }
    const lateBack = pathOf(identityClient.approve(late.data.location, ada))
    await clock.advance(16 * 60_000)
    expect((await thief.ask('GET', lateBack)).headers.get('location')).toBe(expired)
    expect(await sessionOf(thief)).toMatchObject({ meta: { is_authenticated: false } })
  })

  it('says that the provider refused, or that a code was used before', async () => {
    const browser = aBrowser(world)
    const { data } = (await begin(browser)).body as { data: { location: string } }
    const state = new URL(data.location).searchParams.get('state')
    const refused = await browser.ask('GET', `/accounts/oidc/sso/login/callback/?error=access_denied&state=${state}`)
    expect(refused.headers.get('location')).toBe('/login?socialLoginError=true&reason=denied&next=%2Facme%2Fissues')
    const [one, two] = [await begin(browser), await begin(browser)].map(
      ({ body }) => (body as { data: { location: string } }).data.location,
    )
    const used = new URL(identityClient.approve(one ?? '', ada))
    await browser.ask('GET', pathOf(used.href))
    const replay = new URL(identityClient.approve(two ?? '', ada))
    replay.searchParams.set('code', used.searchParams.get('code') ?? '')
    browser.jar.set('signinbrowser', browser.jar.get('signinbrowser') ?? '')
    expect((await browser.ask('GET', pathOf(replay.href))).headers.get('location')).toMatch(/socialLoginError=true/)
  })

  it('joins an account by its address only when both sides have verified it', async () => {
    await aVerifiedUser('both@example.com')
    await aVerifiedUser('ours-not@example.com', { isVerified: false })
    const both = aBrowser(world)
    expect(await go(both, { ...ada, subject: '1', email: 'BOTH@example.com' })).toBe('/acme/issues')
    expect(await sessionOf(both)).toMatchObject({ data: { user: { email: 'both@example.com' } } })
    expect(await go(aBrowser(world), { ...ada, subject: '2', email: 'ours-not@example.com' })).toMatch(
      /reason=account_exists/,
    )
    const theirsNot = { ...ada, subject: '3', email: 'both@example.com', isEmailVerified: false }
    expect(await go(aBrowser(world), theirsNot)).toMatch(/reason=unverified/)
  })

  it('lets somebody enter whom an invitation made, for nobody has entered the account before', async () => {
    const { storage } = world.app.context
    const made = { email: 'new@example.com', name: '', passwordHash: null, isSuperuser: false }
    const { id } = await storage.users.create(made)
    const browser = aBrowser(world)
    expect(await go(browser, { ...ada, email: 'new@example.com', isEmailVerified: false })).toMatch(/reason=unverified/)
    expect(await go(browser, { ...ada, email: 'new@example.com' })).toBe('/acme/issues')
    expect(await sessionOf(browser)).toMatchObject({ data: { user: { id: Number(id) } } })
    await storage.users.create({ ...made, email: 'robot@example.com', isSuperuser: true })
    const robot = { subject: 'robot', email: 'robot@example.com', isEmailVerified: true }
    expect(await go(aBrowser(world), robot)).toMatch(/reason=account_exists/)
  })

  it('makes no account where registration is closed, but for who is invited', async () => {
    await world.stop()
    await start()
    expect(await go(aBrowser(world), ada)).toMatch(/reason=closed/)
    const { organization, token } = await world.tenant()
    const invited = await world.ask('POST', `/api/0/organizations/${organization.slug}/members/`, {
      token,
      body: { email: 'ada@example.com', orgRole: 'member', sendInvite: false },
    })
    const link = new URL((invited.body as { inviteLink: string }).inviteLink)
    expect(await go(aBrowser(world), ada, { callback_url: `${link.pathname}x` })).toMatch(/reason=closed/)
    expect(await go(aBrowser(world), ada, { callback_url: link.pathname })).toBe(`/${organization.slug}`)
    const user = await world.app.context.storage.users.getByEmail('ada@example.com')
    expect(await world.app.context.storage.organizations.membership(organization.id, user?.id ?? '')).not.toBeNull()
    // It was worth one account.
    const other = { subject: 'eve-1', email: 'eve@example.com', isEmailVerified: true }
    expect(await go(aBrowser(world), other, { callback_url: link.pathname })).toMatch(/reason=closed/)
  })

  it('lets nobody in who was disabled', async () => {
    await go(aBrowser(world), ada)
    const user = await world.app.context.storage.users.getByEmail('ada@example.com')
    await world.app.context.storage.users.update(user?.id ?? '', { isActive: false })
    expect(await go(aBrowser(world), ada)).toMatch(/reason=inactive/)
  })

  it('asks for our second factor all the same, unless the provider is trusted with it', async () => {
    const user = await aVerifiedUser('ada@example.com')
    const { secondFactors } = world.app.context.storage
    const sealedSecret = seal({ secretKey: SECRET_KEY }, totpUse(user), Buffer.from('secret').toString('base64'))
    const sealedCodes = seal({ secretKey: SECRET_KEY }, `recovery_codes:${user.id}`, '["12345678"]')
    await secondFactors.addTotp(user.id, { sealedSecret, step: 0, sealedCodes, now: clock.now() })
    const browser = aBrowser(world)
    expect(await go(browser, ada)).toBe('/login/finalize?next=%2Facme%2Fissues')
    expect(await sessionOf(browser)).toMatchObject({
      data: {
        flows: expect.arrayContaining([
          { id: 'mfa_authenticate', types: ['totp', 'recovery_codes'], is_pending: true },
        ]),
      },
    })
    const finished = await browser.ask('POST', `${AUTH}/auth/2fa/authenticate`, { code: '12345678' })
    expect(finished.body).toMatchObject({
      data: {
        methods: [
          { method: 'socialaccount', provider: 'sso' },
          { method: 'mfa', type: 'recovery_codes' },
        ],
      },
    })
  })

  it('asks for the address that the provider does not tell', async () => {
    const browser = aBrowser(world)
    expect((await browser.ask('GET', `${AUTH}/auth/provider/signup`)).status).toBe(409)
    expect(await go(browser, { subject: 'shy', name: 'Shy' })).toBe('/login/finalize?next=%2Facme%2Fissues')
    expect(await sessionOf(browser)).toMatchObject({
      data: { flows: expect.arrayContaining([expect.objectContaining({ id: 'provider_signup', is_pending: true })]) },
    })
    expect((await browser.ask('GET', `${AUTH}/auth/provider/signup`)).body).toMatchObject({
      data: { account: { uid: 'shy', display: 'Shy', provider: { id: 'sso' } } },
    })
    const finish = (email: string) => browser.ask('POST', `${AUTH}/auth/provider/signup`, { email })
    expect(await finish('root@example.com')).toMatchObject({ status: 400, body: { errors: [{ param: 'email' }] } })
    expect(await finish('shy@example.com')).toMatchObject({ status: 200 })
    expect((await browser.ask('GET', '/api/0/users/me/emails/')).body).toMatchObject([{ isVerified: false }])
    expect((await finish('again@example.com')).status).toBe(409)
  })

  it('connects accounts with the one that is signed in, and lets go of them but for the last way in', async () => {
    await aVerifiedUser('ada@example.com')
    const browser = await logIn('ada@example.com')
    const connecting = { process: 'connect', callback_url: '/settings/account' }
    expect(await go(browser, { subject: 'other', email: 'else@example.com' }, connecting)).toBe('/settings/account')
    const accounts = { data: [{ uid: 'other', display: 'else@example.com', provider: { id: 'sso' } }] }
    expect((await browser.ask('GET', `${AUTH}/account/providers`)).body).toMatchObject(accounts)
    const { storage } = world.app.context
    const user = await storage.users.getByEmail('ada@example.com')
    const disconnect = () => browser.ask('DELETE', `${AUTH}/account/providers`, { provider: 'sso', account: 'other' })
    await storage.users.update(user?.id ?? '', { passwordHash: null })
    expect((await disconnect()).status).toBe(400)
    await storage.users.update(user?.id ?? '', { passwordHash: 'x' })
    expect(await disconnect()).toMatchObject({ status: 200, body: { data: [] } })
    expect((await disconnect()).status).toBe(400)
  })

  it('connects nothing for whoever finds a browser open, by a form either', async () => {
    await aVerifiedUser('ada@example.com')
    const browser = await logIn('ada@example.com')
    const form = { provider: 'sso', callback_url: '/settings/account', process: 'connect', csrfmiddlewaretoken: 'x' }
    const send = async () => {
      const cookie = [...browser.jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const body = new URLSearchParams(form).toString()
      const answer = await world.ask('POST', `${AUTH}/auth/provider/redirect`, { cookie, headers, body })
      return answer.headers.get('location')
    }
    expect(await send()).toContain('https://provider.example/')
    await clock.advance(29 * 60_000)
    const { data } = (await begin(browser, { ...form })).body as { data: { location: string } }
    await clock.advance(2 * 60_000)
    expect(await send()).toMatch(/^\/settings\/account\?.*reason=expired/)
    const back = await browser.ask('GET', pathOf(identityClient.approve(data.location, { subject: 'mallory' })))
    expect(back.headers.get('location')).toMatch(/reason=expired/)
    expect((await browser.ask('GET', `${AUTH}/account/providers`)).body).toMatchObject({ data: [] })
  })

  it('gives no roles by groups of any tenant of Microsoft', async () => {
    const { organization } = await world.tenant()
    const joining = {
      organizationId: organization.id,
      emailDomains: [],
      groupsClaim: 'groups',
      role: 'member',
    } as const
    const provider = { kind: 'microsoft', issuer: null, joining: { ...joining, groupRoles: { admins: 'owner' } } }
    const user = await aVerifiedUser('ada@example.com')
    const claims = { subject: 'x', email: 'ada@example.com', isEmailVerified: true, name: 'Ada', groups: ['admins'] }
    const arrival = { provider, claims } as never
    expect(await joinByProvider(world.app.context, user, arrival)).toMatchObject({ after: 'member' })
    const own = { provider: { ...provider, issuer: 'acme.onmicrosoft.com' }, claims } as never
    expect(await joinByProvider(world.app.context, user, own)).toMatchObject({ after: 'owner' })
  })

  it('connects nothing with a session that began later, nor what is connected elsewhere', async () => {
    await go(aBrowser(world), ada)
    await aVerifiedUser('bob@example.com')
    const browser = await logIn('bob@example.com')
    const connecting = { process: 'connect', callback_url: '/settings/account' }
    expect(await go(browser, ada, connecting)).toBe(
      '/settings/account?socialLoginError=true&reason=connected_elsewhere',
    )
    const { data } = (await begin(browser, connecting)).body as { data: { location: string } }
    await browser.ask('DELETE', `${AUTH}/auth/session`)
    const back = pathOf(identityClient.approve(data.location, { subject: 'bob' }))
    expect((await browser.ask('GET', back)).headers.get('location')).toMatch(/reason=other_session/)
    expect((await begin(aBrowser(world), connecting)).status).toBe(401)
    const stale = await logIn('bob@example.com')
    await clock.advance(31 * 60_000)
    expect(await begin(stale, connecting)).toMatchObject({ status: 401, body: { meta: { is_authenticated: true } } })
  })

  it('counts as a second factor where an organization asks for one, as long as no password opens the account', async () => {
    await world.stop()
    await start({ opensSignUp: true, trustsSecondFactor: true })
    const { organization } = await world.tenant('Acme')
    const { storage } = world.app.context
    const browser = aBrowser(world)
    await go(browser, ada)
    const user = await storage.users.getByEmail('ada@example.com')
    await storage.organizations.addMember(organization.id, user?.id ?? '', 'member')
    await storage.organizations.update(organization.id, { requireTwoFactor: true })
    const look = async () => (await browser.ask('GET', `/api/0/organizations/${organization.slug}/`)).status
    expect(await look()).toBe(200)
    await storage.users.update(user?.id ?? '', { passwordHash: 'x' })
    expect(await look()).toBe(403)
  })

  it('knows an address that signed up here, once the link in the mail has confirmed it', async () => {
    const mailer = memoryMailer()
    await world.stop()
    await start({ opensSignUp: true }, { openRegistration: true, mailer })
    const account = { email: 'ada@example.com', password: PASSWORD }
    expect((await aBrowser(world).ask('POST', `${AUTH}/auth/signup`, account)).status).toBe(200)
    expect(await go(aBrowser(world), ada)).toMatch(/reason=account_exists/)
    const [mail] = mailer.sent
    expect(mail?.to).toBe('ada@example.com')
    const key = /\/profile\/confirm-email\/(\w+)/.exec(mail?.text ?? '')?.[1]
    await aBrowser(world).ask('POST', `${AUTH}/auth/email/verify`, { key })
    expect(await go(aBrowser(world), ada)).toBe('/acme/issues')
    expect(mailer.sent.map(({ subject }) => subject)).toContain(
      'Your account can be entered by Single sign-on from now on',
    )
  })

  it('takes an ID token that a program got by itself', async () => {
    const sign = (token: Record<string, unknown>) =>
      aBrowser(world).ask('POST', `${AUTH}/auth/provider/token`, { provider: 'sso', process: 'login', token })
    const id_token = identityClient.tokenOf('us', ada)
    expect(await sign({ client_id: 'us', id_token })).toMatchObject({
      status: 200,
      body: { meta: { is_authenticated: true } },
    })
    expect((await sign({ client_id: 'them', id_token })).status).toBe(400)
    expect((await sign({ client_id: 'us', id_token: identityClient.tokenOf('them', ada) })).status).toBe(400)
    expect((await sign({ client_id: 'us', access_token: 'x' })).status).toBe(400)
  })

  it('opens nothing by passwords where they are disabled, as long as there is a provider', async () => {
    await world.stop()
    await start({}, { allowPasswords: false, openRegistration: true })
    const tryIn = () =>
      aBrowser(world).ask('POST', `${AUTH}/auth/login`, { email: 'root@example.com', password: PASSWORD })
    expect((await tryIn()).status).toBe(403)
    const account = { email: 'eve@example.com', password: PASSWORD }
    expect((await aBrowser(world).ask('POST', `${AUTH}/auth/signup`, account)).status).toBe(403)
    const reset = await aBrowser(world).ask('POST', `${AUTH}/auth/password/request`, { email: 'root@example.com' })
    expect(reset.status).toBe(403)
    expect((await world.ask('GET', '/api/settings/')).body).toMatchObject({ passwordLogin: false })
    await world.stop()
    await start({}, { allowPasswords: false, signInProviders: [] })
    expect((await tryIn()).status).toBe(200)
  })
})

function pathOf(address: string): string {
  const { pathname, search } = new URL(address)
  return pathname + search
}
