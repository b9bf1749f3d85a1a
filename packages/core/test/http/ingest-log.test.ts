import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { IngestLimitsJson, IngestLogJson } from '../../src/client/project-types.js'
import { doorOf } from '../../src/ingest/door.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { anError, aWorld, report, type Tenant, type World } from './world.js'

const HOUR_MS = 3_600_000

let world: World
let clock: FakeClock
let acme: Tenant
beforeAll(async () => {
  clock = fakeClock('2026-03-04T05:30:00.000Z')
  world = await aWorld({ clock })
  acme = await world.tenant('Acme')
})
afterAll(() => world.stop())

const path = (tail: string) => `/api/0/projects/acme/${acme.project.slug}/${tail}/`
const log = async () => (await world.ask('GET', path('ingest-log'), { token: acme.token })).body as IngestLogJson[]
const limits = async () =>
  (await world.ask('GET', path('ingest-limits'), { token: acme.token })).body as IngestLimitsJson
const sent = (projectId: string, key: string, headers: Record<string, string> = {}) =>
  world.ask('POST', `/api/${projectId}/envelope/?sentry_key=${key}&sentry_client=sentry.test/2.0`, {
    headers,
    body: {},
  })

describe('the log of requests', () => {
  it('holds what was accepted and what was refused, also where the key is none of the project', async () => {
    await report(world.app, acme.key, anError('A'))
    await clock.advance(1_000)
    await sent(acme.project.id, 'f'.repeat(32))
    await clock.advance(1_000)
    await sent(acme.project.id, 'nonsense')
    await doorOf(world.app.context).flush()
    expect(await log()).toEqual([
      expect.objectContaining({ outcome: 'invalid', reason: 'malformed_key', at: '2026-03-04T05:30:02.000Z' }),
      expect.objectContaining({ outcome: 'invalid', reason: 'unknown_key', sdk: 'sentry.test/2.0' }),
      expect.objectContaining({ outcome: 'accepted', reason: '', items: ['event'], at: '2026-03-04T05:30:00.000Z' }),
    ])
  })

  it('tells the project of a key that was used with the number of a project that is none', async () => {
    await clock.advance(1_000)
    const before = (await log()).length
    expect((await sent('987654321', acme.key.publicKey)).status).toBe(403)
    await doorOf(world.app.context).flush()
    const after = await log()
    expect(after).toHaveLength(before + 1)
    expect(after[0]).toMatchObject({ outcome: 'invalid', reason: 'wrong_project' })
  })
})

describe('the limits of a project', () => {
  it('say what is normal, and since when it is sampled', async () => {
    expect(await limits()).toMatchObject({ normal: null, spike: null })
    const { ingest } = world.app.context.storage
    const about = { organizationId: acme.organization.id, projectId: acme.project.id }
    const ago = (hours: number) => new Date(clock.now().getTime() - hours * HOUR_MS)
    const sampled = (hours: number, quantity: number) => ({
      ...about,
      hour: ago(hours),
      category: 'error',
      outcome: 'rate_limited' as const,
      reason: 'spike',
      quantity,
    })
    await ingest.addRequests(
      [],
      Array.from({ length: 48 }, (_, i) => ({ ...about, hour: ago(i + 1), quantity: 4_000 })),
    )
    await ingest.addOutcomes([sampled(1, 10), sampled(2, 20), sampled(5, 1_000)])
    const { normal, spike, refused } = await limits()
    expect(normal).toEqual({ perHour: 4_000, limitPerHour: 20_000 })
    expect(spike).toEqual({ since: '2026-03-04T03:00:00.000Z', last: '2026-03-04T04:00:00.000Z', sampled: 30 })
    expect(refused[0]).toEqual({ category: 'error', outcome: 'rate_limited', reason: 'spike', quantity: 1_030 })
  })
})

describe('rates and switches', () => {
  it('of an organization are set field by field by who may', async () => {
    const put = (body: unknown, token = acme.token) => world.ask('PUT', '/api/0/organizations/acme/', { token, body })
    const change = { eventThrottleRate: 10, rateLimit: { window: 60, count: 600 }, scrubIPAddresses: false }
    expect(await put(change)).toMatchObject({ status: 200, body: { name: 'Acme', isAcceptingEvents: true, ...change } })
    expect(await put({ isAcceptingEvents: false, rateLimit: null })).toMatchObject({
      status: 200,
      body: { isAcceptingEvents: false, eventThrottleRate: 10, rateLimit: null, scrubIPAddresses: false },
    })
    expect((await put({ eventThrottleRate: 101, rateLimit: { window: 60 } })).body).toMatchObject({
      detail: [{ loc: ['body', 'payload', 'eventThrottleRate'] }, { loc: ['body', 'payload', 'rateLimit', 'count'] }],
    })
    const { token } = await world.member('admin', acme.organization)
    expect((await put({ isAcceptingEvents: true }, token)).status).toBe(403)
    await put({ isAcceptingEvents: true, eventThrottleRate: 0, scrubIPAddresses: true })
  })

  it('of a project are set likewise', async () => {
    const change = { rateLimit: { window: 3600, count: 5000 }, spikeGuard: false, scrubIPAddresses: false }
    const ask = (body: unknown) => world.ask('PUT', `/api/0/projects/acme/web/`, { token: acme.token, body })
    expect(await ask(change)).toMatchObject({ status: 200, body: { ...change, platform: 'node' } })
    expect(await ask({ rateLimit: { window: 0, count: 0 }, spikeGuard: true })).toMatchObject({
      body: { rateLimit: null, spikeGuard: true, scrubIPAddresses: false },
    })
  })
})
