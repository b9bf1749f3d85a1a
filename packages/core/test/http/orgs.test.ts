import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createApp } from '../../src/app.js'
import { ROLES } from '../../src/ports/model.js'
import { anError, aToken, aUser, aWorld, quietLogger, report, type Tenant, type World } from './world.js'

let world: World
let acme: Tenant

beforeAll(async () => {
  world = await aWorld()
  acme = await world.tenant('Acme')
})
afterAll(() => world.stop())

const asOwner = (body?: unknown) => ({ token: acme.token, ...(body === undefined ? {} : { body }) })

describe('organizations', () => {
  it('have the keys that GlitchTip and sentry-cli want', async () => {
    const list = await world.ask('GET', '/api/0/organizations/?cursor=', asOwner())
    expect(list.body).toEqual([
      {
        id: expect.stringMatching(/^\d+$/),
        name: 'Acme',
        slug: 'acme',
        dateCreated: expect.stringMatching(/Z$/),
        status: { id: 'active', name: 'active' },
        avatar: { avatarType: '', avatarUuid: null },
        isEarlyAdopter: false,
        require2fa: false,
        require2FA: false,
        requireEmailVerification: false,
        features: [],
        isAcceptingEvents: true,
        eventThrottleRate: 0,
      },
    ])
    expect(list.headers.get('x-hits')).toBe('1')
  })

  it('show projects, teams and what the caller may do', async () => {
    const { body } = await world.ask('GET', '/api/0/organizations/acme/', asOwner())
    expect(body).toMatchObject({
      projects: [{ slug: 'web', isMember: true, teams: [{ id: acme.team.id, slug: 'crew' }] }],
      teams: [{ slug: 'crew', isMember: true, memberCount: 1 }],
      openMembership: true,
    })
    const { token } = await world.member('member', acme.organization)
    const seen = await world.ask('GET', '/api/0/organizations/acme/', { token })
    expect((seen.body as { access: string[] }).access.sort()).toEqual([
      'event:admin',
      'event:read',
      'event:write',
      'member:read',
      'org:read',
      'project:read',
      'project:releases',
      'team:read',
    ])
  })

  it('are made by whoever may, with a slug that clients can compute', async () => {
    const user = await aUser(world.app)
    const token = await aToken(world.app, user)
    expect(await world.ask('POST', '/api/0/organizations/', { token, body: { name: 'Mine' } })).toMatchObject({
      status: 403,
      body: { detail: 'Organization creation is not open' },
    })
    await world.app.context.storage.users.update(user.id, { isSuperuser: true })
    const make = (name: unknown) => world.ask('POST', '/api/0/organizations/', { token, body: { name } })
    expect(await make('App SRE & friends')).toMatchObject({
      status: 201,
      body: { slug: 'app-sre-friends', access: expect.arrayContaining(['org:admin']) },
    })
    expect(await make('App SRE & friends')).toMatchObject({ status: 201, body: { slug: 'app-sre-friends-1' } })
    expect(await make('Settings')).toMatchObject({ body: { slug: 'settings-1' } })
    expect((await make('   ')).status).toBe(422)
    expect((await make('x'.repeat(201))).status).toBe(422)
    expect((await make(7)).status).toBe(422)
  })

  it('may be made by anybody while there is none', async () => {
    const empty = await aWorld()
    const token = await aToken(empty.app, await aUser(empty.app))
    const make = (name: string) => empty.ask('POST', '/api/0/organizations/', { token, body: { name } })
    const statuses = [(await make('First')).status, (await make('Second')).status]
    await empty.stop()
    expect(statuses).toEqual([201, 403])
  })

  it('keep their slug when they are renamed, unless another is given', async () => {
    const other = await world.tenant('Old name')
    const path = '/api/0/organizations/old-name/'
    const put = (body: unknown) => world.ask('PUT', path, { token: other.token, body })
    expect(await put({ name: 'New name' })).toMatchObject({
      status: 200,
      body: { name: 'New name', slug: 'old-name' },
    })
    for (const slug of ['', 'a b', 'settings']) expect((await put({ slug })).status).toBe(422)
    expect((await put({ slug: 'acme' })).status).toBe(409)
    await world.app.context.storage.secondFactors.addTotp(other.user.id, {
      ...{ sealedSecret: 'sealed', step: 1, sealedCodes: 'codes', now: new Date() },
    })
    expect(await put({ slug: 'new-slug', openMembership: false, require2fa: true })).toMatchObject({
      status: 200,
      body: { slug: 'new-slug', openMembership: false, require2fa: true, require2FA: true },
    })
    expect((await put({ name: 'x' })).status).toBe(404)
  })

  it('are deleted with everything, and what SDKs still send is refused', async () => {
    const gone = await world.tenant('Gone')
    await report(world.app, gone.key, anError('Last'))
    const { token } = await world.member('admin', gone.organization)
    expect((await world.ask('DELETE', '/api/0/organizations/gone/', { token })).status).toBe(403)
    expect((await world.ask('DELETE', '/api/0/organizations/gone/', { token: gone.token })).status).toBe(204)
    expect((await world.ask('GET', '/api/0/organizations/gone/', { token: gone.token })).status).toBe(404)
    expect((await world.ask('GET', '/api/0/projects/gone/web/', { token: gone.token })).status).toBe(404)
    expect((await world.ask('GET', '/api/0/organizations/', { token: gone.token })).body).toEqual([])
    const again = await world.tenant('Gone')
    expect(again.organization.slug).toBe('gone')
    const fresh = createApp({ url: 'https://mishap.example', storage: world.app.context.storage, logger: quietLogger })
    const body = '{}\n{"type":"event"}\n{}\n'
    const url = `https://mishap.example/api/${gone.project.id}/envelope/?sentry_key=${gone.key.publicKey}`
    const refused = await fresh.fetch(new Request(url, { method: 'POST', body }))
    expect([refused.status, refused.headers.get('x-sentry-error')]).toEqual([403, expect.stringContaining('DSN')])
  })

  it('list their members with strings as ids', async () => {
    const { body } = await world.ask('GET', '/api/0/organizations/acme/members/', asOwner())
    expect(body).toContainEqual({
      id: expect.stringMatching(/^\d+$/),
      role: 'owner',
      roleName: 'Owner',
      dateCreated: expect.stringMatching(/Z$/),
      email: acme.user.email,
      user: expect.objectContaining({ id: acme.user.id }),
      pending: false,
      orgRole: 'owner',
      inviteExpires: null,
      isOwner: true,
      teams: ['crew'],
    })
  })

  it.each(['No-Such', 'ACME', 'acme%00', 'acme%2F', '%F0%9F%98%80'])('are not found as %s', async (slug) => {
    expect((await world.ask('GET', `/api/0/organizations/${slug}/`, asOwner())).status).toBe(404)
  })
})

describe('teams', () => {
  it('have no name, and their creator is in them', async () => {
    const made = await world.ask('POST', '/api/0/organizations/acme/teams/', asOwner({ slug: 'ops' }))
    expect(made.status).toBe(201)
    expect(made.body).toEqual({
      id: expect.stringMatching(/^\d+$/),
      slug: 'ops',
      dateCreated: expect.stringMatching(/Z$/),
      isMember: true,
      memberCount: 1,
      projects: [],
    })
    expect((await world.ask('GET', '/api/0/teams/acme/ops/', asOwner())).body).toEqual(made.body)
    expect((await world.ask('GET', '/api/0/organizations/acme/teams/', asOwner())).body).toContainEqual(made.body)
  })

  it('refuse a slug that is taken or cannot stand in a URL', async () => {
    expect((await world.ask('POST', '/api/0/organizations/acme/teams/', asOwner({ slug: 'crew' }))).status).toBe(409)
    expect((await world.ask('POST', '/api/0/organizations/acme/teams/', asOwner({ slug: 'a b' }))).status).toBe(422)
  })

  it('are joined and left by members themselves, with empty bodies', async () => {
    const { token, user } = await world.member('member', acme.organization)
    const headers = { 'content-type': 'application/json' }
    const path = '/api/0/organizations/acme/members/me/teams/crew/'
    expect(await world.ask('POST', path, { token, headers })).toMatchObject({
      status: 201,
      body: { isMember: true, memberCount: 2 },
    })
    const membership = await world.app.context.storage.organizations.membership(acme.organization.id, user.id)
    const byId = `/api/0/organizations/acme/members/${membership?.id}/teams/crew/`
    expect(await world.ask('DELETE', byId, { token, headers })).toMatchObject({
      status: 200,
      body: { isMember: false, memberCount: 1 },
    })
    expect((await world.ask('POST', path.replace('/me/', '/999/'), { token })).status).toBe(404)
  })

  it('are not open to members where membership is not', async () => {
    const closed = await world.tenant('Closed')
    await world.app.context.storage.organizations.update(closed.organization.id, { openMembership: false })
    const path = '/api/0/organizations/closed/members/me/teams/crew/'
    const member = await world.member('member', closed.organization)
    expect((await world.ask('POST', path, { token: member.token })).status).toBe(403)
    const admin = await world.member('admin', closed.organization)
    expect((await world.ask('POST', path, { token: admin.token })).status).toBe(403)
    const manager = await world.member('manager', closed.organization)
    expect((await world.ask('POST', path, { token: manager.token })).status).toBe(201)
  })
})

describe('roles', () => {
  const cases: readonly [string, string, string, Record<string, unknown> | undefined, readonly string[]][] = [
    ['rename the organization', 'PUT', '/organizations/ORG/', { name: 'X' }, ['manager', 'owner']],
    ['make a team', 'POST', '/organizations/ORG/teams/', { slug: 'ROLE' }, ['admin', 'manager', 'owner']],
    ['make a project', 'POST', '/teams/ORG/crew/projects/', { name: 'ROLE' }, ['admin', 'manager', 'owner']],
    ['change a project', 'PUT', '/projects/ORG/web/', { platform: 'go' }, ROLES],
    ['make a key', 'POST', '/projects/ORG/web/keys/', { name: 'ROLE' }, ROLES],
    ['give a project to a team', 'POST', '/projects/ORG/web/teams/crew/', undefined, ['manager', 'owner']],
    ['take a project from a team', 'DELETE', '/projects/ORG/web/teams/crew/', undefined, ['manager', 'owner']],
    ['delete an organization', 'DELETE', '/organizations/ORG/', undefined, ['manager', 'owner']],
    ['delete a project', 'DELETE', '/projects/ORG/web/', undefined, ['admin', 'manager', 'owner']],
  ]

  it.each(cases)('decide who may %s', async (_, method, path, body, allowed) => {
    for (const role of ROLES) {
      const tenant = await world.tenant()
      const { token } = await world.member(role, tenant.organization)
      const text = JSON.stringify(body)?.replaceAll('ROLE', role)
      const answer = await world.ask(method, `/api/0${path.replace('ORG', tenant.organization.slug)}`, {
        token,
        ...(text === undefined ? {} : { body: JSON.parse(text) }),
      })
      expect([role, answer.status < 300]).toEqual([role, allowed.includes(role)])
      if (!allowed.includes(role)) expect(answer.status).toBe(403)
    }
  })
})
