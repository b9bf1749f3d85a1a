import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { anError, aWorld, report, type Tenant, type World } from './world.js'

let world: World
let acme: Tenant

beforeAll(async () => {
  world = await aWorld()
})
afterAll(() => world.stop())
beforeEach(async () => {
  acme = await world.tenant()
})

type Body = Record<string, unknown>

const ask = (method: string, path: string, body?: unknown, token = acme.token) =>
  world.ask(method, `/api/0/organizations/${acme.organization.slug}${path}`, {
    token,
    ...(body === undefined ? {} : { body }),
  })

const listed = async (token = acme.token) =>
  ((await ask('GET', '/searches/', undefined, token)).body as Body[]).map(({ name }) => name)

const make = async (body: Body, token = acme.token) => (await ask('POST', '/searches/', body, token)).body as Body

describe('saved views', () => {
  it('keep a search with how its list is shown', async () => {
    const made = await ask('POST', '/searches/', {
      name: ' Crashes ',
      query: 'is:unresolved level:fatal',
      sort: '-users',
      visibility: 'organization',
      project: [acme.project.id],
      environment: ['production'],
      columns: ['trend', 'tag:browser.name'],
      position: 3,
    })
    expect(made).toMatchObject({
      status: 201,
      body: {
        id: expect.stringMatching(/^\d+$/),
        name: 'Crashes',
        query: 'is:unresolved level:fatal',
        sort: '-users',
        visibility: 'organization',
        owner: { id: acme.user.id, email: acme.user.email },
        isMine: true,
        project: [acme.project.id],
        environment: ['production'],
        columns: ['trend', 'tag:browser.name'],
        position: 3,
        type: 0,
        isGlobal: false,
      },
    })
    expect((await ask('GET', '/searches/')).body).toEqual([made.body])
    expect(await make({ name: 'Bare' })).toMatchObject({
      query: '',
      sort: '-last_seen',
      visibility: 'owner',
      position: 4,
    })
  })

  it('of one member are nobody else’s, whatever their role', async () => {
    const member = await world.member('member', acme.organization)
    const { id } = await make({ name: 'Mine' }, member.token)
    expect(await listed(member.token)).toEqual(['Mine'])
    expect(await listed()).toEqual([])
    expect((await ask('PUT', `/searches/${id}/`, { name: 'Ours' })).status).toBe(404)
    expect((await ask('DELETE', `/searches/${id}/`)).status).toBe(404)
    const changed = await ask('PUT', `/searches/${id}/`, { name: 'Ours', visibility: 'organization' }, member.token)
    expect(changed.body).toMatchObject({ name: 'Ours', visibility: 'organization', query: '' })
    expect(await listed()).toEqual(['Ours'])
  })

  it('that are shared are changed by whoever made them and by admins', async () => {
    const [maker, member, admin] = [
      await world.member('member', acme.organization),
      await world.member('member', acme.organization),
      await world.member('admin', acme.organization),
    ]
    const { id } = await make({ name: 'Ours', visibility: 'organization' }, maker.token)
    const rename = (name: string, token: string) => ask('PUT', `/searches/${id}/`, { name }, token)
    const refused = await rename('a', member.token)
    expect([refused.status, refused.body]).toEqual([
      403,
      expect.objectContaining({ detail: expect.stringMatching(/by whoever made it, or by an admin/) }),
    ])
    expect((await rename('b', maker.token)).body).toMatchObject({ name: 'b', isMine: true })
    expect((await rename('c', admin.token)).body).toMatchObject({
      name: 'c',
      isMine: false,
      owner: { id: maker.user.id },
    })
    expect((await ask('DELETE', `/searches/${id}/`, undefined, member.token)).status).toBe(403)
    expect((await ask('DELETE', `/searches/${id}/`, undefined, admin.token)).status).toBe(204)
    expect(await listed(maker.token)).toEqual([])
  })

  it.each<[Body, number]>([
    [{}, 422],
    [{ name: ' ' }, 422],
    [{ name: 'x'.repeat(129) }, 422],
    [{ name: 'x', query: 'is:odd' }, 400],
    [{ name: 'x', query: 'x'.repeat(2049) }, 422],
    [{ name: 'x', sort: 'colour' }, 422],
    [{ name: 'x', visibility: 'all' }, 422],
    [{ name: 'x', project: ['-1'] }, 422],
    [{ name: 'x', columns: Array(21).fill('title') }, 422],
    [{ name: 'x', position: -1 }, 422],
  ])('%j is refused', async (body, status) => {
    expect((await ask('POST', '/searches/', body)).status).toBe(status)
    expect(await listed()).toEqual([])
  })

  it('are refused with a sentence when there are too many', async () => {
    for (let index = 0; index < 50; index += 1) await make({ name: `View ${index}` })
    const refused = await ask('POST', '/searches/', { name: 'One more' })
    expect([refused.status, refused.body]).toEqual([
      409,
      expect.objectContaining({ detail: 'You may have 50 saved views of your own; delete one that you do not need.' }),
    ])
  })
})

describe('the top tags of issues', () => {
  it('are those of the organization that were asked for', async () => {
    const eventId = await report(world.app, acme.key, anError('Tagged', { tags: { browser: 'Chrome' } }))
    await report(world.app, acme.key, anError('Tagged', { tags: { browser: 'Firefox' } }))
    await report(world.app, acme.key, anError('Tagged', { tags: { browser: 'Chrome' } }))
    const id = await world.app.context.storage.events.issueOfEvent(acme.organization.id, eventId)
    const path = `/issues-tags/?groups=${id}&groups=0&key=browser&key=none`
    expect((await ask('GET', path)).body).toEqual([{ id, key: 'browser', value: 'Chrome', count: 2, total: 3 }])
    expect((await ask('GET', '/issues-tags/')).body).toEqual([])
    const stranger = await world.tenant()
    expect((await ask('GET', path, undefined, stranger.token)).status).toBe(404)
  })
})

describe('the order of the list', () => {
  const list = async (search: string) => {
    const answer = await ask('GET', `/issues/?${search}`)
    const issues = answer.status === 200 ? (answer.body as Body[]) : []
    const titles = issues.map(({ metadata }) => (metadata as Body).type)
    return { titles, status: answer.status, link: answer.headers.get('link') ?? '' }
  }

  it('is named in our words and in those of Sentry', async () => {
    await report(world.app, acme.key, anError('Low', { level: 'info' }))
    await report(world.app, acme.key, anError('High', { level: 'fatal' }))
    await report(world.app, acme.key, anError('Twice', { level: 'warning' }))
    await report(world.app, acme.key, anError('Twice', { level: 'warning' }))
    expect((await list('sort=-priority')).titles).toEqual(['High', 'Twice', 'Low'])
    expect((await list('sort=priority')).titles).toEqual(['Low', 'Twice', 'High'])
    for (const sort of ['-count', 'freq']) expect((await list(`sort=${sort}`)).titles[0]).toBe('Twice')
    for (const sort of ['date', 'new', 'user', 'trends', '-trend', 'trend'])
      expect((await list(`sort=${sort}`)).titles).toHaveLength(3)
    expect((await list('sort=-freq')).status).toBe(422)
  })

  it('leads from page to page by links that hold neither comma nor semicolon', async () => {
    for (const type of ['One', 'Two', 'Three']) await report(world.app, acme.key, anError(type))
    for (const sort of ['-trend', 'priority']) {
      const seen: unknown[] = []
      let search = `sort=${sort}&limit=2&query=level:error&more=a,b;c`
      for (let page = 0; page < 5 && search !== ''; page += 1) {
        const { titles, link } = await list(search)
        seen.push(...titles)
        const [, next = '', results] = /<([^>]+)>;\s*rel="next";\s*results="(true|false)"/.exec(link) ?? []
        expect(next).toMatch(/^https:\/\/mishap\.example\/api\/0\/[^,;]+$/)
        expect(link.split(',')).toHaveLength(2)
        search = results === 'true' ? new URL(next).search.slice(1) : ''
      }
      expect(seen.sort()).toEqual(['One', 'Three', 'Two'])
    }
  })
})
