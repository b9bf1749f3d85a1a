import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { anError, aWorld, report, type Tenant, type World } from './world.js'

let world: World
let acme: Tenant

beforeAll(async () => {
  world = await aWorld()
  acme = await world.tenant('Acme')
})
afterAll(() => world.stop())

const ask = (method: string, path: string, body?: unknown) =>
  world.ask(method, `/api/0${path}`, { token: acme.token, ...(body === undefined ? {} : { body }) })

describe('projects', () => {
  it('have exactly the types that strict clients decode', async () => {
    const { body } = await ask('GET', '/projects/acme/web/')
    expect(body).toEqual({
      fingerprintingRules: '',
      groupingEnhancements: '',
      id: expect.stringMatching(/^\d+$/),
      name: 'Web',
      slug: 'web',
      platform: 'node',
      firstEvent: null,
      eventThrottleRate: 0,
      scrubIPAddresses: expect.any(Boolean),
      rateLimit: null,
      spikeGuard: true,
      dateCreated: expect.stringMatching(/Z$/),
      isMember: true,
      hasAccess: true,
      isBookmarked: false,
      isInternal: false,
      isPublic: false,
      features: [],
      color: '',
      avatar: { avatarType: '', avatarUuid: null },
      teams: [{ id: acme.team.id, slug: 'crew' }],
      organization: expect.objectContaining({ slug: 'acme', name: 'Acme' }),
    })
    expect(body).not.toHaveProperty('team')
  })

  it('are made under a team, with a key at once and what was asked for', async () => {
    const made = await ask('POST', '/teams/acme/crew/projects/', {
      name: 'My App!',
      platform: null,
      eventThrottleRate: 20,
    })
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'My App!', slug: 'my-app', platform: null, eventThrottleRate: 20 },
    })
    expect((await ask('GET', '/projects/acme/my-app/keys/?limit=100')).body).toHaveLength(1)
    expect(await ask('POST', '/teams/acme/crew/projects/', { name: 'My App!' })).toMatchObject({
      body: { slug: 'my-app-1' },
    })
    expect(await ask('POST', '/teams/acme/crew/projects/', { name: 'Own', slug: 'chosen' })).toMatchObject({
      body: { slug: 'chosen' },
    })
    expect(await ask('POST', '/teams/acme/crew/projects/', { name: 'new' })).toMatchObject({ body: { slug: 'new-1' } })
    expect((await ask('POST', '/teams/acme/crew/projects/', { name: 'x', eventThrottleRate: 101 })).status).toBe(422)
    expect((await ask('POST', '/teams/acme/none/projects/', { name: 'x' })).status).toBe(404)
  })

  it('are listed for the organization, the team and the user', async () => {
    expect((await ask('GET', '/organizations/acme/projects/')).body).toContainEqual(
      expect.objectContaining({ slug: 'web', teams: expect.any(Array) }),
    )
    expect((await ask('GET', '/teams/acme/crew/projects/')).body).toContainEqual(
      expect.objectContaining({ slug: 'web' }),
    )
    const all = (await ask('GET', '/projects/?limit=100')).body as { organization: unknown }[]
    expect(all[0]?.organization).toMatchObject({ id: acme.organization.id, name: 'Acme', slug: 'acme' })
  })

  it('are listed page by page, each link leading on', async () => {
    const seen: string[] = []
    let path: string | undefined = '/api/0/organizations/acme/projects/?limit=2'
    while (path !== undefined) {
      const answer = await world.ask('GET', path, { token: acme.token })
      seen.push(...(answer.body as { slug: string }[]).map(({ slug }) => slug))
      const next = /<([^>]+)>;\s*rel="next";\s*results="(true|false)"/.exec(answer.headers.get('link') ?? '')
      path = next?.[2] === 'true' ? next[1] : undefined
    }
    expect(seen.length).toBeGreaterThan(3)
    expect(new Set(seen).size).toBe(seen.length)
    expect((await ask('GET', '/organizations/acme/projects/?cursor=nonsense')).status).toBe(400)
  })

  it('change only what is sent; a new slug moves them', async () => {
    await ask('POST', '/teams/acme/crew/projects/', { name: 'Moving', platform: 'python' })
    const renamed = await ask('PUT', '/projects/acme/moving/', { name: 'Moved' })
    expect(renamed).toMatchObject({ status: 200, body: { name: 'Moved', slug: 'moving', platform: 'python' } })
    const moved = await ask('PUT', '/projects/acme/moving/', {
      name: 'Moved',
      slug: 'moved',
      platform: null,
      eventThrottleRate: 5,
    })
    expect(moved).toMatchObject({ body: { slug: 'moved', platform: null, eventThrottleRate: 5 } })
    expect((await ask('GET', '/projects/acme/moving/')).status).toBe(404)
    expect((await ask('PUT', '/projects/acme/moved/', { slug: 'web' })).status).toBe(409)
    expect((await ask('PUT', '/projects/acme/moved/', { slug: 'a/b' })).status).toBe(422)
    expect((await ask('PUT', '/projects/acme/moved/', { slug: 'new' })).status).toBe(422)
  })

  it('go with their keys and issues', async () => {
    const other = await world.tenant('Going')
    await report(world.app, other.key, anError('Gone'))
    const gone = await world.ask('DELETE', '/api/0/projects/going/web/', { token: other.token })
    expect([gone.status, gone.body]).toEqual([204, ''])
    expect((await world.ask('GET', '/api/0/organizations/going/issues/', { token: other.token })).body).toEqual([])
    expect((await world.ask('DELETE', '/api/0/projects/going/web/', { token: other.token })).status).toBe(404)
  })

  it('keep their teams in the order of assignment', async () => {
    for (const slug of ['zulu', 'alpha']) await ask('POST', '/organizations/acme/teams/', { slug })
    await ask('POST', '/teams/acme/zulu/projects/', { name: 'Ordered' })
    const added = await ask('POST', '/projects/acme/ordered/teams/crew/')
    expect(added).toMatchObject({ status: 201, body: { teams: [{ slug: 'zulu' }, { slug: 'crew' }] } })
    await ask('POST', '/projects/acme/ordered/teams/alpha/', {})
    const listed = (await ask('GET', '/projects/acme/ordered/teams/')).body as { slug: string }[]
    expect(listed.map(({ slug }) => slug)).toEqual(['zulu', 'crew', 'alpha'])
    expect(listed[0]).not.toHaveProperty('name')
    const removed = await ask('DELETE', '/projects/acme/ordered/teams/zulu/')
    expect(removed).toMatchObject({ status: 200, body: { teams: [{ slug: 'crew' }, { slug: 'alpha' }] } })
  })
})

describe('keys', () => {
  const KEYS = '/projects/acme/web/keys/'

  it('have a UUID, a numeric projectID and DSNs', async () => {
    const [key] = (await ask('GET', KEYS)).body as Record<string, unknown>[]
    const hex = acme.key.publicKey
    const dsn = `https://${hex}@mishap.example/${acme.project.id}`
    expect(key).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      public: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      label: key?.name,
      name: expect.any(String),
      projectID: Number(acme.project.id),
      dateCreated: expect.stringMatching(/Z$/),
      isActive: true,
      rateLimit: null,
      dsn: { public: dsn, secret: dsn, security: expect.stringContaining('/security/') },
    })
    expect(String(key?.public).replaceAll('-', '')).toBe(hex)
  })

  it('are made, changed for real, and deleted', async () => {
    const made = await ask('POST', KEYS, { name: 'CI', rateLimit: { window: 60, count: 100 } })
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'CI', label: 'CI', rateLimit: { window: 60, count: 100 } },
    })
    const { id } = made.body as { id: string }
    expect((await ask('GET', `${KEYS}${id}/`)).body).toEqual(made.body)
    const changed = await ask('PUT', `${KEYS}${id}/`, { name: 'New', rateLimit: null, isActive: false })
    expect(changed).toMatchObject({ status: 200, body: { id, name: 'New', rateLimit: null, isActive: false } })
    expect((await ask('GET', `${KEYS}${id.toUpperCase()}/`)).body).toEqual(changed.body)
    expect((await ask('DELETE', `${KEYS}${id}/`)).status).toBe(204)
    expect((await ask('GET', `${KEYS}${id}/`)).status).toBe(404)
    expect((await ask('PUT', `${KEYS}${id}/`, { name: 'x' })).status).toBe(404)
  })

  it('may be made with nulls, as Terraform does', async () => {
    expect(await ask('POST', KEYS, { name: null, rateLimit: null })).toMatchObject({
      status: 201,
      body: { name: '', rateLimit: null },
    })
  })

  it('refuse a limit that is none', async () => {
    expect((await ask('POST', KEYS, { rateLimit: { window: -1, count: 1 } })).status).toBe(422)
    expect((await ask('POST', KEYS, { rateLimit: 5 })).status).toBe(422)
    expect((await ask('POST', KEYS, { rateLimit: { window: 0, count: 0 } })).body).toMatchObject({ rateLimit: null })
  })

  it('are not found when they are no UUID', async () => {
    expect((await ask('GET', `${KEYS}nonsense/`)).status).toBe(404)
  })
})

describe('bodies', () => {
  const raw = (body: string, headers = {}) =>
    world.ask('PUT', '/api/0/projects/acme/web/', { token: acme.token, body, headers })

  it('that are no JSON, or no object, are refused with a sentence', async () => {
    expect(await raw('{"name":')).toMatchObject({ status: 400, body: { detail: expect.stringContaining('JSON') } })
    expect((await raw('[]')).status).toBe(422)
    expect((await raw('null')).status).toBe(422)
  })

  it('that are empty are an empty object', async () => {
    expect((await raw('')).status).toBe(200)
    expect((await raw('  \n ')).status).toBe(200)
  })

  it('that are too long are refused before they are read', async () => {
    expect((await raw(JSON.stringify({ name: 'x'.repeat(1_100_000) }))).status).toBe(413)
  })

  it('of any content type are read as JSON', async () => {
    expect((await raw('{"platform":"go"}', { 'content-type': 'text/plain' })).body).toMatchObject({ platform: 'go' })
  })

  it('with snake_case names are understood', async () => {
    expect((await raw('{"event_throttle_rate":7}')).body).toMatchObject({ eventThrottleRate: 7 })
    await raw('{"event_throttle_rate":0}')
  })
})
