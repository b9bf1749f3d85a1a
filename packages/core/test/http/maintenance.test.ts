import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { anAnswer, memoryProber, type Said } from '../../src/adapters/memory-prober.js'
import { minutesAfter } from '../../src/testing/builders.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { aWorld, type World } from './world.js'

let clock: FakeClock
let say: Said
let world: World
let tenant: Awaited<ReturnType<World['tenant']>>
beforeEach(async () => {
  clock = fakeClock()
  say = anAnswer({})
  world = await aWorld({ clock, prober: memoryProber(() => say) })
  tenant = await world.tenant()
})
afterEach(() => world.stop())

const ask = (method: string, path: string, body?: unknown) =>
  world.ask(method, `/api/0/organizations/${tenant.organization.slug}/${path}`, {
    token: tenant.token,
    ...(body === undefined ? {} : { body }),
  })
const windows = (method: string, path = '', body?: unknown) => ask(method, `maintenance-windows/${path}`, body)
/** From and to so many minutes from now. */
const single = (from: number, to: number) => ({
  kind: 'single',
  start: minutesAfter(clock.now(), from).toISOString(),
  end: minutesAfter(clock.now(), to).toISOString(),
})
const aMonitor = async (monitor: object = {}) => {
  const body = { name: 'Site', monitorType: 'GET', url: 'https://example.com/', expectedStatus: 200, ...monitor }
  return ((await ask('POST', 'monitors/', { expectedBody: '', timeout: null, ...body })).body as { id: number }).id
}
const statusOf = async (id: number) => ((await ask('GET', `monitors/${id}/`)).body as { status: string }).status
const incidents = async () => (await ask('GET', 'incidents/')).body as readonly { title: string }[]
/** Everything that is due by then is looked at and kept. */
const pass = async (seconds: number) => {
  for (let second = 0; second < seconds; second += 1) {
    await clock.advance(1000)
    await new Promise((turn) => setImmediate(turn))
  }
}

describe('maintenance windows', () => {
  it('are made, changed and deleted, and the log says so', async () => {
    const id = await aMonitor()
    const window = { kind: 'weekly', days: [7, 3, 3], time: '02:30', minutes: 90, timezone: 'Europe/Berlin' }
    const made = await windows('POST', '', { title: 'Upgrade', window, monitors: [id, 999_999], groups: ['a / b'] })
    expect(made).toMatchObject({
      status: 201,
      body: {
        ...{ title: 'Upgrade', text: '', monitors: [id], groups: ['a/b'], tags: [], isPublic: false, isActive: false },
        window: { ...window, days: [3, 7], until: null },
        next: { start: expect.any(String), end: expect.any(String) },
        created: clock.now().toISOString(),
      },
    })
    const path = `${(made.body as { id: string }).id}/`
    const later = await windows('POST', '', { title: 'Past', window: single(-60, -30) })
    const now = await windows('POST', '', { title: 'Now', window: single(-1, 30) })
    expect(now.body).toMatchObject({ isActive: true })
    const titles = ((await windows('GET')).body as { title: string }[]).map(({ title }) => title)
    expect(titles).toEqual(['Now', 'Upgrade', 'Past'])
    const changed = await windows('PUT', path, { title: 'Other', window: single(5, 9), isPublic: true })
    expect(changed).toMatchObject({ status: 200, body: { title: 'Other', monitors: [], isPublic: true } })
    expect((await windows('GET', path)).body).toEqual(changed.body)
    expect((await windows('DELETE', path)).status).toBe(204)
    expect((await windows('GET', path)).status).toBe(404)
    expect(later.body).toMatchObject({ isActive: false, next: null })
    const log = (await ask('GET', 'audit-logs/?action=maintenance.')).body as { action: string }[]
    expect(log.slice(0, 2).map(({ action }) => action)).toEqual(['maintenance.deleted', 'maintenance.updated'])
  })

  const WEEKLY = { kind: 'weekly', days: [1], time: '02:30', minutes: 60, timezone: 'UTC' }
  it.each([
    [{ ...WEEKLY, kind: 'monthly' }, 'kind'],
    [{ ...WEEKLY, days: [] }, 'days'],
    [{ ...WEEKLY, days: [8] }, 'days'],
    [{ ...WEEKLY, time: '24:00' }, 'time'],
    [{ ...WEEKLY, minutes: 0 }, 'minutes'],
    [{ ...WEEKLY, timezone: 'Mars/Base' }, 'timezone'],
    [{ ...WEEKLY, until: 'soon' }, 'until'],
    [{ ...WEEKLY, kind: 'cron', cron: '* * *' }, 'cron'],
    [{ kind: 'single', start: '2026-03-01T12:00Z', end: '2026-03-01T12:00:00+00:00' }, 'end'],
    [null, 'window'],
  ])('%j is no window', async (window, field) => {
    const answer = await windows('POST', '', { title: 'Upgrade', window })
    expect(answer.status).toBe(422)
    expect(JSON.stringify(answer.body)).toContain(field)
  })

  it('hide what monitors are, by themselves, their group or a tag, and nobody is told', async () => {
    const [alone, grouped, tagged, other] = [
      await aMonitor(),
      await aMonitor({ group: 'Shop/Pay' }),
      await aMonitor({ tags: ['eu'] }),
      await aMonitor({ name: 'Other' }),
    ]
    await pass(1)
    await windows('POST', '', {
      ...{ title: 'Upgrade', window: single(0, 10) },
      ...{ monitors: [alone], groups: ['Shop'], tags: ['eu'] },
    })
    say = anAnswer({ status: 503 })
    await pass(120)
    expect(await Promise.all([alone, grouped, tagged, other].map(statusOf))).toEqual([
      ...['maintenance', 'maintenance', 'maintenance', 'down'],
    ])
    expect(((await ask('GET', 'monitors/?status=maintenance')).body as object[]).length).toBe(3)
    expect(((await ask('GET', 'monitors/?status=down')).body as object[]).length).toBe(1)
    expect((await incidents()).map(({ title }) => title)).toEqual(['Other is down'])
    await pass(9 * 60)
    expect(await statusOf(alone)).toBe('down')
    expect(await incidents()).toHaveLength(4)
  })

  it('that ended well leave nothing to tell', async () => {
    const id = await aMonitor()
    await pass(1)
    await windows('POST', '', { title: 'Upgrade', window: single(0, 10), monitors: [id] })
    say = anAnswer({ status: 503 })
    await pass(300)
    say = anAnswer({})
    await pass(420)
    expect(await statusOf(id)).toBe('up')
    expect(await incidents()).toEqual([])
  })
})
