import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { memoryMailer } from '../../src/adapters/memory-mailer.js'
import { hashPassword } from '../../src/auth/password.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { type Mischief, softwareAuthenticator } from '../software-authenticator.js'
import { aBrowser, type Browser } from './browser.js'
import { aWorld, type World } from './world.js'

const BASE = '/_allauth/browser/v1'
const OWN = `${BASE}/account/authenticators/webauthn`
const LOGIN = `${BASE}/auth/webauthn/login`
const FACTOR = `${BASE}/auth/webauthn/authenticate`
const AGAIN = `${BASE}/auth/webauthn/reauthenticate`
const ADA = { email: 'ada@example.com', password: 'violet grammar 9' }
const origin = 'https://mishap.example'
const REFUSED = { status: 400, body: { errors: [{ code: 'incorrect_code', param: 'credential' }] } }

let world: World
let clock: FakeClock
let mailer: ReturnType<typeof memoryMailer>
let passwordHash: string

beforeAll(async () => {
  passwordHash = await hashPassword(ADA.password)
})
beforeEach(async () => {
  clock = fakeClock()
  mailer = memoryMailer()
  world = await aWorld({ clock, mailer, secretKey: 's'.repeat(32) })
  await aUser(ADA.email)
})
afterEach(() => world.stop())

const aUser = (email: string) =>
  world.app.context.storage.users.create({ email, name: 'Ada', passwordHash, isSuperuser: false })
const logIn = (browser: Browser, email = ADA.email) =>
  browser.ask('POST', `${BASE}/auth/login`, { email, password: ADA.password })
const isSignedIn = async (browser: Browser) => (await browser.ask('GET', '/api/0/users/me/')).status === 200

async function optionsFor(browser: Browser, path: string) {
  const answer = await browser.ask('GET', path)
  expect(answer.status).toBe(200)
  const { data } = answer.body as { data: Record<string, { publicKey: Record<string, unknown> }> }
  return (data.creation_options ?? data.request_options)?.publicKey ?? {}
}

/** Somebody with a passkey, signed in by the password. */
async function withPasskey(options: { path?: string; name?: string; email?: string } = {}) {
  const browser = aBrowser(world)
  await logIn(browser, options.email)
  return { browser, ...(await addPasskey(browser, options)) }
}

async function addPasskey(browser: Browser, { path = `${OWN}?passwordless=true`, name = 'laptop' } = {}) {
  const authenticator = softwareAuthenticator({ origin })
  const credential = authenticator.create(await optionsFor(browser, path))
  const answer = await browser.ask('POST', OWN, { name, credential })
  expect(answer.status).toBe(200)
  return { authenticator, credential, made: answer.body as { data: { id: number }; meta: object } }
}

async function signIn(browser: Browser, authenticator: ReturnType<typeof softwareAuthenticator>, mischief?: Mischief) {
  const credential = authenticator.get(await optionsFor(browser, LOGIN), mischief)
  return browser.ask('POST', LOGIN, { credential })
}

describe('a passkey', () => {
  it('is added by who is signed in, with recovery codes, and a mail tells of it', async () => {
    const { browser, made } = await withPasskey()
    expect(made).toMatchObject({
      data: { type: 'webauthn', name: 'laptop', is_passwordless: true, last_used_at: null },
      meta: { recovery_codes_generated: true },
    })
    expect((await addPasskey(browser, { name: 'phone' })).made).toMatchObject({
      meta: { recovery_codes_generated: false },
    })
    expect((await browser.ask('GET', `${BASE}/account/authenticators`)).body).toMatchObject({
      data: [
        { type: 'recovery_codes', unused_code_count: 10 },
        { type: 'webauthn', name: 'laptop' },
        { type: 'webauthn', name: 'phone' },
      ],
    })
    expect(mailer.sent.map(({ subject }) => subject)).toContain('A passkey was added to your account')
    const { items } = await world.app.context.storage.audit.list(null, { limit: 5, cursor: null })
    expect(items).toMatchObject([{ action: 'account.passkey_added', after: { name: 'phone' } }, {}])
  })

  it('signs in without the password, and is not asked for another factor', async () => {
    const { authenticator } = await withPasskey()
    const browser = aBrowser(world)
    expect(await optionsFor(browser, LOGIN)).toMatchObject({
      rpId: 'mishap.example',
      userVerification: 'required',
      allowCredentials: [],
    })
    expect(await signIn(browser, authenticator)).toMatchObject({
      status: 200,
      body: { data: { user: { email: ADA.email }, methods: [{ method: 'mfa', type: 'webauthn' }] } },
    })
    expect(await isSignedIn(browser)).toBe(true)
    expect((await browser.ask('POST', LOGIN, {})).status).toBe(409)
    const { data } = (await browser.ask('GET', `${BASE}/account/authenticators`)).body as {
      data: { last_used_at: number }[]
    }
    expect(data[1]?.last_used_at).toBe(clock.now().getTime() / 1000)
  })

  it('is asked for beside the password, and only then signs in', async () => {
    const { authenticator } = await withPasskey({ path: OWN })
    const browser = aBrowser(world)
    expect((await browser.ask('GET', FACTOR)).status).toBe(401)
    expect(await logIn(browser)).toMatchObject({
      status: 401,
      body: {
        data: {
          flows: expect.arrayContaining([
            { id: 'mfa_authenticate', types: ['recovery_codes', 'webauthn'], is_pending: true },
          ]),
        },
      },
    })
    const options = await optionsFor(browser, FACTOR)
    expect(options).toMatchObject({ allowCredentials: [{ type: 'public-key', id: authenticator.id }] })
    const credential = authenticator.get(options, { flags: 0x01 })
    expect(await browser.ask('POST', FACTOR, { credential })).toMatchObject({
      status: 200,
      body: { data: { methods: [{ method: 'password' }, { method: 'mfa', type: 'webauthn' }] } },
    })
    expect(await isSignedIn(browser)).toBe(true)
  })

  it('that counts only beside the password does not stand in for it, nor does one that asks nobody who they are', async () => {
    const { authenticator: beside, browser } = await withPasskey({ path: OWN })
    const { authenticator: alone } = await addPasskey(browser)
    expect(await signIn(aBrowser(world), beside)).toMatchObject(REFUSED)
    expect(await signIn(aBrowser(world), alone, { flags: 0x01 })).toMatchObject(REFUSED)
    expect((await signIn(aBrowser(world), alone)).status).toBe(200)
    const credential = alone.create(await optionsFor(browser, `${OWN}?passwordless`), { flags: 0x41 })
    expect(await browser.ask('POST', OWN, { name: 'x', credential })).toMatchObject(REFUSED)
  })

  it.each<[string, Mischief]>([
    ['of another site', { origin: 'https://evil.example' }],
    ['for another domain', { rpId: 'evil.example' }],
    ['with nobody there', { flags: 0x04 }],
    ['made for something else', { type: 'webauthn.create' }],
    ['without our challenge', { challenge: 'AAAA' }],
    ['of another user', { userHandle: 'dXNlciA5OTk' }],
    ['within a frame', { crossOrigin: true }],
  ])('signs nobody in %s', async (_, mischief) => {
    const { authenticator } = await withPasskey()
    const browser = aBrowser(world)
    expect(await signIn(browser, authenticator, mischief)).toMatchObject(REFUSED)
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('that was copied is found out by its count', async () => {
    const { authenticator } = await withPasskey()
    expect((await signIn(aBrowser(world), authenticator, { signCount: 10 })).status).toBe(200)
    for (const signCount of [10, 9, 0])
      expect(await signIn(aBrowser(world), authenticator, { signCount })).toMatchObject(REFUSED)
    expect((await signIn(aBrowser(world), authenticator, { signCount: 11 })).status).toBe(200)
  })

  it('is of one user only, who alone names and removes it', async () => {
    const { browser, authenticator, credential, made } = await withPasskey()
    const { id } = made.data
    expect(await browser.ask('POST', OWN, { name: 'again', credential })).toMatchObject(REFUSED)
    await aUser('eve@example.com')
    const { browser: eve } = await withPasskey({ email: 'eve@example.com' })
    const stolen = authenticator.create(await optionsFor(eve, OWN))
    expect((await eve.ask('POST', OWN, { name: 'mine', credential: stolen })).status).toBe(409)
    expect((await eve.ask('PUT', OWN, { id, name: 'mine' })).status).toBe(404)
    expect((await eve.ask('DELETE', OWN, { authenticators: [id] })).status).toBe(200)
    expect(await browser.ask('PUT', OWN, { id, name: ' desk ' })).toMatchObject({
      body: { data: { id, name: 'desk' } },
    })
    expect((await browser.ask('DELETE', OWN, { authenticators: [id] })).status).toBe(200)
    expect((await browser.ask('GET', `${BASE}/account/authenticators`)).body).toMatchObject({ data: [] })
    expect(await signIn(aBrowser(world), authenticator)).toMatchObject(REFUSED)
    const { items } = await world.app.context.storage.audit.list(null, { limit: 2, cursor: null })
    expect(items).toMatchObject([
      { action: 'account.passkey_removed', before: { name: 'desk' } },
      { action: 'account.passkey_renamed', before: { name: 'laptop' }, after: { name: 'desk' } },
    ])
  })

  it('signs nobody in who is switched off', async () => {
    const { authenticator } = await withPasskey()
    const { users } = world.app.context.storage
    await users.update((await users.getByEmail(ADA.email))?.id ?? '', { isActive: false })
    expect(await signIn(aBrowser(world), authenticator)).toMatchObject(REFUSED)
  })

  it('is not offered without a secret key, nor where the server has an IP and no name', async () => {
    for (const options of [{ url: origin }, { url: 'http://192.0.2.1:3000', secretKey: 's'.repeat(32) }]) {
      await world.stop()
      world = await aWorld({ clock, ...options })
      await aUser(ADA.email)
      const browser = aBrowser(world)
      await logIn(browser)
      expect((await browser.ask('GET', OWN)).status).toBe(400)
      const { mfa } = (await browser.ask('GET', `${BASE}/config`)).body as never as { mfa: object }
      expect(JSON.stringify(mfa ?? {})).not.toContain('webauthn')
    }
  })
})

describe('a challenge', () => {
  it('counts once', async () => {
    const { authenticator } = await withPasskey()
    const browser = aBrowser(world)
    const options = await optionsFor(browser, LOGIN)
    const credential = authenticator.get(options)
    expect((await browser.ask('POST', LOGIN, { credential })).status).toBe(200)
    expect(await aBrowser(world).ask('POST', LOGIN, { credential })).toMatchObject(REFUSED)
    expect(await aBrowser(world).ask('POST', LOGIN, { credential: authenticator.get(options) })).toMatchObject(REFUSED)
  })

  it('is worth nothing after five minutes', async () => {
    const { authenticator } = await withPasskey()
    const browser = aBrowser(world)
    const options = await optionsFor(browser, LOGIN)
    await clock.advance(5 * 60_000)
    expect(await browser.ask('POST', LOGIN, { credential: authenticator.get(options) })).toMatchObject(REFUSED)
  })

  it('is worth nothing for another session, another sign-in or another purpose', async () => {
    const { browser, authenticator } = await withPasskey()
    const [waiting, other] = [aBrowser(world), aBrowser(world)]
    await logIn(waiting)
    await logIn(other)
    const ofWaiting = await optionsFor(waiting, FACTOR)
    const ofSession = await optionsFor(browser, AGAIN)
    expect(await other.ask('POST', FACTOR, { credential: authenticator.get(ofWaiting) })).toMatchObject(REFUSED)
    expect(await other.ask('POST', LOGIN, { credential: authenticator.get(ofWaiting) })).toMatchObject(REFUSED)
    expect(await waiting.ask('POST', FACTOR, { credential: authenticator.get(ofSession) })).toMatchObject(REFUSED)
    const added = softwareAuthenticator({ origin })
    const second = aBrowser(world)
    expect((await signIn(second, authenticator)).status).toBe(200)
    const credential = added.create(await optionsFor(second, OWN))
    expect(await browser.ask('POST', OWN, { name: 'x', credential })).toMatchObject(REFUSED)
    expect((await second.ask('POST', OWN, { name: 'x', credential })).status).toBe(200)
    expect((await waiting.ask('POST', FACTOR, { credential: authenticator.get(ofWaiting) })).status).toBe(200)
  })

  it('is not given without end', async () => {
    const browser = aBrowser(world)
    for (let round = 0; round < 100; round += 1) await browser.ask('GET', LOGIN)
    expect((await browser.ask('GET', LOGIN)).status).toBe(429)
  })
})

describe('who signed in long ago', () => {
  it.each([
    ['GET', undefined],
    ['POST', { name: 'x', credential: {} }],
    ['PUT', { id: 1, name: 'x' }],
    ['DELETE', { authenticators: [1] }],
  ])('shows once more who they are for %s, by a passkey too', async (method, body) => {
    const { browser, authenticator } = await withPasskey()
    await clock.advance(30 * 60_000)
    const flows = [{ id: 'reauthenticate' }, { id: 'mfa_reauthenticate', types: ['recovery_codes', 'webauthn'] }]
    expect(await browser.ask(method, OWN, body)).toMatchObject({
      status: 401,
      body: { data: { flows }, meta: { is_authenticated: true } },
    })
    const credential = authenticator.get(await optionsFor(browser, AGAIN))
    expect(await browser.ask('POST', AGAIN, { credential })).toMatchObject({
      status: 200,
      body: { data: { methods: [{ method: 'password' }, { method: 'mfa', type: 'webauthn', reauthenticated: true }] } },
    })
    expect((await browser.ask(method, OWN, body)).status).not.toBe(401)
  })

  it('does not prove it by the passkey of another', async () => {
    const { browser } = await withPasskey()
    await aUser('eve@example.com')
    const { authenticator } = await withPasskey({ email: 'eve@example.com' })
    const credential = authenticator.get(await optionsFor(browser, AGAIN))
    expect(await browser.ask('POST', AGAIN, { credential })).toMatchObject(REFUSED)
  })
})
