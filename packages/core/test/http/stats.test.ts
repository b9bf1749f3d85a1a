import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { StatsJson } from '../../src/client/organization-types.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { anError, aWorld, report, type Tenant, type World } from './world.js'

let world: World
let clock: FakeClock
let acme: Tenant

beforeAll(async () => {
  clock = fakeClock('2026-03-04T05:30:00.000Z')
  world = await aWorld({ clock })
  acme = await world.tenant('Acme')
  await report(world.app, acme.key, anError('A'))
  await clock.advance(2 * 3_600_000)
  await report(world.app, acme.key, anError('A'))
  await report(world.app, acme.key, anError('B'))
})
afterAll(() => world.stop())

const stats = (query: string) =>
  world.ask('GET', `/api/0/organizations/acme/stats_v2/?category=error&field=sum(quantity)&${query}`, {
    token: acme.token,
  })

describe('stats_v2', () => {
  it('counts what was accepted by the hour, zeroes included', async () => {
    const answer = await stats('interval=1h&start=2026-03-04T04:10:00%2B00:00&end=2026-03-04T07:45:00%2B00:00')
    expect(answer).toMatchObject({ status: 200 })
    expect(answer.body).toEqual({
      intervals: ['04', '05', '06', '07'].map((hour) => `2026-03-04T${hour}:00:00+00:00`),
      groups: [{ series: { 'sum(quantity)': [0, 1, 0, 2] } }],
    })
  })

  it('sums up days, and takes relative times', async () => {
    const { groups } = (await stats('interval=1d&start=now-1d&end=now')).body as StatsJson
    expect(groups[0]?.series['sum(quantity)']?.reduce((sum, count) => sum + count, 0)).toBe(3)
  })

  it('has a group even where nothing happened', async () => {
    expect((await stats('start=2020-01-01&end=2020-01-01')).body).toEqual({
      intervals: ['2020-01-01T00:00:00+00:00'],
      groups: [{ series: { 'sum(quantity)': [0] } }],
    })
  })

  it('narrows to projects, and does not know those of others', async () => {
    const range = 'start=now-4h&end=now'
    const sum = async (query: string) =>
      ((await stats(`${range}&${query}`)).body as StatsJson).groups[0]?.series['sum(quantity)']?.reduce(
        (a, b) => a + b,
        0,
      )
    expect(await sum(`project=${acme.project.id}`)).toBe(3)
    expect(await sum('project=-1')).toBe(3)
    const other = await world.tenant()
    expect((await stats(`${range}&project=${other.project.id}`)).status).toBe(404)
  })

  it.each([
    ['start=2026-01-01', ['query', 'end']],
    ['start=bad&end=now', ['query', 'start']],
    ['start=now-30d&end=now&interval=1m', ['query', 'interval']],
    ['start=now&end=now&interval=5m', ['query', 'interval']],
  ])('refuses %s, naming the parameter', async (query, loc) => {
    expect(await stats(query)).toMatchObject({ status: 422, body: { detail: [{ loc }] } })
  })
})

describe('what was refused', () => {
  const range = 'start=now-1h&end=now'
  const count = (reason: string, quantity: number, category = 'error') => ({
    organizationId: acme.organization.id,
    projectId: acme.project.id,
    hour: clock.now(),
    category,
    outcome: 'rate_limited' as const,
    reason,
    quantity,
  })
  beforeAll(() =>
    world.app.context.storage.ingest.addOutcomes([
      count('spike', 7),
      count('key_rate', 2),
      count('spike', 5, 'session'),
    ]),
  )

  it('is shown by outcome and reason when asked so, and otherwise not mixed in', async () => {
    const { groups } = (await stats(`${range}&interval=1d&groupBy=outcome&groupBy=reason`)).body as StatsJson
    expect(groups.map(({ by, totals }) => [by, totals?.['sum(quantity)']])).toEqual([
      [{ outcome: 'accepted', reason: '' }, 2],
      [{ outcome: 'rate_limited', reason: 'key_rate' }, 2],
      [{ outcome: 'rate_limited', reason: 'spike' }, 7],
    ])
    expect(((await stats(range)).body as StatsJson).groups).toEqual([{ series: { 'sum(quantity)': [0, 2] } }])
  })

  it('is narrowed to an outcome or a reason', async () => {
    const sums = async (query: string) =>
      ((await stats(`${range}&interval=1d&${query}`)).body as StatsJson).groups.map(
        ({ series }) => series['sum(quantity)']?.[0],
      )
    expect(await sums('outcome=rate_limited')).toEqual([9])
    expect(await sums('outcome=rate_limited&reason=spike')).toEqual([7])
    expect(await sums('reason=none')).toEqual([0])
    expect(await sums('groupBy=reason&reason=none')).toEqual([])
  })

  it('is counted in every category', async () => {
    const path = `/api/0/organizations/acme/stats_v2/?field=sum(quantity)&interval=1d&${range}`
    const ask = async (query: string) => await world.ask('GET', `${path}&${query}`, { token: acme.token })
    const { groups } = (await ask('groupBy=category&outcome=rate_limited')).body as StatsJson
    expect(groups.map(({ by }) => by?.category)).toEqual(['error', 'session'])
    expect((await ask('groupBy=colour&category=error')).status).toBe(422)
    expect((await ask('')).status).toBe(422)
  })
})
