import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { aWorld, type World } from './world.js'

let world: World
let tenant: Awaited<ReturnType<World['tenant']>>
beforeEach(async () => {
  world = await aWorld()
  tenant = await world.tenant()
})
afterEach(() => world.stop())

const ask = (method: string, path: string, body?: unknown, token = tenant.token) =>
  world.ask(method, `/api/0/organizations/${tenant.organization.slug}/${path}`, {
    token,
    ...(body === undefined ? {} : { body }),
  })
const aMonitor = async (name: string) => {
  const { body } = await ask('POST', 'monitors/', {
    ...{ name, monitorType: 'GET', url: 'https://example.com/', expectedStatus: 200, expectedBody: '', timeout: null },
  })
  return (body as { id: number }).id
}
const PNG = Buffer.from('\x89PNG\r\n\x1a\n and more', 'latin1').toString('base64')

describe('status pages', () => {
  it('are made as GlitchTip’s clients make them', async () => {
    const made = await ask('POST', 'status-pages/', { name: 'Shop & Co', isPublic: true })
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Shop & Co', slug: 'shop-co', isPublic: true, monitors: [] },
    })
    const second = await ask('POST', 'status-pages/', { name: 'Shop & Co', isPublic: false })
    expect(second.body).toMatchObject({ slug: 'shop-co-1', isPublic: false, access: 'members' })
    const { body } = await ask('GET', 'status-pages/')
    expect((body as { slug: string }[]).map(({ slug }) => slug)).toEqual(['shop-co', 'shop-co-1'])
  })

  it('are set up, changed in what is given, and deleted, and the log tells so without their password', async () => {
    const [shop, api] = [await aMonitor('Shop'), await aMonitor('API')]
    const sections = [
      { name: 'Web', isCollapsed: false, monitors: [{ id: shop, name: 'The shop', description: 'What you see' }] },
      { name: '', isCollapsed: true, monitors: [{ id: api, name: '', description: '' }] },
    ]
    const input = {
      ...{
        name: 'Shop',
        isPublic: true,
        slug: 'state',
        access: 'password',
        password: 'open sesame 7',
        description: '*Hi*',
      },
      ...{ sections, domain: 'Status.Example.COM', theme: 'dark', accent: '#A01030', homepage: 'https://example.com/' },
      ...{ showLatency: true, allowSubscribers: false },
    }
    const made = await ask('POST', 'status-pages/', input)
    const told = {
      ...{ name: 'Shop', isPublic: false, slug: 'state', access: 'password', hasPassword: true, description: '*Hi*' },
      ...{ sections, domain: 'status.example.com', theme: 'dark', accent: '#a01030', homepage: 'https://example.com/' },
      ...{ showLatency: true, allowSubscribers: false, hasLogo: false, subscriberCount: 0 },
      ...{ url: 'https://status.example.com/', monitors: [{ id: shop, name: 'Shop', checks: [] }, { id: api }] },
    }
    expect(made).toMatchObject({ status: 201, body: told })
    const changed = await ask('PUT', 'status-pages/state/', { theme: 'light', domain: '', password: null })
    expect(changed).toMatchObject({
      status: 200,
      body: { ...told, theme: 'light', domain: '', url: expect.any(String) },
    })
    expect(changed.body).toMatchObject({
      url: `https://mishap.example/status/${tenant.organization.slug}/state/`,
    })
    await ask('DELETE', `monitors/${api}/`)
    expect((await ask('GET', 'status-pages/state/')).body).toMatchObject({
      sections: [{ monitors: [{ id: shop }] }, { monitors: [] }],
      monitors: [{ id: shop }],
    })
    expect((await ask('PUT', 'status-pages/state/', { isPublic: true })).body).toMatchObject({
      ...{ access: 'public', hasPassword: false },
    })
    expect(await ask('DELETE', 'status-pages/state/')).toMatchObject({ status: 204 })
    expect(await ask('GET', 'status-pages/state/')).toMatchObject({ status: 404 })
    const log = (await ask('GET', 'audit-logs/')).body as { action: string }[]
    expect(log.map(({ action }) => action).filter((action) => action.startsWith('status_page'))).toEqual(
      ['deleted', 'updated', 'updated', 'created'].map((word) => `status_page.${word}`),
    )
    expect(JSON.stringify(log)).not.toContain('argon2')
  })

  it.each([
    [{ name: '' }, 'name'],
    [{ access: 'password' }, 'password'],
    [{ access: 'password', password: 'short' }, 'password'],
    [{ slug: 'a/b' }, 'slug'],
    [{ domain: 'mishap.example' }, 'domain'],
    [{ domain: '127.0.0.1' }, 'domain'],
    [{ domain: 'status.example.com:8080' }, 'domain'],
    [{ domain: 'a b.example.com' }, 'domain'],
    [{ domain: 'evil.example/path' }, 'domain'],
    [{ homepage: 'javascript:alert(1)' }, 'homepage'],
    [{ accent: 'red;}' }, 'accent'],
    [{ sections: [{ monitors: [{ id: 999_999 }] }] }, 'sections'],
    [{ sections: [{ monitors: [{}] }] }, 'id'],
  ])('%j is refused', async (fields, field) => {
    const answer = await ask('POST', 'status-pages/', { name: 'Shop', isPublic: true, ...fields })
    expect(answer.status).toBe(422)
    expect(JSON.stringify(answer.body)).toContain(field)
  })

  it('show no monitor of another organization, and have no domain of another page', async () => {
    const theirs = await world.tenant()
    const foreign = await world.ask('POST', `/api/0/organizations/${theirs.organization.slug}/status-pages/`, {
      token: theirs.token,
      body: { name: 'x', isPublic: true, sections: [{ name: '', monitors: [{ id: await aMonitor('Ours') }] }] },
    })
    expect(foreign.status).toBe(422)
    await ask('POST', 'status-pages/', { name: 'One', isPublic: true, domain: 'status.example.com' })
    const taken = await ask('POST', 'status-pages/', { name: 'Two', isPublic: true, domain: 'STATUS.example.com' })
    expect(taken.status).toBe(409)
  })

  it('have a logo that is a picture, whatever it is called', async () => {
    await ask('POST', 'status-pages/', { name: 'Shop', isPublic: true })
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>').toString('base64')
    for (const image of [svg, `data:image/png;base64,${svg}`, '%%%', Buffer.alloc(270_000).toString('base64')])
      expect((await ask('PUT', 'status-pages/shop/logo/', { image })).status).toBe(422)
    const set = await ask('PUT', 'status-pages/shop/logo/', { image: `data:image/webp;base64,${PNG}` })
    expect(set).toMatchObject({ status: 200, body: { hasLogo: true } })
    const path = `/status/${tenant.organization.slug}/shop/logo/`
    const shown = await world.ask('GET', path)
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/png'])
    expect(shown.headers.get('content-security-policy')).toContain('sandbox')
    expect(await ask('DELETE', 'status-pages/shop/logo/')).toMatchObject({ status: 204 })
    expect((await ask('GET', 'status-pages/shop/')).body).toMatchObject({ hasLogo: false })
    expect((await world.ask('GET', path)).status).toBe(404)
  })

  it('tell who is subscribed, and forget them on demand', async () => {
    const { body } = await ask('POST', 'status-pages/', { name: 'Shop', isPublic: true })
    const { statusSubscribers } = world.app.context.storage
    const { id: pageId } = body as { id: string }
    const now = new Date('2026-03-01T12:00:00Z')
    const ada = await statusSubscribers.subscribe(tenant.organization.id, pageId, 'ada@example.com', now)
    await statusSubscribers.confirm(ada?.token ?? '', now)
    expect((await ask('GET', 'status-pages/shop/subscribers/')).body).toEqual([
      { id: ada?.id, email: 'ada@example.com', created: now.toISOString(), confirmed: now.toISOString() },
    ])
    expect((await ask('GET', 'status-pages/shop/')).body).toMatchObject({ subscriberCount: 1 })
    expect(await ask('DELETE', `status-pages/shop/subscribers/${ada?.id}/`)).toMatchObject({ status: 204 })
    expect(await ask('DELETE', `status-pages/shop/subscribers/${ada?.id}/`)).toMatchObject({ status: 404 })
  })
})
