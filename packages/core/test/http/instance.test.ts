import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startSession } from '../../src/auth/sessions.js'
import type { User } from '../../src/ports/model.js'
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
  world = await aWorld()
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
})
