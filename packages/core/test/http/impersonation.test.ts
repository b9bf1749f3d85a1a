import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { memoryMailer } from '../../src/adapters/memory-mailer.js'
import { refuseWhileActing } from '../../src/auth/impersonation.js'
import { startSession } from '../../src/auth/sessions.js'
import { hashToken } from '../../src/auth/tokens.js'
import type { AuditEntryJson, UserJson } from '../../src/client/index.js'
import { routes } from '../../src/http/routes/index.js'
import type { Route } from '../../src/http/types.js'
import type { User } from '../../src/ports/model.js'
import { fakeClock } from '../../src/testing/fake-clock.js'
import { aUser, aWorld, type Tenant, type World } from './world.js'

const clock = fakeClock()
const HOUR_MS = 3_600_000
let world: World
let acme: Tenant
let root: User

async function aBrowser(user: User) {
  const { secret } = await startSession(world.app.context, user, { userAgent: null, ip: null })
  return (method: string, path: string, body?: unknown) =>
    world.ask(method, path, {
      cookie: `sessionid=${secret}; csrftoken=x`,
      headers: { 'x-csrftoken': 'x' },
      ...(body === undefined ? {} : { body }),
    })
}

beforeAll(async () => {
  world = await aWorld({ clock, mailer: memoryMailer(), secretKey: 'x'.repeat(32) })
  acme = await world.tenant('Acme')
  root = await aUser(world.app)
  await world.app.context.storage.users.update(root.id, { isSuperuser: true })
})
afterAll(() => world.stop())

const begin = (user: User) => `/api/0/instance/users/${user.id}/impersonation/`
const END = '/api/0/impersonation/'

describe('a superuser who acts as somebody else', () => {
  it('sees what they see and nothing of their own, until they stop', async () => {
    const ask = await aBrowser(root)
    expect((await ask('GET', '/api/0/organizations/acme/')).status).toBe(404)
    const until = new Date(clock.now().getTime() + HOUR_MS).toISOString()
    expect(await ask('POST', begin(acme.user))).toMatchObject({
      ...{ status: 200, body: { user: { id: acme.user.id, email: acme.user.email }, until } },
    })
    expect((await ask('GET', '/api/0/organizations/acme/')).status).toBe(200)
    expect((await ask('GET', '/api/0/instance/users/')).status).toBe(403)
    const me: UserJson = (await ask('GET', '/api/0/users/me/')).body
    expect(me).toMatchObject({ id: acme.user.id, impersonatedBy: { email: root.email, until } })
    expect((await ask('DELETE', END)).status).toBe(204)
    const again: UserJson = (await ask('GET', '/api/0/users/me/')).body
    expect(again.id).toBe(root.id)
    expect(again).not.toHaveProperty('impersonatedBy')
    expect((await ask('DELETE', END)).status).toBe(204)
  })

  it('is named with them in everything that is noted meanwhile', async () => {
    const ask = await aBrowser(root)
    await ask('POST', begin(acme.user))
    await ask('PUT', '/api/0/projects/acme/web/', { name: 'Changed' })
    await ask('DELETE', END)
    const log: readonly AuditEntryJson[] = (await ask('GET', '/api/0/audit-logs/?limit=3')).body
    const by = { id: root.id, email: root.email }
    expect(log).toMatchObject([
      { action: 'user.impersonation_ended', actor: { email: acme.user.email }, impersonator: by },
      { action: 'project.updated', actor: { email: acme.user.email }, impersonator: by },
      { action: 'user.impersonated', actor: by, impersonator: null, target: { name: acme.user.email } },
    ])
  })

  it('neither sees nor changes how they sign in', async () => {
    const ask = await aBrowser(root)
    await ask('POST', begin(acme.user))
    const auth = '/_allauth/browser/v1'
    const refused: readonly (readonly [string, string, unknown?])[] = [
      ['POST', `${auth}/account/password/change`, { new_password: 'a long enough one' }],
      ['POST', `${auth}/auth/reauthenticate`, { password: 'x' }],
      ['GET', `${auth}/account/authenticators/totp`],
      ['GET', `${auth}/account/authenticators/recovery-codes`],
      ['POST', `${auth}/account/authenticators/totp`, { code: '123456' }],
      ['DELETE', `${auth}/auth/sessions`, { sessions: [] }],
      ['POST', '/api/0/api-tokens/', { label: 'x', scopes: ['org:read'] }],
      ['DELETE', '/api/0/api-tokens/1/'],
      ['POST', '/api/0/users/me/emails/', { email: 'mallory@example.com' }],
      ['PUT', '/api/0/users/me/emails/', { email: 'mallory@example.com' }],
      ['PUT', `${auth}/account/email`, { email: 'mallory@example.com' }],
      ['PATCH', `${auth}/account/email`, { email: 'mallory@example.com', primary: true }],
      ['DELETE', `${auth}/account/email`, { email: 'mallory@example.com' }],
      ['GET', '/api/0/generate-recovery-codes/'],
      ['DELETE', '/api/0/users/me/'],
      ['POST', '/api/0/wizard-set-token/', { hash: 'x' }],
    ]
    for (const [method, path, body] of refused)
      expect([method, path, (await ask(method, path, body)).status]).toEqual([method, path, 403])
    expect((await ask('GET', '/api/0/api-tokens/')).status).toBe(200)
    expect((await ask('GET', `${auth}/auth/session`)).status).toBe(200)
  })

  it('may do nothing else of these, whatever routes there are', async () => {
    const impersonator = { user: root, until: clock.now() }
    const { secret } = await startSession(world.app.context, acme.user, { userAgent: null, ip: null })
    const found = await world.app.context.storage.sessions.find(hashToken(secret), clock.now())
    if (found === null) throw new Error('no session')
    const actor = { kind: 'session', user: acme.user, session: found.session, impersonator } as const
    const isAllowed = (route: Route) => {
      try {
        refuseWhileActing(route, actor)
        return true
      } catch {
        return false
      }
    }
    const aboutSigningIn = routes.filter(({ auth, path }) => auth.kind === 'session' || path.startsWith('/_allauth/'))
    const changing = aboutSigningIn.filter(({ method }) => method !== 'GET' && method !== 'HEAD')
    expect(changing.filter(isAllowed).map(({ operation }) => operation)).toEqual(['logout', 'stopImpersonation'])
    const looks = aboutSigningIn.filter(({ method }) => method === 'GET').filter(isAllowed)
    expect(looks.map(({ path }) => path).filter((path) => /recovery|totp|webauthn/.test(path))).toEqual([])
  })

  it('is themselves again after an hour, and when they are no superuser any more', async () => {
    const other = await aUser(world.app)
    await world.app.context.storage.users.update(other.id, { isSuperuser: true })
    let ask = await aBrowser(other)
    const isActing = async () => ((await ask('GET', '/api/0/users/me/')).body as UserJson).id === acme.user.id
    await ask('POST', begin(acme.user))
    await clock.advance(HOUR_MS - 1)
    expect(await isActing()).toBe(true)
    await clock.advance(1)
    expect(await isActing()).toBe(false)
    expect((await ask('POST', begin(acme.user))).status).toBe(403)
    ask = await aBrowser(other)
    await ask('POST', begin(acme.user))
    expect(await isActing()).toBe(true)
    await world.app.context.storage.users.update(other.id, { isSuperuser: false })
    expect(await isActing()).toBe(false)
  })

  it('acts as no other superuser, as nobody whose account is locked, and not by a second step', async () => {
    const ask = await aBrowser(root)
    const [peer, locked, plain] = [await aUser(world.app), await aUser(world.app), await aUser(world.app)]
    const { users } = world.app.context.storage
    await users.update(peer.id, { isSuperuser: true })
    await users.update(locked.id, { isActive: false })
    for (const user of [peer, locked, root]) expect((await ask('POST', begin(user))).status).toBe(403)
    await ask('POST', begin(plain))
    expect((await ask('POST', begin(acme.user))).status).toBe(403)
    await users.update(plain.id, { isSuperuser: true })
    const me: UserJson = (await ask('GET', '/api/0/users/me/')).body
    expect(me.id).toBe(root.id)
  })

  it('is nobody else’s right', async () => {
    const ask = await aBrowser(acme.user)
    const other = await aUser(world.app)
    expect((await ask('POST', begin(other))).status).toBe(403)
    expect((await world.ask('POST', begin(other), { token: acme.token })).status).toBe(403)
  })
})
