import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { anAnswer, memoryProber, type Said } from '../../src/adapters/memory-prober.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { aWorld, type World } from './world.js'

const DOWN: Said = { isAnswered: false, fault: 'timeout', message: '', totalMs: 20_000 }
let clock: FakeClock
let say: Said
let world: World
let tenant: Awaited<ReturnType<World['tenant']>>
beforeEach(async () => {
  clock = fakeClock()
  say = anAnswer()
  world = await aWorld({ clock, prober: memoryProber(() => say) })
  tenant = await world.tenant()
})
afterEach(() => world.stop())

const ask = (path: string) =>
  world.ask('GET', `/api/0/organizations/${tenant.organization.slug}/${path}`, { token: tenant.token })
const make = async (name: string) => {
  const path = `/api/0/organizations/${tenant.organization.slug}/monitors/`
  const body = {
    name,
    monitorType: 'GET',
    url: 'https://example.com/',
    expectedStatus: 200,
    expectedBody: '',
    timeout: null,
  }
  return ((await world.ask('POST', path, { token: tenant.token, body })).body as { id: number }).id
}
/** Looks every second, until so many minutes are over. */
const pass = async (minutes: number) => {
  for (let second = 0; second < minutes * 60; second += 1) {
    await clock.advance(1000)
    await new Promise((turn) => setImmediate(turn))
  }
}

describe('the past of monitors', () => {
  it('is told in bars, with the share of the time in which each was up', async () => {
    const [id, other] = [await make('a'), await make('b')]
    await pass(10)
    say = DOWN
    await pass(20)
    const answer = await ask(`monitor-uptime/?monitor=${id}&span=24h&bars=48`)
    expect(answer.status).toBe(200)
    const [told] = answer.body as [
      { bars: { checks: number; seconds: number; downSeconds: number; knownSeconds: number }[] },
    ]
    expect(told).toMatchObject({ monitorID: id, p50: expect.any(Number), p95: expect.any(Number) })
    expect(told.bars).toHaveLength(48)
    const sum = (key: 'checks' | 'downSeconds' | 'knownSeconds') =>
      told.bars.reduce((total, bar) => total + bar[key], 0)
    expect(sum('checks')).toBeGreaterThanOrEqual(29)
    expect(sum('knownSeconds')).toBeGreaterThan(27 * 60)
    expect(sum('downSeconds')).toBeGreaterThan(17 * 60)
    const share = 1 - sum('downSeconds') / sum('knownSeconds')
    expect((told as unknown as { uptime: object }).uptime).toEqual({
      ...{ day: share, week: share, month: share, quarter: share, year: share },
    })
    expect(told.bars.every(({ seconds }) => seconds === 1800)).toBe(true)
    const all = await ask('monitor-uptime/?span=90d&bars=90&limit=1')
    expect(all.body).toMatchObject([{ monitorID: id }])
    expect(all.headers.get('link')).toContain('results="true"')
    expect((await ask('monitor-uptime/')).body).toMatchObject([{ monitorID: id }, { monitorID: other }])
  })

  it('of nothing is nothing', async () => {
    const id = await make('a')
    expect((await ask(`monitor-uptime/?monitor=${id}&monitor=999999&monitor=x`)).body).toMatchObject([
      { monitorID: id },
    ])
    const other = await world.tenant()
    const path = `/api/0/organizations/${other.organization.slug}/monitor-uptime/?monitor=${id}`
    expect((await world.ask('GET', path, { token: other.token })).body).toEqual([])
    const [{ uptime }] = (await ask(`monitor-uptime/?monitor=${id}`)).body as [{ uptime: object }]
    expect(uptime).toEqual({ day: null, week: null, month: null, quarter: null, year: null })
  })

  it('is told step by step, also where nothing is known', async () => {
    const id = await make('a')
    await pass(5)
    const end = clock.now().toISOString()
    const start = new Date(clock.now().getTime() - 10 * 60_000).toISOString()
    const { body } = await ask(`monitors/${id}/history/?step=minute&start=${start}&end=${end}`)
    const buckets = body as { start: string; seconds: number; checks: number; timings: object }[]
    expect(buckets.length).toBeGreaterThanOrEqual(10)
    expect(buckets[0]).toMatchObject({ seconds: 60, checks: 0, knownSeconds: 0, p50: null })
    expect(buckets.reduce((sum, { checks }) => sum + checks, 0)).toBeGreaterThanOrEqual(5)
    expect((await ask(`monitors/${id}/history/`)).body).toHaveLength(25)
    expect((await ask(`monitors/${id}/history/?step=day&start=now-30d`)).body).toHaveLength(31)
  })

  it.each([
    ['monitor-uptime/?span=1y', 'span'],
    ['monitor-uptime/?bars=0', 'bars'],
    ['monitor-uptime/?bars=181', 'bars'],
    ['monitors/1/history/?step=week', 'step'],
    ['monitors/1/history/?step=minute&start=now-90d', 'start'],
    ['monitors/1/history/?end=soon', 'end'],
  ])('%s is refused', async (path, field) => {
    const id = await make('a')
    const answer = await ask(path.replace('monitors/1/', `monitors/${id}/`))
    expect(answer.status).toBe(422)
    expect(JSON.stringify(answer.body)).toContain(field)
  })
})
