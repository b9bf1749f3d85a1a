import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { aToken, aUser, aWorld, type World } from './world.js'

let world: World
let token: string

beforeAll(async () => {
  world = await aWorld()
  const robot = await aUser(world.app)
  await world.app.context.storage.users.update(robot.id, { isSuperuser: true })
  token = await aToken(world.app, robot)
})
afterAll(() => world.stop())

/** As python-requests with its session headers: every call names JSON, also without a body. */
const call = (method: string, path: string, body?: unknown) =>
  world.ask(method, `/api/0${path}`, {
    token,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  })

const ok = async (method: string, path: string, body?: unknown): Promise<never> => {
  const answer = await call(method, path, body)
  expect([method, path, answer.status < 300]).toEqual([method, path, true])
  return answer.body
}

describe('programs that manage organizations for people', () => {
  it('make, read, change and remove everything in the order in which qontract-reconcile does', async () => {
    const org = (await ok('POST', '/organizations/', { name: 'acceptance-test' })) as Record<string, unknown>
    expect(org).toMatchObject({ name: 'acceptance-test', slug: 'acceptance-test', id: expect.stringMatching(/^\d+$/) })
    expect(await ok('GET', '/organizations/?limit=100')).toEqual([expect.objectContaining({ slug: 'acceptance-test' })])
    for (const slug of ['team', 'team2']) {
      const team = await ok('POST', '/organizations/acceptance-test/teams/', { slug })
      expect(team).not.toHaveProperty('name')
    }
    const members = (await ok('GET', '/organizations/acceptance-test/members/?limit=100')) as { email: string }[]
    expect(members).toHaveLength(1)
    expect(await ok('GET', '/teams/acceptance-test/team/members/?limit=100')).toEqual(members)

    const invited = (await ok('POST', '/organizations/acceptance-test/members/', {
      ...{ email: 'test@example.com', send_invite: false, orgRole: 'member', teamRoles: [] },
    })) as { id: string }
    expect(invited).toMatchObject({ email: 'test@example.com', role: 'member', pending: true })
    const one = `/organizations/acceptance-test/members/${invited.id}/`
    expect(await ok('PUT', one, { orgRole: 'manager' })).toMatchObject({ role: 'manager' })
    const emails = (await ok('GET', '/organizations/acceptance-test/members/?limit=100')) as { email: string }[]
    expect(emails.map(({ email }) => email).sort()).toEqual(
      [...members.map(({ email }) => email), 'test@example.com'].sort(),
    )
    expect(await ok('POST', `${one}teams/team/`)).toMatchObject({ slug: 'team' })
    expect(await ok('GET', '/teams/acceptance-test/team/members/?limit=100')).toHaveLength(2)
    await ok('DELETE', `${one}teams/team/`)
    expect(await ok('POST', `${one}teams/team/`, {})).toMatchObject({ slug: 'team' })

    const project = await ok('POST', '/teams/acceptance-test/team/projects/', { name: 'web', platform: null })
    expect(project).toMatchObject({ name: 'web', slug: 'web', platform: null, eventThrottleRate: 0 })
    const path = '/projects/acceptance-test/web/'
    const change = { name: 'web renamed', platform: 'python', eventThrottleRate: 10 }
    expect(await ok('PUT', path, change)).toMatchObject({ ...change, slug: 'web' })
    const both = await ok('POST', `${path}teams/team2/`)
    expect(both).toMatchObject({ teams: [{ slug: 'team' }, { slug: 'team2' }] })
    await ok('DELETE', `${path}teams/team/`)
    expect(await ok('POST', `${path}teams/team/`, {})).toMatchObject({ teams: [{ slug: 'team2' }, { slug: 'team' }] })
    expect(await ok('GET', '/organizations/acceptance-test/projects/?limit=100')).toHaveLength(1)
    const [own] = (await ok('GET', '/projects/?limit=100')) as { organization: unknown }[]
    expect(own?.organization).toMatchObject({ slug: 'acceptance-test', name: 'acceptance-test' })
    const [key] = (await ok('GET', `${path}keys/?limit=100`)) as { dsn: Record<string, string> }[]
    expect(key?.dsn).toMatchObject({ public: expect.stringContaining('@'), security: expect.stringContaining('/api/') })
    const query =
      'category=error&interval=1h&field=sum(quantity)&start=2026-01-01T00:00:00%2B00:00&end=2026-01-01T02:00:00%2B00:00'
    const stats = await ok('GET', `/organizations/acceptance-test/stats_v2/?${query}&project=-1`)
    expect(stats).toMatchObject({ groups: [{ series: { 'sum(quantity)': expect.any(Array) } }] })

    await ok('DELETE', path)
    await ok('DELETE', one)
    await ok('DELETE', '/teams/acceptance-test/team/')
    await ok('DELETE', '/organizations/acceptance-test/')
    expect((await call('GET', '/organizations/acceptance-test/')).status).toBe(404)
  })

  it('find at once what they made, with the types that Go decodes, and 404 for what is gone', async () => {
    const org = (await ok('POST', '/organizations/', { name: 'infra' })) as Record<string, unknown>
    expect(org).toMatchObject({ isAcceptingEvents: true, openMembership: true, dateCreated: expect.any(String) })
    expect(await ok('PUT', '/organizations/infra/', { name: 'Infra' })).toMatchObject({ name: 'Infra', slug: 'infra' })
    await ok('POST', '/organizations/infra/teams/', { slug: 'ops' })
    expect(await ok('GET', '/teams/infra/ops/')).toMatchObject({ isMember: true, memberCount: 1 })
    expect(await ok('PUT', '/teams/infra/ops/', { slug: 'sre' })).toMatchObject({ slug: 'sre' })
    await ok('POST', '/teams/infra/sre/projects/', { name: 'My API', slug: 'ignored-or-not', platform: 'go' })
    const [{ slug } = { slug: '' }] = (await ok('GET', '/organizations/infra/projects/')) as { slug: string }[]
    expect(await ok('PUT', `/projects/infra/${slug}/`, { name: 'My API', slug: 'api' })).toMatchObject({ slug: 'api' })
    expect(await ok('GET', '/projects/infra/api/teams/')).toEqual([expect.objectContaining({ slug: 'sre' })])
    const key = (await ok('POST', '/projects/infra/api/keys/', {
      name: null,
      rateLimit: { window: 60, count: 5 },
    })) as {
      id: string
    }
    expect(key).toMatchObject({ projectID: expect.any(Number), rateLimit: { window: 60, count: 5 } })
    expect(await ok('GET', `/projects/infra/api/keys/${key.id}/`)).toEqual(key)
    const cleared = await ok('PUT', `/projects/infra/api/keys/${key.id}/`, { name: 'ci', rateLimit: null })
    expect(cleared).toMatchObject({ id: key.id, name: 'ci', label: 'ci', rateLimit: null })
    const member = (await ok('POST', '/organizations/infra/members/', {
      ...{ orgRole: 'admin', email: 'dev@example.com', sendInvite: false },
    })) as { id: string }
    const path = `/organizations/infra/members/${member.id}/`
    expect(await ok('GET', path)).toMatchObject({
      ...{ id: member.id, role: 'admin', roleName: 'Admin', email: 'dev@example.com', pending: true, isOwner: false },
      dateCreated: expect.any(String),
    })
    await ok('DELETE', path)
    expect((await call('GET', path)).status).toBe(404)
    await ok('DELETE', `/projects/infra/api/keys/${key.id}/`)
    expect((await call('GET', `/projects/infra/api/keys/${key.id}/`)).status).toBe(404)
    expect((await call('DELETE', '/projects/infra/nothing/')).status).toBe(404)
  })

  it('narrow projects by their teams', async () => {
    await ok('POST', '/organizations/', { name: 'narrow' })
    for (const slug of ['a', 'b']) await ok('POST', '/organizations/narrow/teams/', { slug })
    await ok('POST', '/teams/narrow/a/projects/', { name: 'one' })
    await ok('POST', '/teams/narrow/b/projects/', { name: 'two' })
    await ok('POST', '/projects/narrow/two/teams/a/')
    const slugs = async (query: string) =>
      (
        (await ok('GET', `/organizations/narrow/projects/?query=${encodeURIComponent(query)}`)) as { slug: string }[]
      ).map((project) => project.slug)
    expect(await slugs('team:a')).toEqual(['one', 'two'])
    expect(await slugs('team:a !team:b')).toEqual(['one'])
    expect(await slugs('team:a team:b')).toEqual(['two'])
    expect(await slugs('team:none')).toEqual([])
    expect(await slugs('!team:none')).toEqual(['one', 'two'])
    expect(await slugs('')).toEqual(['one', 'two'])
  })
})
