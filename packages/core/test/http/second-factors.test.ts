import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { hashPassword } from '../../src/auth/password.js'
import { totpCode } from '../../src/auth/totp.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { aBrowser, type Browser } from './browser.js'
import { aWorld, type World } from './world.js'

const BASE = '/_allauth/browser/v1'
const FACTORS = `${BASE}/account/authenticators`
const TOTP = `${FACTORS}/totp`
const CODES = `${FACTORS}/recovery-codes`
const SIGN_IN = `${BASE}/auth/2fa/authenticate`
const ADA = { email: 'ada@example.com', password: 'violet grammar 9' }
const STEP_MS = 30_000

let world: World
let clock: FakeClock
let passwordHash: string

beforeAll(async () => {
  passwordHash = await hashPassword(ADA.password)
})
beforeEach(async () => {
  clock = fakeClock()
  world = await aWorld({ clock, secretKey: 's'.repeat(32) })
  await world.app.context.storage.users.create({ email: ADA.email, name: '', passwordHash, isSuperuser: false })
})
afterEach(() => world.stop())

const logIn = (browser: Browser) => browser.ask('POST', `${BASE}/auth/login`, ADA)
const isSignedIn = async (browser: Browser) => (await browser.ask('GET', '/api/0/users/me/')).status === 200

/** The code that an app shows now; its owner waits for the next one first. */
async function nextCode(secret: Buffer) {
  await clock.advance(STEP_MS)
  return totpCode(secret, Math.floor(clock.now().getTime() / STEP_MS))
}

function decode(base32: string): Buffer {
  const bits = [...base32].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  )
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

async function withApp() {
  const browser = aBrowser(world)
  await logIn(browser)
  const { meta } = (await browser.ask('GET', TOTP)).body as { meta: { secret: string } }
  const secret = decode(meta.secret)
  expect((await browser.ask('POST', TOTP, { code: await nextCode(secret) })).status).toBe(200)
  const { data } = (await browser.ask('GET', CODES)).body as { data: { unused_codes: string[] } }
  return { browser, secret, codes: data.unused_codes }
}

describe('recovery codes by the front end of GlitchTip', () => {
  const PATH = '/api/0/generate-recovery-codes/'

  it('are worth something once one of them is sent back', async () => {
    const { browser, codes: before } = await withApp()
    const { codes } = (await browser.ask('GET', PATH)).body as { codes: string[] }
    expect(codes).toHaveLength(10)
    expect((await browser.ask('POST', PATH, { code: before[0] })).status).toBe(422)
    expect(await unusedCodes(browser)).toEqual(before)
    expect((await browser.ask('POST', PATH, { code: codes[9] })).status).toBe(204)
    expect(await unusedCodes(browser)).toEqual(codes)
    // Proposed once, taken once.
    expect((await browser.ask('POST', PATH, { code: codes[9] })).status).toBe(422)
  })

  it('need a second factor that they stand in for', async () => {
    const browser = aBrowser(world)
    await logIn(browser)
    const { codes } = (await browser.ask('GET', PATH)).body as { codes: string[] }
    expect((await browser.ask('POST', PATH, { code: codes[0] })).status).toBe(400)
  })

  it('are for who has shown lately who they are', async () => {
    const { browser } = await withApp()
    await clock.advance(31 * 60_000)
    expect((await browser.ask('GET', PATH)).status).toBe(403)
  })

  const unusedCodes = async (browser: Browser) =>
    ((await browser.ask('GET', CODES)).body as { data: { unused_codes: string[] } }).data.unused_codes
})

describe('an authenticator app', () => {
  it('is set up by a secret, once it shows a code', async () => {
    const browser = aBrowser(world)
    await logIn(browser)
    expect((await browser.ask('GET', FACTORS)).body).toEqual({ status: 200, data: [] })
    expect((await browser.ask('GET', CODES)).status).toBe(404)
    const offered = await browser.ask('GET', TOTP)
    const { secret, totp_url } = (offered.body as { meta: { secret: string; totp_url: string } }).meta
    expect(offered.status).toBe(404)
    expect(totp_url).toContain(`secret=${secret}`)
    expect((await browser.ask('GET', TOTP)).body).toEqual(offered.body)
    const wrong = { status: 400, body: { errors: [{ code: 'incorrect_code', param: 'code' }] } }
    expect(await browser.ask('POST', TOTP, { code: '000000' })).toMatchObject(wrong)
    expect(await browser.ask('POST', TOTP, { code: await nextCode(decode(secret)) })).toMatchObject({
      status: 200,
      body: { data: { type: 'totp' }, meta: { recovery_codes_generated: true } },
    })
    expect((await browser.ask('GET', TOTP)).status).toBe(200)
    expect((await browser.ask('GET', FACTORS)).body).toMatchObject({
      data: [{ type: 'totp' }, { type: 'recovery_codes', total_code_count: 10, unused_code_count: 10 }],
    })
    expect(browser.jar.has('totpsetup')).toBe(false)
    const { items } = await world.app.context.storage.audit.list(null, { limit: 5, cursor: null })
    expect(items).toMatchObject([{ action: 'account.totp_activated' }])
  })

  it('is not set up by the secret of another session, nor one of yesterday', async () => {
    const [ada, eve] = [aBrowser(world), aBrowser(world)]
    await logIn(ada)
    await logIn(eve)
    const { meta } = (await eve.ask('GET', TOTP)).body as { meta: { secret: string } }
    ada.jar.set('totpsetup', eve.jar.get('totpsetup') ?? '')
    const code = await nextCode(decode(meta.secret))
    expect((await ada.ask('POST', TOTP, { code })).status).toBe(400)
    await clock.advance(29 * 60_000)
    expect((await eve.ask('POST', `${BASE}/auth/reauthenticate`, { password: ADA.password })).status).toBe(200)
    await clock.advance(60_000)
    expect((await eve.ask('POST', TOTP, { code: await nextCode(decode(meta.secret)) })).status).toBe(400)
  })

  it('is asked for after the password, and only then signs in', async () => {
    const { secret } = await withApp()
    const browser = aBrowser(world)
    const flow = { id: 'mfa_authenticate', types: ['totp', 'recovery_codes'], is_pending: true }
    const waiting = await logIn(browser)
    expect(waiting).toMatchObject({ status: 401, body: { meta: { is_authenticated: false } } })
    expect(waiting.body).toMatchObject({ data: { flows: expect.arrayContaining([flow]) } })
    expect(browser.jar.has('sessionid')).toBe(false)
    expect(await isSignedIn(browser)).toBe(false)
    expect((await browser.ask('GET', `${BASE}/auth/session`)).body).toMatchObject({
      data: { flows: expect.arrayContaining([flow]) },
    })
    expect((await browser.ask('POST', SIGN_IN, { code: '000000' })).status).toBe(400)
    const code = await nextCode(secret)
    expect((await aBrowser(world).ask('POST', SIGN_IN, { code })).status).toBe(401)
    expect(await browser.ask('POST', SIGN_IN, { code: ` ${code.slice(0, 3)} ${code.slice(3)}` })).toMatchObject({
      status: 200,
      body: { data: { methods: [{ method: 'password' }, { method: 'mfa', type: 'totp' }] } },
    })
    expect(await isSignedIn(browser)).toBe(true)
    const thief = aBrowser(world)
    await logIn(thief)
    expect((await thief.ask('POST', SIGN_IN, { code })).status).toBe(400)
  })

  it('is waited for ten minutes, and not after the password has changed', async () => {
    const { browser: owner, secret } = await withApp()
    const [late, stale] = [aBrowser(world), aBrowser(world)]
    await logIn(late)
    await clock.advance(600_000)
    expect((await late.ask('POST', SIGN_IN, { code: await nextCode(secret) })).status).toBe(401)
    await logIn(stale)
    const change = { current_password: ADA.password, new_password: 'another violet 10' }
    expect((await owner.ask('POST', `${BASE}/account/password/change`, change)).status).toBe(200)
    expect((await stale.ask('POST', SIGN_IN, { code: await nextCode(secret) })).status).toBe(401)
  })

  it('lets nobody who has the password guess the code', async () => {
    const { secret } = await withApp()
    await clock.advance(600_000)
    const thief = aBrowser(world)
    await logIn(thief)
    const statuses: number[] = []
    for (let round = 0; round < 10; round += 1)
      statuses.push((await thief.ask('POST', SIGN_IN, { code: '000000' })).status)
    expect(new Set(statuses)).toEqual(new Set([400]))
    const code = totpCode(secret, Math.floor(clock.now().getTime() / STEP_MS))
    expect((await thief.ask('POST', SIGN_IN, { code })).status).toBe(429)
  })

  it('is kept where nobody reads it without the secret key', async () => {
    const { secret, codes } = await withApp()
    const { storage } = world.app.context
    const user = await storage.users.getByEmail(ADA.email)
    const kept = JSON.stringify(await storage.secondFactors.get(user?.id ?? ''))
    expect(kept).not.toContain(secret.toString('base64'))
    for (const code of codes) expect(kept).not.toContain(code)
  })

  it('is not offered where there is no secret key', async () => {
    await world.stop()
    world = await aWorld({ clock })
    await world.app.context.storage.users.create({ email: ADA.email, name: '', passwordHash, isSuperuser: false })
    const browser = aBrowser(world)
    await logIn(browser)
    expect((await browser.ask('GET', TOTP)).status).toBe(400)
    expect((await browser.ask('GET', `${BASE}/config`)).body).toMatchObject({ data: { mfa: { supported_types: [] } } })
  })
})

describe('recovery codes', () => {
  it('sign in once each', async () => {
    const { codes } = await withApp()
    expect(new Set(codes).size).toBe(10)
    for (const code of codes) expect(code).toMatch(/^\d{8}$/)
    const [first, second] = [aBrowser(world), aBrowser(world)]
    await logIn(first)
    expect(await first.ask('POST', SIGN_IN, { code: codes[3] })).toMatchObject({
      status: 200,
      body: { data: { methods: [{ method: 'password' }, { method: 'mfa', type: 'recovery_codes' }] } },
    })
    await logIn(second)
    expect((await second.ask('POST', SIGN_IN, { code: codes[3] })).status).toBe(400)
    expect((await first.ask('GET', CODES)).body).toMatchObject({
      data: { unused_code_count: 9, unused_codes: codes.filter((_, index) => index !== 3) },
    })
  })

  it('are worth nothing once there are others, and go with the app', async () => {
    const { browser, codes } = await withApp()
    const replaced = await browser.ask('POST', CODES)
    expect(replaced).toMatchObject({ status: 200, body: { data: { unused_code_count: 10 } } })
    const other = aBrowser(world)
    await logIn(other)
    expect((await other.ask('POST', SIGN_IN, { code: codes[0] })).status).toBe(400)
    expect((await browser.ask('DELETE', TOTP)).status).toBe(200)
    expect((await browser.ask('GET', FACTORS)).body).toMatchObject({ data: [] })
    expect((await browser.ask('POST', CODES)).status).toBe(404)
    expect((await logIn(aBrowser(world))).status).toBe(200)
  })
})

describe('who signed in long ago', () => {
  it.each([
    ['POST', TOTP],
    ['DELETE', TOTP],
    ['GET', CODES],
    ['POST', CODES],
  ])('shows once more who they are for %s %s', async (method, path) => {
    const { browser, secret } = await withApp()
    await clock.advance(30 * 60_000)
    const body = path === TOTP && method === 'POST' ? { code: '000000' } : undefined
    const refused = await browser.ask(method, path, body)
    const flows = [{ id: 'reauthenticate' }, { id: 'mfa_reauthenticate', types: ['totp', 'recovery_codes'] }]
    expect(refused).toMatchObject({ status: 401, body: { data: { flows }, meta: { is_authenticated: true } } })
    expect((await browser.ask('POST', `${BASE}/auth/reauthenticate`, { password: 'guess' })).status).toBe(400)
    expect((await browser.ask('POST', `${BASE}/auth/2fa/reauthenticate`, { code: '000000' })).status).toBe(400)
    expect((await browser.ask(method, path, body)).status).toBe(401)
    const again = await browser.ask('POST', `${BASE}/auth/2fa/reauthenticate`, { code: await nextCode(secret) })
    expect(again.body).toMatchObject({
      data: { methods: [{ method: 'password' }, { method: 'mfa', type: 'totp', reauthenticated: true }] },
    })
    expect((await browser.ask(method, path, body)).status).toBe(path === TOTP && method === 'POST' ? 400 : 200)
  })
})
