import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { memoryMailer } from '../../src/adapters/memory-mailer.js'
import { hashPassword } from '../../src/auth/password.js'
import { startSession } from '../../src/auth/sessions.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { aBrowser, type Browser } from './browser.js'
import { aWorld, type World } from './world.js'

const BASE = '/_allauth/browser/v1'
const CHANGE = `${BASE}/account/password/change`
const REQUEST = `${BASE}/auth/password/request`
const RESET = `${BASE}/auth/password/reset`
const ADA = { email: 'ada@example.com', password: 'violet grammar 9' }
const NEXT = 'another violet 10'

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
  world = await aWorld({ clock, mailer, url: 'https://mishap.example/errors' })
  await world.app.context.storage.users.create({ email: ADA.email, name: 'Ada', passwordHash, isSuperuser: false })
})
afterEach(() => world.stop())

const logIn = (browser: Browser, password = ADA.password) =>
  browser.ask('POST', `${BASE}/auth/login`, { email: ADA.email, password })

async function signedIn() {
  const browser = aBrowser(world)
  expect((await logIn(browser)).status).toBe(200)
  return browser
}

/** Mails are sent while nobody waits for them. */
async function mails(count: number) {
  for (let turn = 0; turn < 1000 && mailer.sent.length < count; turn += 1)
    await new Promise((resolve) => setImmediate(resolve))
  expect(mailer.sent).toHaveLength(count)
  return mailer.sent
}

const keyIn = (text = '') => /set-new-password\/([0-9a-f]{64})/.exec(text)?.[1] ?? ''

async function resetKey() {
  const before = mailer.sent.length
  expect((await aBrowser(world).ask('POST', REQUEST, { email: ' ADA@example.com ' })).status).toBe(200)
  return keyIn((await mails(before + 1)).at(-1)?.text)
}

describe('changing the password', () => {
  it('sets a first one for who has none, while it is fresh who they are', async () => {
    const { users } = world.app.context.storage
    const user = await users.create({ email: 'eve@example.com', name: '', passwordHash: null, isSuperuser: false })
    const { secret } = await startSession(world.app.context, user, { userAgent: null, ip: null })
    const browser = aBrowser(world)
    browser.jar.set('sessionid', secret)
    await clock.advance(30 * 60_000)
    expect(await browser.ask('POST', CHANGE, { new_password: NEXT })).toMatchObject({
      status: 401,
      body: { data: { flows: [] }, meta: { is_authenticated: true } },
    })
    const again = await startSession(world.app.context, user, { userAgent: null, ip: null })
    browser.jar.set('sessionid', again.secret)
    expect((await browser.ask('POST', CHANGE, { new_password: NEXT })).status).toBe(200)
  })

  it('ends every other session, and tells the owner', async () => {
    const [here, there] = [await signedIn(), await signedIn()]
    const body = { current_password: ADA.password, new_password: NEXT }
    expect(await here.ask('POST', CHANGE, body)).toMatchObject({
      status: 200,
      body: { meta: { is_authenticated: true } },
    })
    expect((await here.ask('GET', '/api/0/users/me/')).status).toBe(200)
    expect((await there.ask('GET', '/api/0/users/me/')).status).toBe(401)
    expect((await logIn(aBrowser(world))).status).toBe(400)
    expect((await logIn(aBrowser(world), NEXT)).status).toBe(200)
    expect((await mails(1))[0]).toMatchObject({ to: ADA.email, subject: 'Your password was changed' })
    const log = await world.app.context.storage.audit.list(null, { limit: 10, cursor: null })
    expect(log.items).toMatchObject([{ action: 'account.password_changed', actor: ADA.email }])
    expect(JSON.stringify(log)).not.toContain(NEXT)
  })

  it('needs the current one, and a new one that will do', async () => {
    const browser = await signedIn()
    const refused = async (body: object) => (await browser.ask('POST', CHANGE, body)).body
    const wrong = { errors: [{ code: 'enter_current_password', param: 'current_password' }] }
    expect(await refused({ current_password: 'guess', new_password: NEXT })).toMatchObject(wrong)
    expect(await refused({ new_password: NEXT })).toMatchObject(wrong)
    expect(await refused({ current_password: ADA.password, new_password: 'password1' })).toMatchObject({
      status: 400,
      errors: [{ param: 'new_password' }],
    })
    expect((await logIn(aBrowser(world))).status).toBe(200)
  })

  it('lets nobody at an open browser guess the current one', async () => {
    const browser = await signedIn()
    const statuses: number[] = []
    for (let round = 0; round < 11; round += 1)
      statuses.push((await browser.ask('POST', CHANGE, { current_password: 'guess', new_password: NEXT })).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 400), 429])
  })

  it('is for nobody who is not signed in', async () => {
    const answer = await aBrowser(world).ask('POST', CHANGE, { new_password: NEXT })
    expect(answer).toMatchObject({ status: 401, body: { data: { flows: [{ id: 'login' }] } } })
  })
})

describe('a link for a new password', () => {
  it('sets it once, ends every session, and signs nobody in', async () => {
    const elsewhere = await signedIn()
    const key = await resetKey()
    expect(mailer.sent[0]?.text).toContain('https://mishap.example/errors/reset-password/set-new-password/')
    const browser = aBrowser(world)
    const about = await browser.ask('GET', RESET, undefined, { 'x-password-reset-key': key })
    expect(about).toMatchObject({ status: 200, body: { data: { user: { email: ADA.email } } } })
    const done = await browser.ask('POST', RESET, { key, password: NEXT })
    expect(done).toMatchObject({ status: 401, body: { meta: { is_authenticated: false } } })
    expect(browser.jar.has('sessionid')).toBe(false)
    expect((await elsewhere.ask('GET', '/api/0/users/me/')).status).toBe(401)
    expect((await logIn(aBrowser(world), NEXT)).status).toBe(200)
    expect(await browser.ask('POST', RESET, { key, password: ADA.password })).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'invalid_password_reset', param: 'key' }] },
    })
  })

  it('is worth nothing after an hour, after a change of the password, or when made up', async () => {
    const browser = aBrowser(world)
    const isGood = async (key: string) =>
      (await browser.ask('GET', RESET, undefined, { 'x-password-reset-key': key })).status === 200
    const early = await resetKey()
    await clock.advance(3_599_000)
    expect(await isGood(early)).toBe(true)
    await clock.advance(1000)
    expect(await isGood(early)).toBe(false)
    const [first, second] = [await resetKey(), await resetKey()]
    expect([await isGood(first), await isGood(second)]).toEqual([true, true])
    const user = await signedIn()
    await user.ask('POST', CHANGE, { current_password: ADA.password, new_password: NEXT })
    expect([await isGood(first), await isGood(second)]).toEqual([false, false])
    for (const madeUp of ['', 'x', 'é\u0000', 'a'.repeat(64)])
      expect((await browser.ask('POST', RESET, { key: madeUp, password: NEXT })).status).toBe(400)
  })

  it('stays good when the password that is typed will not do', async () => {
    const key = await resetKey()
    const browser = aBrowser(world)
    expect(await browser.ask('POST', RESET, { key, password: ADA.email })).toMatchObject({
      status: 400,
      body: { errors: [{ param: 'password' }] },
    })
    expect((await browser.ask('POST', RESET, { key, password: NEXT })).status).toBe(401)
  })

  it('is not told from none: unknown accounts, inactive ones and those with too many get the same answer', async () => {
    const browser = aBrowser(world)
    const known = await browser.ask('POST', REQUEST, { email: ADA.email })
    await mails(1)
    const unknown = await browser.ask('POST', REQUEST, { email: 'nobody@example.com' })
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body])
    for (let round = 0; round < 8; round += 1)
      expect((await browser.ask('POST', REQUEST, { email: ADA.email })).status).toBe(200)
    await mails(5)
    const { users } = world.app.context.storage
    const bob = await users.create({ email: 'bob@example.com', name: '', passwordHash, isSuperuser: false })
    await users.update(bob.id, { isActive: false })
    expect((await browser.ask('POST', REQUEST, { email: 'bob@example.com' })).body).toEqual(known.body)
    await mails(5)
  })

  it('is not asked for without end from one address', async () => {
    const browser = aBrowser(world)
    const statuses: number[] = []
    for (let round = 0; round < 31; round += 1)
      statuses.push((await browser.ask('POST', REQUEST, { email: `nobody-${round}@example.com` })).status)
    expect(statuses).toEqual([...Array.from({ length: 30 }, () => 200), 429])
  })

  it('is refused openly where the server sends no mail', async () => {
    await world.stop()
    world = await aWorld({ clock })
    expect((await aBrowser(world).ask('POST', REQUEST, { email: ADA.email })).status).toBe(400)
  })

  it('gives a password to who has none yet', async () => {
    const { users } = world.app.context.storage
    await users.create({ email: 'eve@example.com', name: '', passwordHash: null, isSuperuser: false })
    const browser = aBrowser(world)
    await browser.ask('POST', REQUEST, { email: 'eve@example.com' })
    const key = keyIn((await mails(1))[0]?.text)
    await browser.ask('POST', RESET, { key, password: NEXT })
    const login = await browser.ask('POST', `${BASE}/auth/login`, { email: 'eve@example.com', password: NEXT })
    expect(login.status).toBe(200)
  })
})

describe('sessions of an account', () => {
  const SESSIONS = `${BASE}/auth/sessions`
  type Listed = { readonly data: readonly { readonly id: string; readonly is_current: boolean }[] }

  it('are listed with where they are, and ended one by one', async () => {
    const [here, there] = [await signedIn(), await signedIn()]
    const listed = await here.ask('GET', SESSIONS)
    const { data } = listed.body as Listed
    expect(data).toHaveLength(2)
    expect(data.map((one) => one.is_current).sort()).toEqual([false, true])
    expect(JSON.stringify(listed.body)).not.toContain(here.jar.get('sessionid') ?? 'none')
    const other = data.find((one) => !one.is_current)?.id ?? ''
    expect((await here.ask('DELETE', SESSIONS, { sessions: [other, 'unknown'] })).body).toMatchObject({
      data: [{ is_current: true }],
    })
    expect((await there.ask('GET', '/api/0/users/me/')).status).toBe(401)
    const own = data.find((one) => one.is_current)?.id ?? ''
    expect((await here.ask('DELETE', SESSIONS, { sessions: [own] })).status).toBe(401)
    expect(here.jar.has('sessionid')).toBe(false)
  })

  it('are nobody else’s to see or end', async () => {
    const ada = await signedIn()
    const { users } = world.app.context.storage
    await users.create({ email: 'eve@example.com', name: '', passwordHash, isSuperuser: false })
    const eve = aBrowser(world)
    await eve.ask('POST', `${BASE}/auth/login`, { ...ADA, email: 'eve@example.com' })
    const ids = ((await ada.ask('GET', SESSIONS)).body as Listed).data.map((one) => one.id)
    expect(((await eve.ask('DELETE', SESSIONS, { sessions: ids })).body as Listed).data).toHaveLength(1)
    expect((await ada.ask('GET', '/api/0/users/me/')).status).toBe(200)
  })
})
