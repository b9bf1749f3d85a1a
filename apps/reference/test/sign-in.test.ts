import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  type App,
  type ConfiguredProvider,
  createApp,
  createOrganization,
  createUser,
  memoryStorage,
  nodeFetcher,
} from '@mishap/core'
import { openidIdentityClient } from '../src/sign-in/identity-client.js'
import { type GithubPerson, startGithubServer } from './support/github-server.js'
import { CLIENT, type OidcServer, type Person, startOidcServer } from './support/oidc-server.js'

const URL_ = 'http://127.0.0.1:1'
const AUTH = '/_allauth/browser/v1'
const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const ROOT = { email: 'root@example.com', password: 'violet grammar 9' }

/** A browser that keeps its cookies. */
function aBrowser(app: App) {
  const jar = new Map([['csrftoken', 'x']])
  return {
    jar,
    async ask(method: string, path: string, body?: unknown) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const response = await app.fetch(
        new Request(new URL(path, URL_), {
          method,
          headers: { cookie, 'x-csrftoken': 'x', 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      )
      for (const one of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? []
        jar.set(name, value)
      }
      const text = await response.text()
      const isJson = text.startsWith('{') || text.startsWith('[')
      return {
        status: response.status,
        location: response.headers.get('location'),
        body: isJson ? JSON.parse(text) : null,
      }
    },
  }
}

type Browser = ReturnType<typeof aBrowser>

async function begin(browser: Browser, provider = 'sso'): Promise<string> {
  const request = { provider, callback_url: '/acme/issues', process: 'login' }
  const { body } = await browser.ask('POST', `${AUTH}/auth/provider/begin`, request)
  return body.data.location
}

describe('signing in by a real provider of OpenID Connect', () => {
  let oidc: OidcServer
  const apps: App[] = []
  beforeAll(async () => {
    oidc = await startOidcServer([`${URL_}/accounts/oidc/sso/login/callback/`])
  })
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.stop()))
    await oidc.stop()
  })

  const anApp = async (provider: Partial<ConfiguredProvider> = {}, allowPasswords = true) => {
    const fetcher = nodeFetcher({ allowPrivate: true })
    const app = createApp({
      ...{ url: URL_, storage: memoryStorage(), logger: quiet, fetcher, allowPasswords },
      identityClient: openidIdentityClient(fetcher),
      signInProviders: [{ id: 'sso', kind: 'oidc', ...CLIENT, issuer: oidc.issuer, opensSignUp: true, ...provider }],
    })
    apps.push(app)
    const root = await createUser(app.context, { ...ROOT, isSuperuser: true })
    await createOrganization(app.context, { name: 'Acme', ownerId: root.id })
    return app
  }
  const goIn = async (app: App, person: Person) => {
    const browser = aBrowser(app)
    const callback = await oidc.approve(await begin(browser), person)
    return { browser, callback, ...(await browser.ask('GET', callback.pathname + callback.search)) }
  }
  const roleOf = async (app: App, email: string) => {
    const { organizations, users } = app.context.storage
    const [user, acme] = [await users.getByEmail(email), await organizations.getBySlug('acme')]
    return (await organizations.membership(acme?.id ?? '', user?.id ?? ''))?.role ?? null
  }
  const ada: Person = { sub: 'ada', email: 'ada@example.com', email_verified: true, name: 'Ada' }

  it('ends signed in, with an account whose address is verified', async () => {
    const app = await anApp()
    const { browser, location } = await goIn(app, ada)
    expect(location).toBe('/acme/issues')
    const session = await browser.ask('GET', `${AUTH}/auth/session`)
    expect(session.body.data).toMatchObject({
      user: { email: 'ada@example.com', display: 'Ada' },
      methods: [{ method: 'socialaccount', provider: 'sso', uid: 'ada' }],
    })
    expect((await browser.ask('GET', '/api/0/users/me/emails/')).body).toMatchObject([{ isVerified: true }])
    expect(await roleOf(app, 'ada@example.com')).toBeNull()
  })

  it('takes what came back once, and not with another state', async () => {
    const app = await anApp()
    const { browser, callback } = await goIn(app, ada)
    const again = await browser.ask('GET', callback.pathname + callback.search)
    expect(again.location).toBe('/login?socialLoginError=true&reason=expired')
    const other = aBrowser(app)
    const state = new URL(await begin(other)).searchParams.get('state') ?? ''
    callback.searchParams.set('state', state)
    const replayed = await other.ask('GET', callback.pathname + callback.search)
    expect(replayed.location).toMatch(/^\/login\?socialLoginError=true&reason=denied/)
  })

  it('gives no account away for an address that the provider has not verified', async () => {
    const app = await anApp()
    const { location } = await goIn(app, { sub: 'eve', email: ROOT.email, email_verified: false })
    expect(location).toMatch(/reason=unverified/)
    expect((await goIn(app, { sub: 'eve', email: ROOT.email, email_verified: true })).location).toMatch(
      /reason=account_exists/,
    )
  })

  it('makes members of those with a verified address of a domain', async () => {
    const app = await anApp({ joining: { organization: 'acme', emailDomains: ['acme.example'] } })
    await goIn(app, { sub: '1', email: 'in@acme.example', email_verified: true })
    await goIn(app, { sub: '2', email: 'out@other.example', email_verified: true })
    await goIn(app, { sub: '3', email: 'claims@acme.example', email_verified: false })
    await goIn(app, { sub: '4', email: 'near@not-acme.example', email_verified: true })
    const emails = ['in@acme.example', 'out@other.example', 'claims@acme.example', 'near@not-acme.example']
    expect(await Promise.all(emails.map((email) => roleOf(app, email)))).toEqual(['member', null, null, null])
  })

  it('gives the role of the groups at every sign-in, and never takes the ownership', async () => {
    const groupRoles = { staff: 'member', leads: 'manager', chiefs: 'owner' } as const
    const app = await anApp({
      scopes: ['groups'],
      joining: { organization: 'acme', role: null, groupRoles },
    })
    const rolesFor = async (...groups: readonly string[]) => {
      await goIn(app, { ...ada, groups })
      return roleOf(app, 'ada@example.com')
    }
    expect(await rolesFor('guests')).toBeNull()
    expect(await rolesFor('staff', 'leads')).toBe('manager')
    expect(await rolesFor('staff')).toBe('member')
    expect(await rolesFor('chiefs')).toBe('owner')
    expect(await rolesFor()).toBe('member')
    const audit = await app.context.storage.audit.list(null, { limit: 50, cursor: null })
    expect(audit.items.filter(({ action }) => action === 'member.role_changed')).toHaveLength(3)
    const { storage } = app.context
    const [root, identity] = [await storage.users.getByEmail(ROOT.email), { ...ada, sub: 'root' }]
    await storage.signIn.connect(
      root?.id ?? '',
      { providerId: 'sso', issuer: oidc.issuer, subject: 'root', email: null, name: '' },
      new Date(),
    )
    expect((await goIn(app, { ...identity, groups: ['staff'] })).location).toBe('/acme/issues')
    expect(await roleOf(app, ROOT.email)).toBe('owner')
  })

  it('is the only way in where passwords are disabled', async () => {
    const app = await anApp({}, false)
    expect((await aBrowser(app).ask('POST', `${AUTH}/auth/login`, ROOT)).status).toBe(403)
    expect((await goIn(app, ada)).location).toBe('/acme/issues')
    const open = await anApp({}, true)
    expect((await aBrowser(open).ask('POST', `${AUTH}/auth/login`, ROOT)).status).toBe(200)
  })
})

describe('signing in by GitHub', () => {
  let hub: Awaited<ReturnType<typeof startGithubServer>>
  let app: App
  beforeAll(async () => {
    hub = await startGithubServer(CLIENT)
    const fetcher = nodeFetcher({ allowPrivate: true })
    app = createApp({
      ...{ url: URL_, storage: memoryStorage(), logger: quiet, fetcher, identityClient: openidIdentityClient(fetcher) },
      signInProviders: [{ kind: 'github', ...CLIENT, issuer: hub.issuer, opensSignUp: true }],
    })
    await createUser(app.context, { ...ROOT, isSuperuser: true })
  })
  afterAll(async () => {
    await app.stop()
    await hub.stop()
  })

  const octocat: GithubPerson = { id: 583231, login: 'octocat', name: null, emails: [], orgs: [], teams: [] }
  const goIn = async (person: GithubPerson) => {
    const browser = aBrowser(app)
    const callback = hub.approve(await begin(browser, 'github'), person)
    expect(callback.pathname).toBe('/accounts/github/login/callback/')
    return { browser, ...(await browser.ask('GET', callback.pathname + callback.search)) }
  }

  it('takes the address that is verified, and the number of the account', async () => {
    const emails = [
      { email: 'secret@example.com', primary: true, verified: false },
      { email: 'octocat@example.com', primary: false, verified: true },
    ]
    const { browser, location } = await goIn({ ...octocat, emails })
    expect(location).toBe('/acme/issues')
    expect((await browser.ask('GET', '/api/0/users/me/')).body).toMatchObject({
      email: 'octocat@example.com',
      name: 'octocat',
      identities: [{ provider: 'github', uid: '583231' }],
    })
    // Names can be given to others there; the number cannot.
    const { location: renamed } = await goIn({ ...octocat, login: 'other', emails: [] })
    expect(renamed).toBe('/acme/issues')
  })

  it('asks for an address where GitHub has none', async () => {
    const { browser, location } = await goIn({ ...octocat, id: 7 })
    expect(location).toMatch(/^\/login\/finalize\?/)
    const answer = await browser.ask('POST', `${AUTH}/auth/provider/signup`, { email: 'seven@example.com' })
    expect(answer.status).toBe(200)
  })
})
