import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ImportKind } from '../../src/import/report.js'
import { aToken, aWorld, type Tenant, type World } from '../http/world.js'
import { aTarget, fetcherOf, type Target } from './world.js'

const ORG = '/api/0/organizations/acme/'
const WINDOWS = `${ORG}maintenance-windows/`
const WEEKLY = { kind: 'weekly', days: [1, 7], time: '03:30', minutes: 60, timezone: 'Europe/Berlin', until: null }

let source: World
let acme: Tenant
let token: string
let target: Target

beforeAll(async () => {
  source = await aWorld({ url: 'https://mishap.example' })
  target = await aTarget(fetcherOf(source))
  // So that monitors have other ids here.
  for (const name of ['One', 'Two', 'Three']) await target.world.tenant(name)
  acme = await source.tenant('Acme')
  token = await aToken(source.app, acme.user)
  const make = async (path: string, body: object) => {
    const { status, body: made } = await source.ask('POST', path, { token, body })
    expect([status, made]).toEqual([201, expect.anything()])
    return made as { readonly id: number }
  }
  const monitor = (name: string) =>
    make(`${ORG}monitors/`, {
      ...{ name, monitorType: 'Heartbeat', url: '', expectedStatus: null, expectedBody: '', timeout: null },
    })
  const [shop, mail] = [await monitor('Shop'), await monitor('Mail')]
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const single = (from: number, to: number) => ({ kind: 'single', start: inDays(from), end: inDays(to) })
  await make(WINDOWS, {
    title: 'Weekly',
    text: '# Backup\n',
    window: WEEKLY,
    monitors: [mail.id, shop.id],
    isPublic: true,
  })
  await make(WINDOWS, { title: 'Sorted', window: single(-1, 1), groups: ['Shop'], tags: ['eu'] })
  await make(WINDOWS, { title: 'Over', window: single(-2, -1), monitors: [shop.id] })
  await make(WINDOWS, { title: 'Of nothing', window: single(1, 2) })
})

afterAll(async () => {
  await target.world.stop()
  await source.stop()
})

describe('of maintenance windows an import brings', () => {
  const bring = async (more = {}) => {
    const kinds = new Set<ImportKind>(['monitors'])
    const [report] = await target.bring({ kinds, address: { url: 'https://mishap.example', token }, ...more })
    return report
  }

  it('those that are not over, for the monitors that they have here, and tells nobody', async () => {
    expect((await bring({ isDryRun: true }))?.counts.maintenance).toMatchObject({ found: 3, made: 3 })
    const report = await bring()
    expect(report?.counts.maintenance).toEqual({ found: 3, made: 2, present: 0, changed: 0, skipped: 1 })
    expect(report?.skipped).toEqual([
      { kind: 'maintenance', name: 'Of nothing', reason: 'none of its monitors is here' },
    ])
    const { storage } = target.context
    const { id = '' } = (await storage.organizations.getBySlug('acme')) ?? {}
    const here = await storage.maintenance.list(id)
    const there = await source.app.context.storage.maintenance.list(acme.organization.id)
    const plain = ({ title, text, schedule, groups, tags, isPublic }: (typeof here)[number]) => ({
      ...{ title, text, schedule, groups, tags, isPublic },
    })
    const byTitle = (all: typeof here) => new Map(all.map((one) => [one.title, plain(one)]))
    expect([...byTitle(here).keys()].sort()).toEqual(['Sorted', 'Weekly'])
    for (const [title, one] of byTitle(here)) expect(one).toEqual(byTitle(there).get(title))
    const weekly = here.find(({ title }) => title === 'Weekly')
    const shown = await storage.monitors.getMany(id, weekly?.monitorIds ?? [])
    expect(shown.map(({ name }) => name).sort()).toEqual(['Mail', 'Shop'])
    expect(target.mailer.sent).toEqual([])
  })

  it('each once, and none that was deleted here', async () => {
    const { storage } = target.context
    const { id = '' } = (await storage.organizations.getBySlug('acme')) ?? {}
    const [first] = await storage.maintenance.list(id)
    await storage.maintenance.delete(id, first?.id ?? '')
    expect((await bring())?.counts.maintenance).toMatchObject({ found: 3, made: 0, present: 2 })
    expect(await storage.maintenance.list(id)).toHaveLength(1)
  })
})
