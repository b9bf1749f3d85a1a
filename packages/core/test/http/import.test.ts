import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { memoryFetcher } from '../../src/adapters/memory-fetcher.js'
import { createOrganization } from '../../src/orgs/create.js'
import type { FetchRequest } from '../../src/ports/fetcher.js'
import { aToken, aWorld, report, type Tenant, type World } from './world.js'

const KEY = '0123456789abcdef0123456789abcdef'
const members = [
  { email: 'ada@example.com', role: 'manager' },
  { email: 'root@example.com', orgRole: 'owner' },
  { email: 'bill@example.com', role: 'billing' },
  { email: 'no address', role: 'member' },
  { role: 'member' },
  'nonsense',
]
const projects = [
  { id: '41', slug: 'api', name: 'The API', platform: 'python', teams: [{ slug: 'backend' }, { slug: 'unknown' }] },
  { id: '42', slug: 'web', name: 'Web', platform: null, teams: [] },
  { id: '43', slug: '../../x', name: 'Evil' },
]

const there: Readonly<Record<string, unknown>> = {
  '/base/api/0/organizations/acme/members/': members,
  '/base/api/0/organizations/acme/teams/': [{ slug: 'backend' }, { slug: 'crew' }, { slug: 'a/b' }, {}],
  '/base/api/0/teams/acme/backend/members/': [{ email: 'ada@example.com' }],
  '/base/api/0/teams/acme/crew/members/': [],
  '/base/api/0/projects/acme/api/keys/': [
    { public: '01234567-89ab-cdef-0123-456789abcdef', name: 'ours' },
    { public: 'not a key' },
  ],
  '/base/api/0/projects/acme/web/keys/': [{ public: 'f'.repeat(32), label: 'second' }],
}

function answer({ url, headers }: FetchRequest) {
  const { pathname, searchParams } = new URL(url)
  if (headers?.authorization !== 'Bearer secret') return { status: 401 }
  if (pathname === '/base/api/0/organizations/acme/projects/') {
    const isFirst = searchParams.get('cursor') === null
    const link = `<${url}>; rel="next"; results="${isFirst}"; cursor="${isFirst ? '2' : ''}"`
    return { json: isFirst ? projects.slice(0, 1) : projects.slice(1), headers: { link } }
  }
  return pathname in there ? { json: there[pathname] } : null
}

let world: World
let acme: Tenant
const fetcher = memoryFetcher(answer)

beforeAll(async () => {
  world = await aWorld({ fetcher })
  acme = await world.tenant('Acme')
})
afterAll(() => world.stop())

const run = (body: object = {}, token = acme.token) =>
  world.ask('POST', '/api/0/import/', {
    token,
    body: { url: 'https://old.example/base/', authToken: 'secret', organizationSlug: 'acme', ...body },
  })

describe('an import of what another organization has given up here', () => {
  const EVENT = { message: 'secret' }

  /** Somebody with an organization of their own, and a server that says of `key` and `id` what it likes. */
  async function aThief(isSuperuser = false) {
    const stolen = { key: '', id: '' }
    const shop = () => ({ id: stolen.id, slug: 'shop', name: 'Shop', platform: null, teams: [] })
    const fetcher = memoryFetcher(({ url }) => {
      const { pathname } = new URL(url)
      if (pathname.endsWith('/projects/')) return { json: [shop()] }
      return { json: pathname.endsWith('/shop/keys/') ? [{ public: stolen.key, name: 'ours' }] : [] }
    })
    const here = await aWorld({ fetcher })
    const [victim, thief] = [await here.tenant('Victim'), await here.tenant('Thief')]
    if (isSuperuser) await here.app.context.storage.users.update(thief.user.id, { isSuperuser })
    Object.assign(stolen, { key: victim.key.publicKey, id: victim.project.id })
    const body = { url: 'https://evil.example/', authToken: 'x', organizationSlug: 'thief' }
    return {
      ...{ here, victim, thief, stolen },
      bring: () => here.ask('POST', '/api/0/import/', { token: thief.token, body }),
      deleteKey: () => here.ask('DELETE', `/api/0/projects/victim/web/keys/${victim.key.id}/`, { token: victim.token }),
    }
  }

  it('takes over no key of theirs, and their apps report to nobody', async () => {
    const { here, victim, bring, deleteKey } = await aThief()
    expect((await deleteKey()).status).toBe(204)
    expect((await bring()).body).toMatchObject({ projects: 1, keys: 0 })
    await expect(report(here.app, victim.key, EVENT)).rejects.toThrow('no key of the project')
    expect((await bring()).body).toMatchObject({ projects: 0, keys: 0 })
    await here.stop()
  })

  it('takes over none of a deleted project, nor of a deleted organization', async () => {
    for (const path of ['/api/0/projects/victim/web/', '/api/0/organizations/victim/']) {
      const { here, victim, bring } = await aThief()
      expect((await here.ask('DELETE', path, { token: victim.token })).status).toBe(204)
      expect((await bring()).body).toMatchObject({ keys: 0 })
      await expect(report(here.app, victim.key, EVENT)).rejects.toThrow('no key of the project')
      await here.stop()
    }
  })

  it('lets no key of its own name their project', async () => {
    const { here, victim, stolen, bring } = await aThief()
    Object.assign(stolen, { key: KEY })
    expect((await bring()).body).toMatchObject({ keys: 1 })
    await expect(report(here.app, { ...victim.key, publicKey: KEY })).rejects.toThrow('no key of the project')
    await here.stop()
  })

  it('is for who runs the instance', async () => {
    const { here, thief, victim, bring, deleteKey } = await aThief(true)
    await deleteKey()
    expect((await bring()).body).toMatchObject({ keys: 1 })
    await report(here.app, victim.key, EVENT)
    await here.app.idle()
    const { storage } = here.app.context
    const shop = await storage.projects.getBySlug(thief.organization.id, 'shop')
    expect(shop?.firstEventAt).not.toBeNull()
    await here.stop()
  })
})

describe('an import', () => {
  it('brings members, teams, projects and keys, page by page, and what is here stays', async () => {
    expect(await run()).toMatchObject({ status: 200, body: { members: 3, teams: 1, projects: 1, keys: 2 } })
    const { storage } = world.app.context
    const all = { limit: 100, cursor: null }
    const people = (await storage.members.list(acme.organization.id, all)).items
    expect(people.map(({ email, role, user }) => [email, role, user === null])).toEqual(
      expect.arrayContaining([
        ['ada@example.com', 'manager', true],
        ['root@example.com', 'owner', true],
        ['bill@example.com', 'member', true],
      ]),
    )
    const api = await storage.projects.getBySlug(acme.organization.id, 'api')
    expect(api).toMatchObject({ name: 'The API', platform: 'python', teams: [{ slug: 'backend' }] })
    const keys = (await storage.projects.listKeys(acme.organization.id, api?.id ?? '', all)).items
    expect(keys).toMatchObject([{ publicKey: KEY, name: 'ours' }])
    const web = (await storage.projects.listKeys(acme.organization.id, acme.project.id, all)).items
    expect(web.map(({ publicKey }) => publicKey).sort()).toEqual([acme.key.publicKey, 'f'.repeat(32)].sort())
    expect((await run()).body).toEqual({ members: 0, teams: 0, projects: 0, keys: 0 })
  })

  it('gives nobody a role above that of who imports', async () => {
    const { storage } = world.app.context
    const ada = await storage.members.getByEmail(acme.organization.id, 'ada@example.com')
    expect(ada?.teams).toMatchObject([{ slug: 'backend' }])
    const other = await createOrganization(world.app.context, { name: 'Acme Two', ownerId: acme.user.id })
    await storage.organizations.update(acme.organization.id, { slug: 'acme-one' })
    await storage.organizations.update(other.id, { slug: 'acme' })
    const manager = await world.member('manager', other)
    expect((await run({}, manager.token)).status).toBe(200)
    expect(await storage.members.getByEmail(other.id, 'root@example.com')).toMatchObject({ role: 'manager' })
    await storage.organizations.update(other.id, { slug: 'acme-two' })
    await storage.organizations.update(acme.organization.id, { slug: 'acme' })
  })

  it('leaves alone whom somebody has removed here since', async () => {
    const { storage } = world.app.context
    const ada = await storage.members.getByEmail(acme.organization.id, 'ada@example.com')
    await storage.members.remove(acme.organization.id, ada?.id ?? '')
    expect((await run()).body).toMatchObject({ members: 0 })
    expect(await storage.members.getByEmail(acme.organization.id, 'ada@example.com')).toBeNull()
  })

  it('is for who may place members in the organization, with the scope for it', async () => {
    for (const role of ['member', 'admin'] as const)
      expect((await run({}, (await world.member(role, acme.organization)).token)).status).toBe(403)
    expect((await run({}, await aToken(world.app, acme.user, ['org:write']))).status).toBe(403)
    expect((await run({}, (await world.tenant()).token)).status).toBe(404)
  })

  it('runs once at a time in an organization, and not without end', async () => {
    const answers: (() => void)[] = []
    const empty = { status: 200, headers: {}, body: new TextEncoder().encode('[]') }
    const slow = await aWorld({
      fetcher: { fetch: () => new Promise((resolve) => answers.push(() => resolve(empty))) },
    })
    const { token } = await slow.tenant('Slow')
    const body = { url: 'https://slow.example', authToken: 'x', organizationSlug: 'slow' }
    let through = 0
    const ask = () =>
      slow.ask('POST', '/api/0/import/', { token, body }).finally(() => {
        through += 1
      })
    const first = ask()
    while (answers.length === 0) await new Promise(setImmediate)
    const others = await Promise.all(Array.from({ length: 40 }, ask))
    expect(new Set(others.map(({ status }) => status))).toEqual(new Set([409, 429]))
    while (through < 41) {
      for (const answer of answers.splice(0)) answer()
      await new Promise(setImmediate)
    }
    expect((await first).status).toBe(200)
    expect((await ask()).status).toBe(429)
    await slow.stop()
  })

  it('says what is wrong with the other server', async () => {
    const detailOf = async (body: object) => {
      const refused = await run(body)
      expect(refused.status).toBe(400)
      return (refused.body as { detail: string }).detail
    }
    expect(await detailOf({ authToken: 'wrong' })).toContain('answered 401')
    expect(await detailOf({ url: 'https://nowhere.example' })).toContain('cannot be asked')
    const guarded = await aWorld()
    const tenant = await guarded.tenant('Guarded')
    for (const url of ['http://127.0.0.1:9/', 'http://169.254.169.254/', 'file:///etc/passwd']) {
      const body = { url, authToken: 'x', organizationSlug: 'guarded' }
      const refused = await guarded.ask('POST', '/api/0/import/', { token: tenant.token, body })
      expect([refused.status, (refused.body as { code: string }).code]).toEqual([400, 'invalid_input'])
    }
    await guarded.stop()
  })
})
