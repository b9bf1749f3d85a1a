import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startSession } from '../../src/auth/sessions.js'
import type { User } from '../../src/ports/model.js'
import { fakeClock } from '../../src/testing/fake-clock.js'
import { aToken, aUser, aWorld, type World } from './world.js'

let world: World
let root: User
let ask: Awaited<ReturnType<typeof aBrowser>>

async function aBrowser(user: User) {
  const { secret } = await startSession(world.app.context, user, { userAgent: null, ip: null })
  return (method: string, path: string, body?: unknown) =>
    world.ask(method, `/api/0${path}`, {
      cookie: `sessionid=${secret}; csrftoken=x`,
      headers: { 'x-csrftoken': 'x' },
      ...(body === undefined ? {} : { body }),
    })
}

beforeAll(async () => {
  world = await aWorld({ retentionDays: 30 })
  root = await aUser(world.app)
  await world.app.context.storage.users.update(root.id, { isSuperuser: true })
  ask = await aBrowser(root)
})
afterAll(() => world.stop())

describe('who runs the instance', () => {
  it('finds accounts, and locks one with its sessions and tokens', async () => {
    const user = await aUser(world.app)
    const [theirs, token] = [await aBrowser(user), await aToken(world.app, user)]
    expect((await ask('GET', `/instance/users/?query=${user.email.toUpperCase()}`)).body).toMatchObject([
      { id: user.id, email: user.email, isActive: true },
    ])
    const path = `/instance/users/${user.id}/`
    expect((await ask('PUT', path, { isActive: false })).body).toMatchObject({ isActive: false })
    expect((await theirs('GET', '/users/me/')).status).toBe(401)
    expect((await world.ask('GET', '/api/0/users/me/', { token })).status).toBe(401)
    expect((await ask('PUT', path, { isActive: true })).status).toBe(200)
    expect((await theirs('GET', '/users/me/')).status).toBe(401)
    expect((await world.ask('GET', '/api/0/users/me/', { token })).status).toBe(200)
    expect((await ask('GET', '/audit-logs/?action=user.')).body).toMatchObject([
      { before: { isActive: false }, after: { isActive: true }, target: { kind: 'user', name: user.email } },
      { before: { isActive: true }, after: { isActive: false } },
    ])
  })

  it('makes others superusers, and takes nothing from themselves', async () => {
    const user = await aUser(world.app)
    const other = await aBrowser(user)
    expect((await other('GET', '/instance/users/')).status).toBe(403)
    await ask('PUT', `/instance/users/${user.id}/`, { isSuperuser: true })
    expect((await other('GET', '/instance/users/')).status).toBe(200)
    for (const loss of [{ isActive: false }, { isSuperuser: false }])
      expect((await ask('PUT', `/instance/users/${root.id}/`, loss)).status).toBe(400)
    expect((await other('PUT', `/instance/users/${root.id}/`, { isSuperuser: false })).status).toBe(200)
    expect((await ask('GET', '/instance/users/')).status).toBe(403)
    await other('PUT', `/instance/users/${root.id}/`, { isSuperuser: true })
    expect((await ask('PUT', '/instance/users/999999999999/', { name: 'x' })).status).toBe(404)
  })

  it('shows once more who they are before they change accounts or how people sign in', async () => {
    const clock = fakeClock()
    const late = await aWorld({ clock })
    const [own, user] = [await aUser(late.app), await aUser(late.app)]
    await late.app.context.storage.users.update(own.id, { isSuperuser: true })
    const { secret } = await startSession(late.app.context, own, { userAgent: null, ip: null })
    const headers = { 'x-csrftoken': 'x' }
    const send = (method: string, path: string, body: object = {}) =>
      late.ask(method, path, { cookie: `sessionid=${secret}; csrftoken=x`, headers, body })
    const path = `/api/0/instance/users/${user.id}/`
    for (const [method, rest] of [
      ['POST', 'password-link/'],
      ['DELETE', 'second-factors/'],
    ] as const)
      expect((await send(method, `/api/0/instance/users/${own.id}/${rest}`)).status).toBe(400)
    await clock.advance(31 * 60_000)
    const emails = '/api/0/users/me/emails/'
    const refused: readonly (readonly [string, string, object?])[] = [
      ['PUT', path, { isSuperuser: true }],
      ['DELETE', path],
      ['POST', `${path}password-link/`],
      ['DELETE', `${path}second-factors/`],
      ['DELETE', `${path}sessions/`],
      ['POST', `${path}impersonation/`],
      ['PUT', '/api/0/instance/sign-in/', { allowsPasswords: true }],
      ['PUT', '/api/0/instance/sign-in/providers/sso/', {}],
      ['DELETE', '/api/0/instance/sign-in/providers/sso/'],
      ['POST', emails, { email: 'new@example.com' }],
      ['PUT', emails, { email: own.email }],
      ['DELETE', emails, { email: own.email }],
    ]
    for (const [method, at, body] of refused)
      expect([method, at, await send(method, at, body)]).toMatchObject([
        ...[method, at, { status: 403, body: { code: 'reauthentication_required' } }],
      ])
    expect((await late.app.context.storage.users.get(user.id))?.isSuperuser).toBe(false)
    await late.stop()
  })

  it('sees organizations without what is in them, and throttles them', async () => {
    const { organization, token } = await world.tenant('Loud people')
    expect((await ask('GET', '/instance/organizations/?query=loud')).body).toMatchObject([{ slug: 'loud-people' }])
    expect((await ask('GET', '/organizations/loud-people/')).status).toBe(404)
    const limits = { isAcceptingEvents: false, eventThrottleRate: 50, rateLimit: { window: 60, count: 100 } }
    expect((await ask('PUT', '/instance/organizations/loud-people/', limits)).body).toMatchObject(limits)
    const own = await world.ask('GET', '/api/0/organizations/loud-people/audit-logs/', { token })
    expect(own.body).toMatchObject([
      {
        action: 'organization.throttled',
        actor: { email: root.email },
        organizationID: organization.id,
        after: { eventThrottleRate: 50 },
      },
    ])
    expect((await ask('PUT', '/instance/organizations/nothing/', limits)).status).toBe(404)
    expect((await ask('PUT', '/instance/organizations/loud-people/', { eventThrottleRate: 101 })).status).toBe(422)
  })

  it('sees what an account has, and hands over a link for a new password', async () => {
    const user = await aUser(world.app)
    const theirs = await aBrowser(user)
    const path = `/instance/users/${user.id}`
    expect((await ask('GET', `${path}/`)).body).toMatchObject({
      ...{ email: user.email, secondFactors: [], sessionCount: 1, organizations: [] },
    })
    const answer = await ask('POST', `${path}/password-link/`)
    const { isSent, link } = answer.body as { isSent: boolean; link: string }
    expect([answer.status, isSent]).toEqual([200, false])
    const key = new URL(link).pathname.split('/').at(-1) ?? ''
    const reset = await world.ask('POST', '/_allauth/browser/v1/auth/password/reset', {
      ...{ cookie: 'csrftoken=x', headers: { 'x-csrftoken': 'x' } },
      body: { key, password: 'quite another one 7' },
    })
    expect(reset.status).toBe(401)
    expect((await theirs('GET', '/users/me/')).status).toBe(401)
    expect((await ask('GET', '/audit-logs/?action=user.password')).body).toMatchObject([{ after: { isSent: false } }])
  })

  it('signs somebody out everywhere, and deletes accounts but their own', async () => {
    const user = await aUser(world.app)
    const theirs = await aBrowser(user)
    expect((await ask('DELETE', `/instance/users/${user.id}/sessions/`)).status).toBe(204)
    expect((await theirs('GET', '/users/me/')).status).toBe(401)
    expect((await ask('DELETE', `/instance/users/${user.id}/second-factors/`)).status).toBe(204)
    expect((await ask('DELETE', `/instance/users/${root.id}/`)).status).toBe(400)
    expect((await ask('DELETE', `/instance/users/${user.id}/`)).status).toBe(204)
    expect((await ask('GET', `/instance/users/${user.id}/`)).status).toBe(404)
    const own = (await world.tenant('Owned')).user
    expect((await ask('DELETE', `/instance/users/${own.id}/`)).status).toBe(400)
  })

  it('deletes an organization with everything in it', async () => {
    await world.tenant('Doomed')
    expect((await ask('DELETE', '/instance/organizations/doomed/')).status).toBe(204)
    expect((await ask('GET', '/instance/organizations/?query=doomed')).body).toEqual([])
    expect((await ask('GET', '/audit-logs/?action=organization.deleted')).body).toMatchObject([
      { target: { name: 'doomed' }, actor: { email: root.email } },
    ])
  })

  it('sets what the configuration leaves open, and nothing else', async () => {
    const path = '/instance/settings/'
    expect((await ask('GET', path)).body).toMatchObject({
      values: { instanceName: '', retentionDays: 30 },
      pinned: ['retentionDays'],
    })
    const change = { instanceName: 'Errors of Acme', openRegistration: true, sensitiveFields: ['iban'] }
    expect((await ask('PUT', path, change)).body).toMatchObject({ values: change, defaults: { instanceName: '' } })
    expect((await world.ask('GET', '/api/settings/')).body).toMatchObject({
      ...{ enableUserRegistration: true, glitchtipInstanceName: 'Errors of Acme' },
    })
    expect((await ask('PUT', path, { openRegistration: null })).body).toMatchObject({
      values: { openRegistration: false, instanceName: 'Errors of Acme' },
    })
    for (const wrong of [{ retentionDays: 5 }, { mailFrom: 'nobody' }, { auditRetentionDays: -1 }])
      expect((await ask('PUT', path, wrong)).status).toBeGreaterThanOrEqual(400)
    expect((await ask('GET', '/audit-logs/?action=instance.&limit=2')).body).toMatchObject([
      { before: { openRegistration: true }, after: { openRegistration: false } },
      { after: { instanceName: 'Errors of Acme', sensitiveFields: ['iban'] } },
    ])
  })

  it('sees how the instance is', async () => {
    expect((await ask('GET', '/instance/health/')).body).toMatchObject({
      parts: [
        { name: 'database', state: 'ok' },
        { name: 'buffer', state: 'ok' },
        { name: 'cache', state: 'ok' },
        { name: 'files', state: 'off' },
        { name: 'mail', state: 'off' },
      ],
      jobs: expect.arrayContaining([expect.objectContaining({ job: 'Daily maintenance', error: null })]),
    })
  })

  it('sees what comes in, what is dropped and what is held', async () => {
    const { organization, project } = await world.tenant('Busy')
    const { storage, clock } = world.app.context
    const count = { organizationId: organization.id, projectId: project.id, hour: clock.now(), category: 'error' }
    await storage.ingest.addOutcomes([
      { ...count, outcome: 'accepted', reason: '', quantity: 7 },
      { ...count, outcome: 'rate_limited', reason: 'spike', quantity: 3 },
    ])
    const ingest = (await ask('GET', '/instance/ingest/')).body as { hours: readonly object[] }
    expect(ingest).toMatchObject({
      buffer: { records: 0, oldestAt: null, setAside: 0 },
      drops: [{ category: 'error', outcome: 'rate_limited', reason: 'spike', quantity: 3 }],
    })
    expect(ingest.hours).toHaveLength(24)
    expect(ingest.hours.at(-1)).toMatchObject({ accepted: 7, dropped: 3 })
    const held = (await ask('GET', '/instance/storage/')).body
    expect(held).toMatchObject({ parts: expect.arrayContaining([expect.objectContaining({ name: 'events' })]) })
    expect(JSON.stringify(held)).toContain('"busy"')
  })

  it('takes diagnostics along that name nobody', async () => {
    await ask('PUT', '/instance/settings/', { mailFrom: 'Root <root@acme.example>' })
    await world.tenant('Secretive')
    const answer = await ask('GET', '/instance/diagnostics/')
    expect(answer.headers.get('content-disposition')).toContain('mishap-diagnostics.json')
    const text = JSON.stringify(answer.body)
    for (const secret of ['secretive', root.email, 'acme.example', 'Errors of Acme', 'iban'])
      expect(text.toLowerCase()).not.toContain(secret.toLowerCase())
    expect(answer.body).toMatchObject({ features: { mail: false, directBuffer: true } })
    const { health } = answer.body as { health: { jobs: readonly { worker: string }[] } }
    expect(new Set(health.jobs.map(({ worker }) => worker))).toEqual(new Set(['process 1']))
  })

  it('narrows the log to an organization and to a time', async () => {
    await world.tenant('Noted')
    await ask('PUT', '/instance/organizations/noted/', { eventThrottleRate: 5 })
    expect((await ask('GET', '/audit-logs/?organization=noted')).body).toMatchObject([
      { action: 'organization.throttled' },
    ])
    expect((await ask('GET', '/audit-logs/?organization=noted&end=2001-01-01T00:00:00Z')).body).toEqual([])
    expect((await ask('GET', '/audit-logs/?organization=nobody')).status).toBe(404)
  })
})
