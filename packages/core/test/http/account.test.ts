import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { memoryMailer } from '../../src/adapters/memory-mailer.js'
import { startSession } from '../../src/auth/sessions.js'
import type { User } from '../../src/ports/model.js'
import { fakeClock } from '../../src/testing/fake-clock.js'
import { aToken, aUser, aWorld, type World } from './world.js'

const mailer = memoryMailer()
const clock = fakeClock('2026-03-01T12:00:00Z')
let world: World

beforeAll(async () => {
  world = await aWorld({ mailer, clock })
})
afterAll(() => world.stop())

async function aBrowser(user?: User) {
  const who = user ?? (await aUser(world.app))
  const { secret } = await startSession(world.app.context, who, { userAgent: null, ip: null })
  const ask = (method: string, path: string, body?: unknown) =>
    world.ask(method, path, {
      cookie: `sessionid=${secret}; csrftoken=x`,
      headers: { 'x-csrftoken': 'x' },
      ...(body === undefined ? {} : { body }),
    })
  return { user: who, ask }
}

const EMAILS = '/api/0/users/me/emails/'
const VERIFY = '/_allauth/browser/v1/auth/email/verify'
const keyInMail = () => /confirm-email\/([0-9a-f]{64})/.exec(mailer.sent.at(-1)?.text ?? '')?.[1] ?? ''
let asked = 0
const anAddress = () => `second-${++asked}@example.com`

describe('addresses of an account', () => {
  it('are added, confirmed by the link in the mail, and made primary', async () => {
    const { user, ask } = await aBrowser()
    const email = anAddress()
    expect(await ask('POST', EMAILS, { email })).toMatchObject({
      status: 201,
      body: { email, isPrimary: false, isVerified: false },
    })
    expect(mailer.sent.at(-1)?.to).toBe(email)
    expect((await world.ask('GET', '/api/settings/')).body).toMatchObject({ canSendMail: true })
    expect((await ask('PUT', EMAILS, { email })).status).toBe(400)
    const key = keyInMail()
    const about = await world.ask('GET', VERIFY, { headers: { 'x-email-verification-key': key } })
    expect(about).toMatchObject({ status: 200, body: { data: { email, user: { id: Number(user.id) } } } })
    expect((await ask('POST', VERIFY, { key })).status).toBe(200)
    expect((await ask('POST', VERIFY, { key })).status).toBe(400)
    expect((await ask('PUT', EMAILS, { email })).body).toEqual({ email, isPrimary: true, isVerified: true })
    expect((await ask('GET', EMAILS)).body).toEqual([
      { email, isPrimary: true, isVerified: true },
      { email: user.email, isPrimary: false, isVerified: false },
    ])
    expect((await ask('GET', '/api/0/users/me/')).body).toMatchObject({ email, username: email })
  })

  it('are confirmed by whoever has the link, whom it does not sign in', async () => {
    const { ask } = await aBrowser()
    await ask('POST', EMAILS, { email: anAddress() })
    const headers = { 'x-csrftoken': 'x' }
    const answer = await world.ask('POST', VERIFY, { cookie: 'csrftoken=x', headers, body: { key: keyInMail() } })
    expect(answer).toMatchObject({ status: 401, body: { meta: { is_authenticated: false } } })
    expect((await ask('GET', EMAILS)).body).toContainEqual(expect.objectContaining({ isVerified: true }))
  })

  it('are confirmed for three days, by the last link only', async () => {
    const { ask } = await aBrowser()
    const email = anAddress()
    await ask('POST', EMAILS, { email })
    const first = keyInMail()
    expect((await ask('POST', `${EMAILS}confirm/`, { email })).status).toBe(204)
    expect(keyInMail()).not.toBe(first)
    expect((await ask('POST', VERIFY, { key: first })).status).toBe(400)
    const last = keyInMail()
    await clock.jump(3 * 86_400_000)
    expect((await ask('POST', VERIFY, { key: last })).status).toBe(400)
  })

  it('are removed, but for the one that the account goes by', async () => {
    const { user, ask } = await aBrowser()
    const email = anAddress()
    await ask('POST', EMAILS, { email })
    expect((await ask('DELETE', EMAILS, { email })).status).toBe(204)
    expect((await ask('GET', EMAILS)).body).toEqual([expect.objectContaining({ email: user.email, isPrimary: true })])
    expect((await ask('DELETE', EMAILS, { email: user.email })).status).toBe(400)
  })

  it('are refused where they are others, wrong, too many or nobody', async () => {
    const [{ user, ask }, other] = [await aBrowser(), await aUser(world.app)]
    expect(await ask('POST', EMAILS, { email: other.email })).toMatchObject({
      status: 400,
      body: { detail: 'This address belongs to an account already.' },
    })
    expect((await ask('POST', EMAILS, { email: user.email })).status).toBe(400)
    expect((await ask('POST', EMAILS, { email: 'nothing' })).status).toBe(422)
    expect((await ask('DELETE', EMAILS, { email: user.email })).status).toBe(400)
    expect((await ask('DELETE', EMAILS, { email: 'unknown@example.com' })).status).toBe(404)
    expect((await ask('POST', `${EMAILS}confirm/`, { email: other.email })).status).toBe(404)
    const statuses: number[] = []
    for (let index = 0; index < 11; index += 1)
      statuses.push((await ask('POST', EMAILS, { email: anAddress() })).status)
    expect(statuses.at(-1)).toBe(429)
  })

  it('are read by a token and changed in a browser only', async () => {
    const user = await aUser(world.app)
    const token = await aToken(world.app, user)
    expect((await world.ask('GET', EMAILS, { token })).status).toBe(200)
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect((await world.ask(method, EMAILS, { token, body: { email: anAddress() } })).status).toBe(403)
    expect((await world.ask('DELETE', '/api/0/users/me/', { token })).status).toBe(403)
    const foreign = (await aUser(world.app)).id
    expect((await world.ask('GET', `/api/0/users/${foreign}/emails/`, { token })).status).toBe(404)
  })
})

describe('notifications', () => {
  it('are chosen by default and by project', async () => {
    const acme = await world.tenant()
    const { ask } = await aBrowser(acme.user)
    const base = '/api/0/users/me/notifications/'
    expect((await ask('GET', base)).body).toEqual({ subscribeByDefault: true })
    expect((await ask('PUT', base, { subscribeByDefault: false })).body).toEqual({ subscribeByDefault: false })
    expect((await ask('GET', base)).body).toEqual({ subscribeByDefault: false })
    const put = (body: unknown) => ask('PUT', `${base}alerts/`, body)
    const { id } = acme.project
    expect((await put({ [id]: 1 })).status).toBe(204)
    expect((await ask('GET', `${base}alerts/`)).body).toEqual({ [id]: 1 })
    await put({ [id]: 0 })
    expect((await ask('GET', `${base}alerts/`)).body).toEqual({ [id]: 0 })
    await put({ [id]: -1 })
    expect((await ask('GET', `${base}alerts/`)).body).toEqual({})
    for (const wrong of [{}, { [id]: 2 }, { [id]: 1, x: 1 }, []]) expect((await put(wrong)).status).toBe(422)
    const foreign = await world.tenant()
    for (const unknown of [foreign.project.id, '999999999999', 'abc'])
      expect((await put({ [unknown]: 1 })).status).toBe(404)
  })

  it('are chosen kind by kind, and monitors follow what was chosen of alerts', async () => {
    const acme = await world.tenant()
    const { ask } = await aBrowser(acme.user)
    const base = '/api/0/users/me/notifications/'
    const matrix = `${base}matrix/`
    const { id } = acme.project
    const all = { alerts: true, uptime: true, limits: true, assigned: true, mentioned: true, followed: true }
    expect((await ask('GET', matrix)).body).toEqual({ byDefault: all, projects: {}, quietHours: null })
    await ask('PUT', `${base}alerts/`, { [id]: 0 })
    const hours = { start: '22:00', end: '07:30', timeZone: 'Europe/Berlin', days: [5, 1, 5] }
    const change = { byDefault: { followed: false }, projects: { [id]: { uptime: true } }, quietHours: hours }
    const kept = {
      byDefault: { ...all, followed: false },
      projects: { [id]: { alerts: false, uptime: true } },
      quietHours: { ...hours, days: [1, 5] },
    }
    expect((await ask('PUT', matrix, change)).body).toEqual(kept)
    const back = await ask('PUT', matrix, { projects: { [id]: { alerts: null, uptime: null } }, quietHours: null })
    expect(back.body).toEqual({ ...kept, projects: {}, quietHours: null })
    expect((await ask('GET', `${base}alerts/`)).body).toEqual({})
    for (const wrong of [
      { byDefault: { alerts: null } },
      { projects: { [id]: { alerts: 1 } } },
      { projects: { [id]: true } },
      ...[{ start: '24:00' }, { end: '22:00' }, { timeZone: 'Mars' }, { days: [] }, { days: [8] }].map((wrong) => ({
        quietHours: { ...hours, ...wrong },
      })),
    ])
      expect((await ask('PUT', matrix, wrong)).status).toBe(422)
    const foreign = await world.tenant()
    for (const unknown of [foreign.project.id, '999999999999', 'abc'])
      expect((await ask('PUT', matrix, { projects: { [unknown]: { alerts: false } } })).status).toBe(404)
  })
})

describe('API tokens', () => {
  it('tell when they were used, and open nothing after their end', async () => {
    const acme = await world.tenant('Tokens')
    const { ask } = await aBrowser(acme.user)
    const expires = new Date(clock.now().getTime() + 3_600_000).toISOString()
    const made = await ask('POST', '/api/0/api-tokens/', { label: 'CI', scopes: ['org:read'], expires })
    expect(made).toMatchObject({
      status: 201,
      body: { expires, lastUsed: null, token: expect.stringMatching(/^.{64}$/) },
    })
    const { token, id } = made.body as { token: string; id: number }
    const use = async () => (await world.ask('GET', '/api/0/organizations/tokens/', { token })).status
    expect(await use()).toBe(200)
    const { body } = await ask('GET', '/api/0/api-tokens/')
    expect(body).toContainEqual(expect.objectContaining({ id, token: '', lastUsed: clock.now().toISOString() }))
    await clock.advance(3_600_000)
    expect(await use()).toBe(401)
    const late = await ask('POST', '/api/0/api-tokens/', { label: '', scopes: ['org:read'], expires })
    expect(late.status).toBe(422)
  })
})

describe('an account', () => {
  it('is deleted with its tokens, unless it owns an organization', async () => {
    const acme = await world.tenant()
    const owner = await aBrowser(acme.user)
    expect(await owner.ask('DELETE', '/api/0/users/me/')).toMatchObject({ status: 400 })
    const { user, ask } = await aBrowser()
    const token = await aToken(world.app, user)
    await world.app.context.storage.users.update(user.id, { isSuperuser: true })
    expect((await ask('DELETE', '/api/0/users/me/')).status).toBe(400)
    await world.app.context.storage.users.update(user.id, { isSuperuser: false })
    expect((await ask('DELETE', '/api/0/users/me/')).status).toBe(204)
    expect((await world.ask('GET', '/api/0/users/me/', { token })).status).toBe(401)
    expect((await ask('GET', '/api/0/users/me/')).status).toBe(401)
  })

  it('is made with the link of an invitation where registration is closed, and is a member then', async () => {
    const acme = await world.tenant('Inviters')
    const path = '/api/0/organizations/inviters/members/'
    const body = { email: 'new@example.com', orgRole: 'admin', sendInvite: false }
    const invited = await world.ask('POST', path, { token: acme.token, body })
    const [, id, token] = /accept\/(\d+)\/(\w+)/.exec((invited.body as { inviteLink: string }).inviteLink) ?? []
    const signUp = (invitation: unknown) =>
      world.ask('POST', '/_allauth/browser/v1/auth/signup', {
        cookie: 'csrftoken=x',
        headers: { 'x-csrftoken': 'x' },
        body: { email: 'new@example.com', password: 'correct horse battery', invitation },
      })
    expect((await signUp(null)).status).toBe(403)
    expect((await signUp({ id, token: 'made up' })).status).toBe(403)
    const made = await signUp({ id, token })
    expect(made).toMatchObject({ status: 200, body: { meta: { is_authenticated: true } } })
    expect((await world.ask('GET', path, { token: acme.token })).body).toContainEqual(
      expect.objectContaining({ id, pending: false, role: 'admin', email: 'new@example.com' }),
    )
    expect((await signUp({ id, token })).status).toBe(403)
  })
})

describe('set-up programs', () => {
  it('wait with a hash, and get projects and a token that uploads after a yes', async () => {
    const acme = await world.tenant('Wizards')
    const { ask } = await aBrowser(acme.user)
    const { hash } = (await world.ask('GET', '/api/0/wizard/')).body as { hash: string }
    expect(hash).toMatch(/^[a-z0-9]{64}$/)
    const path = `/api/0/wizard/${hash}/`
    expect(await world.ask('GET', path)).toMatchObject({ status: 400, body: { detail: 'Hash is empty, set it first' } })
    expect((await world.ask('POST', '/api/0/wizard-set-token/', { token: acme.token, body: { hash } })).status).toBe(
      403,
    )
    expect((await ask('POST', '/api/0/wizard-set-token/', { hash: 'x'.repeat(64) })).status).toBe(400)
    expect((await ask('POST', '/api/0/wizard-set-token/', { hash })).status).toBe(200)
    expect((await ask('POST', '/api/0/wizard-set-token/', { hash })).status).toBe(400)
    const got = await world.ask('GET', path)
    expect(got).toMatchObject({
      status: 200,
      body: {
        apiKeys: { scopes: ['project:releases'], token: expect.stringMatching(/^[0-9a-f]{64}$/) },
        projects: [{ slug: 'web', organization: { slug: 'wizards' }, keys: [{ dsn: { public: expect.any(String) } }] }],
      },
    })
    const { token } = (got.body as { apiKeys: { token: string } }).apiKeys
    expect((await world.ask('GET', '/api/0/organizations/wizards/', { token })).status).toBe(403)
    expect((await world.ask('DELETE', path)).status).toBe(200)
    expect((await world.ask('GET', path)).status).toBe(404)
  })
})

describe('addresses by the auth API', () => {
  const PATH = '/_allauth/browser/v1/account/email'
  const RESEND = '/_allauth/browser/v1/auth/email/verify/resend'

  it('are listed, added, confirmed, made primary and removed', async () => {
    const { user, ask } = await aBrowser()
    const email = anAddress()
    const [first, second] = [
      { email: user.email, primary: true, verified: false },
      { email, primary: false, verified: false },
    ]
    expect((await ask('GET', PATH)).body).toEqual({ status: 200, data: [first] })
    expect((await ask('POST', PATH, { email })).body).toEqual({ status: 200, data: [first, second] })
    expect(await ask('PATCH', PATH, { email, primary: true })).toMatchObject({ status: 400, body: { status: 400 } })
    const sent = mailer.sent.length
    expect((await ask('PUT', PATH, { email })).body).toEqual({ status: 200 })
    expect(mailer.sent).toHaveLength(sent + 1)
    await ask('POST', VERIFY, { key: keyInMail() })
    expect((await ask('PUT', PATH, { email })).status).toBe(403)
    expect((await ask('PUT', PATH, { email: 'nobody@example.com' })).status).toBe(403)
    const swapped = [
      { email, primary: true, verified: true },
      { email: user.email, primary: false, verified: false },
    ]
    expect((await ask('PATCH', PATH, { email, primary: true })).body).toEqual({ status: 200, data: swapped })
    const told = {
      to: user.email,
      subject: 'Your account has another primary address now',
      text: expect.stringContaining(email),
    }
    expect(mailer.sent.at(-1)).toMatchObject(told)
    expect((await ask('DELETE', PATH, { email: user.email })).body).toEqual({ status: 200, data: swapped.slice(0, 1) })
    expect(await ask('DELETE', PATH, { email })).toMatchObject({ status: 400 })
  })

  it.each(['POST', 'PATCH', 'DELETE'])('are changed (%s) by who has shown lately who they are', async (method) => {
    const { ask } = await aBrowser()
    await clock.advance(30 * 60_000)
    const refused = await ask(method, PATH, { email: anAddress() })
    expect(refused).toMatchObject({ status: 401, body: { meta: { is_authenticated: true } } })
    expect((await ask('GET', PATH)).body).toMatchObject({ data: [{}] })
  })

  it('have the primary one confirmed by another mail, until it is', async () => {
    const { user, ask } = await aBrowser()
    expect((await ask('POST', RESEND)).body).toEqual({ status: 200 })
    expect(mailer.sent.at(-1)?.to).toBe(user.email)
    expect((await ask('POST', VERIFY, { key: keyInMail() })).status).toBe(200)
    expect((await ask('POST', RESEND)).status).toBe(409)
    const nobody = await world.ask('POST', RESEND, { cookie: 'csrftoken=x', headers: { 'x-csrftoken': 'x' } })
    expect(nobody.status).toBe(409)
  })
})
