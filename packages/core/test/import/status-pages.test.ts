import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { memoryFetcher } from '../../src/adapters/memory-fetcher.js'
import type { ImportKind } from '../../src/import/report.js'
import type { StatusPage } from '../../src/ports/status-pages.js'
import { aToken, aWorld, type Tenant, type World } from '../http/world.js'
import { aTarget, fetcherOf, type Target } from './world.js'

const ORG = '/api/0/organizations/acme/'
const PAGES = `${ORG}status-pages/`
const ALL = { limit: 100, cursor: null }
const KINDS = new Set<ImportKind>(['monitors', 'status-pages'])
const PNG = Buffer.from('\x89PNG\r\n\x1a\n and the rest', 'latin1')
const LOOK = {
  ...{ description: '# How we do\n', theme: 'dark', accent: '#1f6feb', homepage: 'https://acme.example/' },
  ...{ showLatency: true, allowSubscribers: true },
}

let source: World
let acme: Tenant
let token: string
const targets: Target[] = []

beforeAll(async () => {
  source = await aWorld({ url: 'https://mishap.example', secretKey: 'k'.repeat(32) })
  acme = await source.tenant('Acme')
  token = await aToken(source.app, acme.user)
  const make = async (path: string, body: object) => {
    const { status, body: made } = await source.ask('POST', path, { token, body })
    expect([status, made]).toEqual([201, expect.anything()])
    return made as { readonly id: number }
  }
  const monitor = (name: string, url = `https://${name.toLowerCase()}.example/`) =>
    make(`${ORG}monitors/`, { name, monitorType: 'HTTP', url, expectedStatus: 200, expectedBody: '', timeout: null })
  const [shop, mail] = [await monitor('Shop'), await monitor('Mail')]
  await make(PAGES, {
    ...{ ...LOOK, name: 'Public', slug: 'public', access: 'public', domain: 'status.acme.example' },
    sections: [
      { name: 'Front', isCollapsed: true, monitors: [{ id: shop.id, name: 'The shop', description: 'Where you buy' }] },
      { name: '', monitors: [{ id: mail.id }] },
    ],
  })
  await make(PAGES, {
    name: 'Ours',
    slug: 'ours',
    access: 'password',
    password: 'violet grammar 9',
    domain: 'taken.example',
  })
  await make(PAGES, { name: 'Plain', slug: 'plain' })
  const image = { image: PNG.toString('base64') }
  expect((await source.ask('PUT', `${PAGES}public/logo/`, { token, body: image })).status).toBe(200)
  for (const name of ['yes', 'maybe', 'left']) await subscribe(name, name !== 'maybe')
})

afterAll(async () => {
  for (const { world } of targets) await world.stop()
  await source.stop()
})

async function subscribe(name: string, isConfirmed: boolean): Promise<void> {
  const { statusPages, statusSubscribers } = source.app.context.storage
  const { id = '' } = (await statusPages.getBySlug(acme.organization.id, 'public')) ?? {}
  const one = await statusSubscribers.subscribe(acme.organization.id, id, `${name}@example.com`, new Date())
  if (isConfirmed) await statusSubscribers.confirm(one?.token ?? '', new Date())
}

async function aPlace(fetcher = fetcherOf(source)) {
  const target = await aTarget(fetcher)
  targets.push(target)
  const { storage } = target.context
  const organizationId = async () => (await storage.organizations.getBySlug('acme'))?.id ?? ''
  const page = async (slug: string) => storage.statusPages.getBySlug(await organizationId(), slug)
  return {
    ...{ target, storage, organizationId, page },
    bring: async (more = {}) => {
      const [report] = await target.bring({ kinds: KINDS, address: { url: 'https://mishap.example', token }, ...more })
      if (report === undefined) throw new Error('nothing was reported')
      return report
    },
    /** Names of what each section shows, as people call it. */
    sections: async (slug: string) => {
      const names = new Map(
        (await storage.monitors.list(await organizationId(), ALL)).items.map(({ id, name }) => [id, name]),
      )
      return (await page(slug))?.sections.map((section) => ({
        ...section,
        monitors: section.monitors.map(({ id, ...one }) => ({ ...one, monitor: names.get(id) })),
      }))
    },
    subscribers: async () =>
      (await storage.statusSubscribers.list(await organizationId(), (await page('public'))?.id ?? '', ALL)).items
        .map(({ email, confirmedAt }) => `${email} ${confirmedAt !== null}`)
        .sort(),
  }
}

describe('of status pages an import brings', () => {
  it('their look, what they show, their logo and host, and who has said yes; and all of it once', async () => {
    const { target, storage, bring, page, sections, subscribers } = await aPlace()
    const other = await target.world.tenant('Other')
    const taken: Partial<StatusPage> = { domain: 'taken.example', name: 'Theirs', slug: 'theirs' }
    const fields = { ...LOOK, theme: 'dark', access: 'public', passwordHash: null, sections: [] } as const
    await storage.statusPages.create(
      other.organization.id,
      { ...fields, name: '', slug: '', domain: '', ...taken },
      new Date(),
    )
    const report = await bring()
    expect(report.counts).toMatchObject({
      'status-pages': { found: 3, made: 3, skipped: 0 },
      subscribers: { found: 2, made: 2, skipped: 0 },
    })
    expect(report.notBrought).toEqual({})
    const here = await page('public')
    expect(here).toMatchObject({ ...LOOK, name: 'Public', access: 'public', domain: 'status.acme.example' })
    expect(await sections('public')).toEqual([
      {
        ...{ name: 'Front', isCollapsed: true },
        monitors: [{ name: 'The shop', description: 'Where you buy', monitor: 'Shop' }],
      },
      { name: '', isCollapsed: false, monitors: [{ name: '', description: '', monitor: 'Mail' }] },
    ])
    const logo = await storage.statusPages.logo(here?.organizationId ?? '', here?.id ?? '')
    expect([logo?.mediaType, Buffer.from(logo?.content ?? [])]).toEqual(['image/png', PNG])
    expect(await subscribers()).toEqual(['left@example.com true', 'yes@example.com true'])
    expect(target.mailer.sent).toEqual([])

    // Never more open than it was there.
    expect(await page('ours')).toMatchObject({ access: 'members', passwordHash: null, domain: '' })
    expect(await page('plain')).toMatchObject({ access: 'members', name: 'Plain' })
    expect(report.notes).toEqual([
      expect.stringMatching(/^The status page Ours is for members alone here: .*password/),
      'The status page Ours comes without taken.example, which is taken here.',
      'The status page Public is at status.acme.example as soon as that name leads here.',
    ])

    const again = await bring()
    for (const { made, changed } of Object.values(again.counts)) expect([made, changed]).toEqual([0, 0])
    expect(again.notes).toEqual([])
    expect((await storage.statusPages.list(here?.organizationId ?? '', ALL)).items).toHaveLength(3)
  })

  it('nobody who has left here, nor a page that was deleted here, nor what was changed here', async () => {
    const { storage, bring, page, organizationId, subscribers } = await aPlace()
    await bring()
    const id = await organizationId()
    const [publicPage, plain] = [await page('public'), await page('plain')]
    const { items } = await storage.statusSubscribers.list(id, publicPage?.id ?? '', ALL)
    const left = items.find(({ email }) => email === 'left@example.com')
    await storage.statusSubscribers.unsubscribe(left?.token ?? '')
    await storage.statusPages.delete(id, plain?.id ?? '')
    await storage.statusPages.update(id, publicPage?.id ?? '', { name: 'Renamed', slug: 'renamed' })
    const again = await bring()
    expect(again.counts).toMatchObject({
      'status-pages': { found: 3, made: 0, present: 3 },
      subscribers: { made: 0, present: 2 },
    })
    await storage.statusPages.update(id, publicPage?.id ?? '', { slug: 'public' })
    expect(await subscribers()).toEqual(['yes@example.com true'])
    expect(await page('public')).toMatchObject({ name: 'Renamed' })
    expect(await page('plain')).toBeNull()
  })

  it('in a dry run nothing, and says what would come', async () => {
    const { storage, bring } = await aPlace()
    expect((await bring({ isDryRun: true })).counts).toMatchObject({
      'status-pages': { found: 3, made: 3 },
      subscribers: { found: 2, made: 2 },
    })
    expect(await storage.organizations.hasAny()).toBe(false)
  })

  it('what is left where its monitors or its logo do not come, and says so', async () => {
    const fetcher = fetcherOf(source)
    const { bring, sections, page } = await aPlace({
      fetch: async (request) =>
        request.url.includes('/logo/') ? { status: 302, headers: {}, body: new Uint8Array() } : fetcher.fetch(request),
    })
    const { notes } = await bring({ kinds: new Set<ImportKind>(['status-pages']) })
    expect(await sections('public')).toMatchObject([{ name: 'Front', monitors: [] }, { monitors: [] }])
    expect(await page('public')).toMatchObject({ hasLogo: false })
    expect(notes).toEqual(
      expect.arrayContaining([
        'The status page Public comes without its logo, which could not be read. Give it again.',
        'The status page Public shows 2 monitors less here: not all have come.',
      ]),
    )
  })

  it('of GlitchTip those that it has, with their monitors, and of nonsense nothing', async () => {
    const there: Readonly<Record<string, unknown>> = {
      '/api/0/organizations/': [{ slug: 'acme', name: 'Acme' }],
      '/api/0/organizations/acme/': { slug: 'acme', name: 'Acme' },
      '/api/0/organizations/acme/projects/': [],
      '/api/0/organizations/acme/monitors/': [
        { id: 7, name: 'Shop', monitorType: 'Ping', url: 'https://shop.example' },
      ],
      '/api/0/organizations/acme/status-pages/': [
        { name: 'Up?', slug: 'up', isPublic: true, monitors: [{ id: 7, name: 'Shop' }] },
        { name: 'Inside', slug: 'inside', isPublic: false, monitors: [] },
        { name: 'Bad', slug: '../x', isPublic: true, monitors: 'none' },
        { slug: 'nameless', theme: 'loud', isPublic: true },
      ],
    }
    const { bring, page, sections } = await aPlace(
      memoryFetcher(({ url }) => {
        const { pathname } = new URL(url)
        return pathname in there ? { json: there[pathname] } : { status: 404 }
      }),
    )
    const report = await bring()
    expect(report.counts['status-pages']).toEqual({ found: 4, made: 2, present: 0, changed: 0, skipped: 2 })
    expect(report.notBrought['status pages']).toHaveLength(2)
    expect(await page('up')).toMatchObject({ name: 'Up?', access: 'public' })
    expect(await sections('up')).toEqual([
      { name: '', isCollapsed: false, monitors: [{ name: '', description: '', monitor: 'Shop' }] },
    ])
    expect(await page('inside')).toMatchObject({ access: 'members', sections: [] })
    expect((await bring()).counts['status-pages']).toMatchObject({ made: 0, present: 2 })
  })
})
