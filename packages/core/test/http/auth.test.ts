import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { AppOptions } from '../../src/app.js'
import { hashPassword } from '../../src/auth/password.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { type Answer, aToken, aUser, aWorld, type World } from './world.js'

const BASE = '/_allauth/browser/v1'
const ADA = { email: 'ada@example.com', password: 'violet grammar 9' }

let world: World
let clock: FakeClock
let passwordHash: string

beforeAll(async () => {
  passwordHash = await hashPassword(ADA.password)
})

beforeEach(async () => {
  await start()
})
afterEach(() => world.stop())

async function start(options: Partial<AppOptions> = {}) {
  await world?.stop()
  clock = fakeClock()
  world = await aWorld({ clock, ...options })
}

/** The cookies of an answer as a browser would send them back, and the header that repeats the token. */
function browser(...answers: readonly Answer[]) {
  const jar = new Map<string, string>()
  for (const cookie of answers.flatMap((answer) => answer.cookies)) {
    const [pair = ''] = cookie.split(';')
    jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
  }
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  return { cookie, headers: { 'x-csrftoken': jar.get('csrftoken') ?? '' } }
}

function ada() {
  return world.app.context.storage.users.create({ email: ADA.email, name: 'Ada', passwordHash, isSuperuser: false })
}

async function signedIn() {
  await ada()
  const first = await world.ask('GET', `${BASE}/auth/session`)
  const login = await world.ask('POST', `${BASE}/auth/login`, { ...browser(first), body: ADA })
  return { login, session: browser(first, login) }
}

describe('signing in', () => {
  it('goes as the front end of GlitchTip does it', async () => {
    await ada()
    const head = await world.ask('HEAD', `${BASE}/auth/login`)
    const before = await world.ask('GET', `${BASE}/auth/session`, browser(head))
    expect(before).toMatchObject({
      status: 401,
      body: { status: 401, data: { flows: [{ id: 'login' }] }, meta: { is_authenticated: false } },
    })
    const login = await world.ask('POST', `${BASE}/auth/login`, { ...browser(head), body: ADA })
    const user = { id: expect.any(Number), display: 'Ada', email: ADA.email, has_usable_password: true }
    expect(login).toMatchObject({
      status: 200,
      body: { status: 200, data: { user }, meta: { is_authenticated: true } },
    })
    const after = await world.ask('GET', `${BASE}/auth/session`, browser(head, login))
    expect(after).toMatchObject({ status: 200, body: { data: { user } } })
    expect((await world.ask('GET', '/api/0/users/me/', browser(head, login))).body).toMatchObject({
      email: ADA.email,
      lastLogin: clock.now().toISOString(),
    })
  })

  it('gives the cookie against forged requests to whoever comes for it', async () => {
    for (const method of ['GET', 'HEAD']) {
      const answer = await world.ask(method, `${BASE}/auth/login`)
      expect(answer.cookies).toEqual([expect.stringMatching(/^csrftoken=[\w-]{32}; Path=\//)])
    }
  })

  it('gives a cookie that scripts cannot read and that goes nowhere else', async () => {
    const { login } = await signedIn()
    const cookie = login.cookies.find((one) => one.startsWith('sessionid='))
    expect(cookie).toMatch(/^sessionid=[\w-]{43}; Path=\/; SameSite=Lax; Secure; Max-Age=1209600; HttpOnly$/)
  })

  it('keeps cookies to the mount and to the protocol', async () => {
    await start({ url: 'http://localhost:8000/monitoring' })
    const { cookies } = await world.ask('GET', `/monitoring${BASE}/auth/session`)
    expect(cookies[0]).toMatch(/^csrftoken=[\w-]{32}; Path=\/monitoring; SameSite=Lax; Max-Age=\d+$/)
  })

  it('does not tell a wrong password from an unknown account', async () => {
    const { session } = await signedIn()
    const wrong = (email: string) => {
      const cookie = session.cookie.replace(/sessionid=[^;]*/, '')
      return world.ask('POST', `${BASE}/auth/login`, { ...session, cookie, body: { email, password: 'not it at all' } })
    }
    const [known, unknown] = [await wrong(ADA.email), await wrong('nobody@example.com')]
    expect(known).toMatchObject({ status: 400, body: { status: 400, errors: [{ code: 'wrong_password' }] } })
    expect(unknown.body).toEqual(known.body)
  })

  it('ignores the case of the address, and names a missing field', async () => {
    await ada()
    const first = browser(await world.ask('HEAD', `${BASE}/auth/login`))
    const login = await world.ask('POST', `${BASE}/auth/login`, {
      ...first,
      body: { ...ADA, email: ' ADA@Example.com ' },
    })
    expect(login.status).toBe(200)
    const missing = await world.ask('POST', `${BASE}/auth/login`, { ...first, body: { email: ADA.email } })
    expect(missing).toMatchObject({ status: 400, body: { errors: [{ param: 'password', code: 'missing' }] } })
  })

  it('answers 409 to somebody who is signed in', async () => {
    const { session } = await signedIn()
    expect((await world.ask('POST', `${BASE}/auth/login`, { ...session, body: ADA })).status).toBe(409)
  })

  it('lets nobody guess on: ten attempts on an account, then a pause', async () => {
    const { context } = world.app
    await context.storage.users.create({ email: ADA.email, name: '', passwordHash: null, isSuperuser: false })
    const first = browser(await world.ask('HEAD', `${BASE}/auth/login`))
    const attempt = () => world.ask('POST', `${BASE}/auth/login`, { ...first, body: { ...ADA, password: 'guess' } })
    const statuses: number[] = []
    for (let round = 0; round < 11; round += 1) statuses.push((await attempt()).status)
    expect(new Set(statuses.slice(0, 10))).toEqual(new Set([400]))
    expect(statuses[10]).toBe(429)
    expect(Number((await attempt()).headers.get('retry-after'))).toBeGreaterThan(0)
    await clock.advance(5 * 60_000)
    expect((await attempt()).status).toBe(400)
  })

  it('takes a password that Django kept, and keeps it in our own way from then on', async () => {
    const { users } = world.app.context.storage
    const kept = 'pbkdf2_sha256$1000$seasalt$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A='
    const { id } = await users.create({ email: ADA.email, name: '', passwordHash: kept, isSuperuser: false })
    const first = browser(await world.ask('HEAD', `${BASE}/auth/login`))
    const attempt = (password: string) =>
      world.ask('POST', `${BASE}/auth/login`, { ...first, body: { email: ADA.email, password } })
    expect((await attempt('letmein')).status).toBe(400)
    expect((await users.get(id))?.passwordHash).toBe(kept)
    expect((await attempt('lètmein')).status).toBe(200)
    expect((await users.get(id))?.passwordHash).toMatch(/^\$argon2id\$/)
    expect((await attempt('lètmein')).status).toBe(200)
  })

  it('is not for users who are switched off', async () => {
    const { session } = await signedIn()
    const user = await world.app.context.storage.users.getByEmail(ADA.email)
    await world.app.context.storage.users.update(user?.id ?? '', { isActive: false })
    expect((await world.ask('GET', '/api/0/users/me/', session)).status).toBe(401)
  })
})

describe('sessions', () => {
  it('end when they are told to, on the server too', async () => {
    const { session } = await signedIn()
    const out = await world.ask('DELETE', `${BASE}/auth/session`, session)
    expect(out).toMatchObject({ status: 401, body: { meta: { is_authenticated: false } } })
    expect(out.cookies[0]).toMatch(/^sessionid=; .*Max-Age=0/)
    expect((await world.ask('GET', '/api/0/users/me/', session)).status).toBe(401)
  })

  it('live on while they are used, and expire when they are not', async () => {
    await start({ sessionTtlDays: 1 })
    const { session } = await signedIn()
    const hour = 3_600_000
    const early = await world.ask('GET', '/api/0/users/me/', session)
    expect(early.cookies).toEqual([])
    for (let half = 0; half < 4; half += 1) {
      await clock.jump(12 * hour)
      const answer = await world.ask('GET', '/api/0/users/me/', session)
      expect(answer.status).toBe(200)
      expect(answer.cookies[0]).toMatch(/^sessionid=/)
    }
    await clock.jump(25 * hour)
    expect((await world.ask('GET', '/api/0/users/me/', session)).status).toBe(401)
  })

  it('keep only a hash of their secret', async () => {
    const { session } = await signedIn()
    const secret = /sessionid=([^;]+)/.exec(session.cookie)?.[1] ?? ''
    expect(await world.app.context.storage.sessions.find(secret, clock.now())).toBeNull()
  })

  it('change nothing without the header that a foreign page cannot send', async () => {
    const { session } = await signedIn()
    const body = { name: 'Eve' }
    const wrong: readonly Record<string, string>[] = [{}, { 'x-csrftoken': 'guess' }, { 'x-csrftoken': '' }]
    for (const headers of wrong) {
      const refused = await world.ask('PUT', '/api/0/users/me/', { cookie: session.cookie, headers, body })
      expect(refused).toMatchObject({ status: 403, body: { code: 'csrf' } })
    }
    expect(await world.ask('PUT', '/api/0/users/me/', { ...session, body })).toMatchObject({ body: { name: 'Eve' } })
  })

  it('cannot be begun by a foreign page either', async () => {
    await ada()
    const refused = await world.ask('POST', `${BASE}/auth/login`, { body: ADA })
    expect(refused).toMatchObject({ status: 403, body: { status: 403, errors: [{ code: 'csrf' }] } })
  })
})

describe('set-up', () => {
  const setup = (body: object, headers = {}) => world.ask('POST', '/api/0/setup/', { body, headers })

  it('makes a superuser, signs in, and closes', async () => {
    const made = await setup(ADA)
    expect(made.status).toBe(201)
    const me = await world.ask('GET', '/api/0/', browser(made))
    expect(me.body).toMatchObject({ user: { email: ADA.email, isSuperuser: true }, auth: null })
    expect(await setup({ ...ADA, email: 'eve@example.com' })).toMatchObject({ status: 403 })
    expect((await world.ask('GET', '/api/settings/')).body).toMatchObject({ needsSetup: false })
  })

  it('makes one user of any number who try at once', async () => {
    const statuses = await Promise.all(
      [1, 2, 3, 4, 5].map(async (n) => (await setup({ ...ADA, email: `ada${n}@example.com` })).status),
    )
    expect(statuses.sort()).toEqual([201, 403, 403, 403, 403])
  })

  it('asks for the token of the log where there is one', async () => {
    await start({ setupToken: 'a-token-in-the-log' })
    expect((await world.ask('GET', '/api/settings/')).body).toMatchObject({
      setupTokenRequired: true,
      enableUserRegistration: false,
    })
    expect(await setup(ADA)).toMatchObject({ status: 422, body: { detail: [{ loc: ['body', 'payload', 'token'] }] } })
    expect((await setup({ ...ADA, token: 'wrong' })).status).toBe(422)
    expect((await setup({ ...ADA, token: 'a-token-in-the-log' })).status).toBe(201)
  })

  it('cannot be gone around by signing up', async () => {
    await start({ setupToken: 'a-token-in-the-log', openRegistration: true })
    const first = browser(await world.ask('GET', `${BASE}/auth/session`))
    expect((await world.ask('POST', `${BASE}/auth/signup`, { ...first, body: ADA })).status).toBe(403)
  })

  it.each([
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['plain text', { 'content-type': 'text/plain' }],
    ['another site', { origin: 'https://evil.example' }],
    ['a sandboxed page', { origin: 'null' }],
    ['a cross-site request', { 'sec-fetch-site': 'cross-site' }],
  ])('is not for %s', async (_, headers) => {
    expect(await setup(ADA, headers)).toMatchObject({ status: 403, body: { code: 'csrf' } })
    expect((await setup(ADA, { origin: 'https://mishap.example', 'sec-fetch-site': 'same-origin' })).status).toBe(201)
  })

  it('names what is wrong with an address or a password', async () => {
    expect(await setup({ ...ADA, password: 'short' })).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['body', 'payload', 'password'], msg: expect.stringContaining('at least 8') }] },
    })
    expect(await setup({ ...ADA, email: 'nobody' })).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['body', 'payload', 'email'] }] },
    })
  })
})

describe('signing up', () => {
  const signup = async (body: object) => {
    const first = browser(await world.ask('GET', `${BASE}/auth/session`))
    return world.ask('POST', `${BASE}/auth/signup`, { ...first, body })
  }

  it('is open for the first user, who is a superuser then, and closed after', async () => {
    const made = await signup(ADA)
    expect(made).toMatchObject({ status: 200, body: { meta: { is_authenticated: true } } })
    expect((await world.ask('GET', '/api/0/users/me/', browser(made))).body).toMatchObject({ isSuperuser: true })
    expect(await signup({ ...ADA, email: 'eve@example.com' })).toMatchObject({ status: 403, body: { status: 403 } })
  })

  it('is open for everybody where the operator wants it', async () => {
    await start({ openRegistration: true })
    await signup(ADA)
    expect((await world.ask('GET', `${BASE}/config`)).body).toMatchObject({
      data: { account: { is_open_for_signup: true } },
    })
    const second = await signup({ ...ADA, email: 'eve@example.com' })
    expect((await world.ask('GET', '/api/0/users/me/', browser(second))).body).toMatchObject({ isSuperuser: false })
    expect(await signup({ ...ADA, email: 'EVE@example.com' })).toMatchObject({ status: 409 })
  })
})

describe('API tokens', () => {
  it('are made by a signed-in browser, shown once, and listed without their value', async () => {
    const { session } = await signedIn()
    const made = await world.ask('POST', '/api/0/api-tokens/', {
      ...session,
      body: { label: 'CI', scopes: ['project:releases', 'project:read'] },
    })
    const { id, token } = made.body as { id: number; token: string }
    expect(made).toMatchObject({
      status: 201,
      body: { id: expect.any(Number), label: 'CI', scopes: ['project:read', 'project:releases'] },
    })
    expect(token).toMatch(/^[0-9a-f]{64}$/)
    expect((await world.ask('GET', '/api/0/api-tokens/', session)).body).toMatchObject([{ id, token: '' }])
    expect((await world.ask('GET', '/api/0/', { token })).body).toMatchObject({
      user: { email: ADA.email },
      auth: { scopes: ['project:read', 'project:releases'] },
    })
    expect((await world.ask('DELETE', `/api/0/api-tokens/${id}/`, session)).status).toBe(204)
    expect((await world.ask('GET', '/api/0/', { token })).status).toBe(401)
    expect((await world.ask('DELETE', `/api/0/api-tokens/${id}/`, session)).status).toBe(404)
  })

  it('take scopes as a bit mask as well', async () => {
    const { session } = await signedIn()
    const make = (scopes: unknown) => world.ask('POST', '/api/0/api-tokens/', { ...session, body: { scopes } })
    expect((await make(0b1001)).body).toMatchObject({ label: '', scopes: ['project:read', 'project:releases'] })
    expect((await make(2 ** 16)).status).toBe(400)
    expect((await make(['project:everything'])).status).toBe(400)
    expect((await make('project:read')).status).toBe(422)
  })

  it('cannot make or list tokens', async () => {
    const token = await aToken(world.app, await aUser(world.app))
    expect((await world.ask('GET', '/api/0/api-tokens/', { token })).status).toBe(403)
    expect((await world.ask('POST', '/api/0/api-tokens/', { token, body: { scopes: [] } })).status).toBe(403)
  })

  it('need one of the scopes that a route names, and no CSRF header', async () => {
    const { organization, user } = await world.tenant()
    const path = `/api/0/organizations/${organization.slug}/`
    const reader = await aToken(world.app, user, ['org:read'])
    expect((await world.ask('GET', path, { token: reader })).status).toBe(200)
    expect(await world.ask('PUT', path, { token: reader, body: { name: 'New' } })).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining('Permission denied') },
    })
    const writer = await aToken(world.app, user, ['org:write'])
    expect((await world.ask('PUT', path, { token: writer, body: { name: 'New' } })).status).toBe(200)
  })

  it('remember when they were used, to the minute', async () => {
    const user = await aUser(world.app)
    const token = await aToken(world.app, user)
    const used = async () => {
      const { items } = await world.app.context.storage.tokens.list(user.id, { limit: 1, cursor: null })
      return items[0]?.lastUsedAt?.getTime()
    }
    await world.ask('GET', '/api/0/', { token })
    const first = clock.now().getTime()
    expect(await used()).toBe(first)
    await clock.advance(30_000)
    await world.ask('GET', '/api/0/', { token })
    expect(await used()).toBe(first)
    await clock.advance(31_000)
    await world.ask('GET', '/api/0/', { token })
    expect(await used()).toBe(first + 61_000)
  })

  it('count alone: an unknown one is refused even beside a good cookie', async () => {
    const { session } = await signedIn()
    expect((await world.ask('GET', '/api/0/users/me/', { ...session, token: 'f'.repeat(64) })).status).toBe(401)
  })

  it('leave other schemes to proxies', async () => {
    const { session } = await signedIn()
    const headers = { authorization: 'Basic dXNlcjpwYXNz' }
    expect((await world.ask('GET', '/api/0/users/me/', { cookie: session.cookie, headers })).status).toBe(200)
  })
})
