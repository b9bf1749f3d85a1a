import { describe, expect, it } from '@jest/globals'
import { aWorld, send, type World } from '../../test/ingest-world.js'
import { memoryRateLimiter } from '../adapters/memory-rate-limiter.js'
import { memoryStorage } from '../adapters/memory-storage/memory-storage.js'
import { AppError } from '../errors.js'
import type { Project } from '../ports/model.js'
import type { RateLimiter } from '../ports/runtime.js'
import { doorOf } from './door.js'

const HOUR_MS = 3_600_000

type Change = Partial<Pick<Project, 'rateLimit' | 'spikeGuard' | 'eventThrottleRate'>>

/** A door before a buffer that takes all, and a limiter that counts how often it is asked. */
async function aDoor(change: Change = {}, ofOrganization: Change = {}) {
  const storage = memoryStorage()
  const asked: string[] = []
  const rateLimiter: RateLimiter = {
    take: (request) => {
      asked.push(request.key)
      return limiter.take(request)
    },
  }
  const buffer = {
    append: async () => {},
    claim: async () => null,
    setAside: async () => {},
    listSetAside: async () => [],
    retrySetAside: async () => 0,
    waiting: async () => ({ records: 0, bytes: 0 }),
    oldest: async () => null,
    close: async () => {},
  }
  const world = await aWorld({ storage, rateLimiter, buffer })
  const limiter = memoryRateLimiter({ clock: world.clock })
  const { organizationId, id } = world.project
  await storage.projects.update(organizationId, id, change)
  await storage.organizations.update(organizationId, ofOrganization)
  return { world, asked }
}

const answers = async (world: World, count: number) => {
  const statuses: number[] = []
  for (let i = 0; i < count; i++) statuses.push((await send(world)).status)
  return statuses
}
const taken = (statuses: readonly number[]) => statuses.filter((status) => status === 200).length

/** As if the project had sent so many requests in every hour of the last days. */
async function usually({ storage, clock, project }: World, perHour: number, days = 7) {
  const { organizationId, id: projectId } = project
  const counts = Array.from({ length: days * 24 }, (_, i) => ({
    organizationId,
    projectId,
    hour: new Date(clock.now().getTime() - (i + 1) * HOUR_MS),
    quantity: perHour,
  }))
  await storage.ingest.addRequests([], counts)
}

const outcomes = async (world: World) => {
  await doorOf(world).flush()
  return world.storage.ingest.outcomes({
    organizationId: world.project.organizationId,
    projectIds: null,
    from: new Date(0),
    to: new Date('2100-01-01'),
  })
}

describe('the rates of a project and of its organization', () => {
  it.each([
    ['project', { rateLimit: { windowSeconds: 60, count: 4 } }, {}],
    ['organization', {}, { rateLimit: { windowSeconds: 60, count: 4 } }],
  ])('hold: that of the %s', async (scope, change, ofOrganization) => {
    const { world, asked } = await aDoor({ ...change, spikeGuard: false }, ofOrganization)
    expect(await answers(world, 6)).toEqual([200, 200, 200, 200, 429, 429])
    const refused = await send(world)
    expect(refused.headers).toMatchObject({
      'retry-after': '15',
      'x-sentry-rate-limits': `15::${scope}:${scope}_rate`,
      'x-sentry-error': `The ${scope} is limited to 4 requests in 60 seconds.`,
    })
    // What was refused once is known to be refused for a while.
    expect(asked).toHaveLength(5)
    await world.clock.advance(15_000)
    expect(await answers(world, 2)).toEqual([200, 429])
    expect(await outcomes(world)).toMatchObject([
      { category: 'error', outcome: 'rate_limited', reason: `${scope}_rate`, quantity: 4 },
    ])
  })

  it('are not used up by what the rate of a key refuses', async () => {
    const rateLimit = { windowSeconds: 60, count: 3 }
    const { world, asked } = await aDoor({ rateLimit, spikeGuard: false })
    const { organizationId, id } = world.project
    const [key] = (await world.storage.projects.listKeys(organizationId, id, { limit: 1, cursor: null })).items
    await world.storage.projects.updateKey(organizationId, id, key!.id, { rateLimit: { windowSeconds: 60, count: 2 } })
    expect(await answers(world, 9)).toEqual([200, 200, 429, 429, 429, 429, 429, 429, 429])
    expect(asked.filter((name) => name.startsWith('project:'))).toHaveLength(2)
  })

  it('let requests pass while the limiter is away', async () => {
    const storage = memoryStorage()
    const rateLimiter: RateLimiter = { take: () => Promise.reject(new Error('connection refused')) }
    const world = await aWorld({ storage, rateLimiter })
    const { organizationId, id } = world.project
    await storage.projects.update(organizationId, id, { rateLimit: { windowSeconds: 60, count: 1 } })
    const quota = doorOf(world).quota
    const key = (await doorOf(world).findKey(world.publicKey))!
    expect([await quota(key), await quota(key)]).toEqual([null, null])
  })
})

describe('the spike guard', () => {
  it('samples a project far over its normal, says so, and lets it go on as the hour passes', async () => {
    const { world } = await aDoor()
    await usually(world, 1_500)
    await answers(world, 1)
    // A quarter of an hour's limit, and what each process may pass unasked: 7,500 / 4 + 7,500 / 60 / 8.
    const statuses = await answers(world, 2_500)
    expect(taken(statuses)).toBe(1_890)
    const refused = await send(world)
    expect(refused.status).toBe(429)
    expect(refused.headers).toMatchObject({ 'retry-after': '10', 'x-sentry-rate-limits': '10::project:spike' })
    expect(await outcomes(world)).toMatchObject([{ outcome: 'rate_limited', reason: 'spike', quantity: 611 }])
    // 7,500 an hour are 125 a minute; some pass unasked.
    await world.clock.advance(60_000)
    expect(taken(await answers(world, 500))).toBe(125 + 15)
  })

  it('asks no limiter for a project that is as it always was', async () => {
    const { world, asked } = await aDoor()
    await usually(world, 1_500)
    await answers(world, 15)
    expect(asked).toEqual([])
  })

  it.each([
    ['a new project', 0, 0, {}],
    ['a project where it is switched off', 10, 7, { spikeGuard: false }],
  ])('leaves alone %s', async (_, perHour, days, change) => {
    const { world } = await aDoor(change)
    await usually(world, perHour, days)
    expect(taken(await answers(world, 3_000))).toBe(3_000)
  })

  it('learns from what it let in', async () => {
    const { world } = await aDoor()
    await answers(world, 7)
    await doorOf(world).flush()
    const { organizationId, id: projectId } = world.project
    expect(await world.storage.ingest.requestCounts([projectId], new Date(0))).toEqual([
      { organizationId, projectId, hour: new Date('2026-03-04T05:00:00Z'), quantity: 7 },
    ])
  })
})

describe('a refusal', () => {
  it('of a report of a browser counts in the category of such reports', async () => {
    const { world } = await aDoor({ eventThrottleRate: 100 })
    await send(world, { kind: 'security', body: '{}' })
    await send(world, { kind: 'store', body: '{}' })
    const counted = (await outcomes(world)).map(({ category, reason, quantity }) => [category, reason, quantity])
    expect(counted.sort()).toEqual([
      ['error', 'throttled', 1],
      ['security', 'throttled', 1],
    ])
  })
})

describe('a guard of the intake', () => {
  it('refuses every project, without a 5xx, until it says otherwise', async () => {
    let isFull = true
    const refusal = { reason: 'disk_full', message: 'The server is short of disk space.', retryAfterMs: 60_000 }
    const guards = [{ check: async () => (isFull ? refusal : null) }]
    const world = await aWorld({ guards, buffer: { ...(await aDoor()).world.buffer } })
    doorOf(world).intake.refusal()
    await world.clock.advance(0)
    const refused = await send(world)
    expect(refused.status).toBe(429)
    expect(refused.headers).toMatchObject({ 'retry-after': '60', 'x-sentry-rate-limits': '60::organization:disk_full' })
    expect(await outcomes(world)).toMatchObject([{ outcome: 'rate_limited', reason: 'disk_full', quantity: 1 }])
    isFull = false
    await world.clock.advance(1_000)
    await send(world)
    expect((await send(world)).status).toBe(200)
  })

  it('is not asked, nor the buffer, again and again while that is full', async () => {
    let appends = 0
    const append = () => {
      appends += 1
      return Promise.reject(new AppError('buffer_full', 'full', { retryAfterMs: 5_000 }))
    }
    const world = await aWorld({ buffer: { ...(await aDoor()).world.buffer, append } })
    expect(await answers(world, 50)).toEqual(new Array(50).fill(429))
    expect((await send(world)).headers).toMatchObject({ 'x-sentry-rate-limits': '5::organization:buffer_full' })
    expect(appends).toBe(1)
    await world.clock.advance(1_000)
    await send(world)
    expect(appends).toBe(2)
    expect(await outcomes(world)).toMatchObject([{ reason: 'buffer_full', quantity: 52 }])
  })

  it('that fails refuses nothing', async () => {
    const guards = [{ check: () => Promise.reject(new Error('no such file')) }]
    const world = await aWorld({ guards, buffer: (await aDoor()).world.buffer })
    expect(await answers(world, 2)).toEqual([200, 200])
  })
})
