import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { HostUser } from '../../src/auth/host-auth.js'
import { readHeader } from '../../src/http/headers.js'
import { fakeClock } from '../../src/testing/fake-clock.js'
import { aBrowser } from './browser.js'
import { aWorld, type World } from './world.js'

/** A host that believes a header: its session, so to speak. */
const HOST_HEADER = 'x-host-session'
const asked: string[] = []
const clock = fakeClock()

let world: World
beforeAll(async () => {
  world = await aWorld({
    clock,
    hostAuth: {
      authenticate(request) {
        const session = readHeader(request, HOST_HEADER)
        asked.push(session ?? '')
        return session === null ? null : (JSON.parse(session) as HostUser)
      },
      loginUrl: '/sign-in',
      logoutUrl: '/sign-out',
    },
  })
})
afterAll(() => world.stop())

let last = 0
const aPerson = (more: Partial<HostUser> = {}): HostUser => {
  last += 1
  return { id: `p${last}`, email: `p${last}@host.test`, name: `Person ${last}`, ...more }
}
const inBrowser = (person: HostUser) => {
  const browser = aBrowser(world)
  return (method: string, path: string, body?: unknown, headers = {}) =>
    browser.ask(method, path, body, { [HOST_HEADER]: JSON.stringify(person), ...headers })
}
const rolesOf = async (person: HostUser) => {
  const { storage } = world.app.context
  const user = await storage.users.getByEmail(person.email)
  const { items } = await storage.organizations.listForUser(user?.id ?? '', { limit: 100, cursor: null })
  const memberships = items.map(({ id }) => storage.organizations.membership(id, user?.id ?? ''))
  return Object.fromEntries((await Promise.all(memberships)).map((one, i) => [items[i]?.slug, one?.role]))
}

describe('a host that signs people in', () => {
  it('is told of by the settings, and set-up is not wanted', async () => {
    const { body } = await world.ask('GET', '/api/settings/')
    expect(body).toMatchObject({
      hostAuth: { loginUrl: '/sign-in', logoutUrl: '/sign-out' },
      needsSetup: false,
      enableUserRegistration: false,
    })
  })

  it('makes a user of whoever it names, with the roles that it gives', async () => {
    const person = aPerson({ organizations: [{ slug: 'acme', name: 'Acme', role: 'owner', teams: ['web'] }] })
    const ask = inBrowser(person)
    expect(await ask('GET', '/_allauth/browser/v1/auth/session')).toMatchObject({
      status: 200,
      body: { data: { user: { email: person.email, display: person.name } }, meta: { is_authenticated: true } },
    })
    expect((await ask('GET', '/api/0/organizations/')).body).toMatchObject([{ slug: 'acme', name: 'Acme' }])
    expect((await ask('GET', '/api/0/organizations/acme/teams/')).body).toMatchObject([{ slug: 'web', isMember: true }])
    const made = await ask('POST', '/api/0/teams/acme/web/projects/', { name: 'Shop' })
    expect(made).toMatchObject({ status: 201, body: { slug: 'shop' } })
  })

  it('leaves nobody in an organization that it does not name, but its primary owner', async () => {
    const [owner, member] = [aPerson(), aPerson()]
    const at = (slug: string, role: 'owner' | 'member' | 'manager') => ({ organizations: [{ slug, role }] })
    await inBrowser({ ...owner, ...at('first', 'owner') })('GET', '/api/0/')
    await inBrowser({
      ...owner,
      organizations: [
        { slug: 'first', role: 'member' },
        { slug: 'second', role: 'owner' },
      ],
    })('GET', '/api/0/')
    expect(await rolesOf(owner)).toEqual({ first: 'owner', second: 'owner' })
    await inBrowser({ ...member, ...at('first', 'member') })('GET', '/api/0/')
    expect(await rolesOf(member)).toEqual({ first: 'member' })
    await inBrowser({ ...member, ...at('first', 'manager') })('GET', '/api/0/')
    expect(await rolesOf(member)).toEqual({ first: 'manager' })
    await inBrowser({ ...member, ...at('second', 'member') })('GET', '/api/0/')
    expect(await rolesOf(member)).toEqual({ second: 'member' })
    await inBrowser({ ...member, organizations: [] })('GET', '/api/0/')
    expect(await rolesOf(member)).toEqual({})
    const log = await inBrowser({ ...owner })('GET', '/api/0/organizations/first/audit-logs/')
    expect((log.body as { action: string }[]).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['member.joined', 'member.role_changed', 'member.removed']),
    )
  })

  it('makes no organization for those who would not own it, nor of senseless names', async () => {
    const person = aPerson({
      organizations: [
        { slug: 'not-there', role: 'manager' },
        { slug: 'No Slug', role: 'owner' },
        { slug: 'login', role: 'owner' },
      ],
    })
    expect((await inBrowser(person)('GET', '/api/0/organizations/')).body).toEqual([])
  })

  it('many first requests at once make one organization', async () => {
    const people = Array.from({ length: 6 }, () => aPerson({ organizations: [{ slug: 'rush', role: 'owner' }] }))
    await Promise.all(people.map((person) => inBrowser(person)('GET', '/api/0/')))
    for (const person of people) expect(await rolesOf(person)).toEqual({ rush: 'owner' })
  })

  it('nobody is nobody', async () => {
    expect(await world.ask('GET', '/api/0/organizations/')).toMatchObject({ status: 401 })
    expect(await world.ask('GET', '/_allauth/browser/v1/auth/session')).toMatchObject({
      status: 401,
      body: { data: { flows: [] }, meta: { is_authenticated: false } },
    })
  })

  it('who was disabled here stays out', async () => {
    const person = aPerson()
    await inBrowser(person)('GET', '/api/0/')
    const { users } = world.app.context.storage
    const user = await users.getByEmail(person.email)
    await users.update(user?.id ?? '', { isActive: false })
    await clock.advance(61_000)
    expect(await inBrowser(person)('GET', '/api/0/organizations/')).toMatchObject({ status: 401 })
  })

  it('how people show who they are is the host’s matter, also where two factors are asked for', async () => {
    const person = aPerson({ organizations: [{ slug: 'strict', role: 'owner' }] })
    const ask = inBrowser(person)
    expect(await ask('PUT', '/api/0/organizations/strict/', { require2fa: true })).toMatchObject({ status: 200 })
    expect(await ask('GET', '/api/0/organizations/strict/')).toMatchObject({ status: 200, body: { require2fa: true } })
    expect((await ask('GET', '/api/0/organizations/')).body).toMatchObject([{ slug: 'strict' }])
  })

  it('a foreign page cannot use its cookies, and a bearer token of the host needs no repetition', async () => {
    const person = aPerson({ organizations: [{ slug: 'walls', role: 'owner' }] })
    const session = { [HOST_HEADER]: JSON.stringify(person) }
    const change = { name: 'Other' }
    const path = '/api/0/organizations/walls/'
    expect(await world.ask('PUT', path, { headers: session, body: change })).toMatchObject({ status: 403 })
    const bearer = { ...session, authorization: 'Bearer eyJhbGciOi' }
    expect(await world.ask('PUT', path, { headers: bearer, body: change })).toMatchObject({ status: 200 })
  })

  it('tokens made by its users work without it', async () => {
    const person = aPerson({ organizations: [{ slug: 'tokens', role: 'owner' }] })
    const made = await inBrowser(person)('POST', '/api/0/api-tokens/', { label: 'ci', scopes: ['org:read'] })
    const { token } = made.body as { token: string }
    const before = asked.length
    expect(await world.ask('GET', '/api/0/organizations/tokens/', { token })).toMatchObject({ status: 200 })
    expect(asked).toHaveLength(before)
  })

  it.each([
    ['POST', '/_allauth/browser/v1/auth/login'],
    ['POST', '/_allauth/browser/v1/auth/signup'],
    ['DELETE', '/_allauth/browser/v1/auth/session'],
    ['POST', '/_allauth/browser/v1/auth/password/request'],
    ['POST', '/_allauth/browser/v1/account/password/change'],
    ['GET', '/_allauth/browser/v1/account/authenticators'],
    ['GET', '/_allauth/browser/v1/auth/sessions'],
    ['POST', '/api/0/setup/'],
    ['POST', '/api/0/users/me/emails/'],
    ['DELETE', '/api/0/users/me/'],
  ])('%s %s is closed: the host does that', async (method, path) => {
    const answer = await inBrowser(aPerson())(method, path, method === 'GET' ? undefined : {})
    expect(answer).toMatchObject({ status: 403 })
    expect(JSON.stringify(answer.body)).toContain('people sign in there')
  })

  it('one without an id or an address is a fault of the host, which nobody is told of', async () => {
    const nameless = { id: '', email: 'x' } as HostUser
    expect(await inBrowser(nameless)('GET', '/api/0/organizations/')).toMatchObject({ status: 500 })
  })
})
