import { randomUUID } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { aDoor, cors, keepingBuffer, outcomes, until } from '../../test/ingest-door.js'
import { anError, aWorld, envelope, json, newId, send, type World } from '../../test/ingest-world.js'
import { memoryStorage } from '../adapters/memory-storage/memory-storage.js'
import { AppError } from '../errors.js'
import type { HttpResponse } from '../http/types.js'
import type { ProjectKey } from '../ports/model.js'
import { createDrain } from './drain.js'

describe('a request with a wrong key', () => {
  const wrong: [string, (world: World) => Promise<Parameters<typeof send>[1]> | Parameters<typeof send>[1], string][] =
    [
      ['no key', () => ({ key: null }), 'no_key'],
      ['a malformed key', () => ({ key: 'not-a-key' }), 'malformed_key'],
      ['an unknown key', () => ({ key: 'f'.repeat(32) }), 'unknown_key'],
      [
        'the key of another project',
        async (world) => ({ key: (await aWorld({ storage: world.storage })).publicKey }),
        'wrong_project',
      ],
      ['a key that was disabled', disabled, 'disabled_key'],
    ]

  it.each(wrong)('is refused with a reason: %s', async (_what, sentBy, reason) => {
    const { world, kept } = await aDoor()
    const sent = await sentBy(world)
    const refusals = [
      { kind: 'envelope' as const, status: 403 },
      { kind: 'store' as const, status: reason === 'malformed_key' ? 422 : 401 },
    ]
    for (const { kind, status } of refusals) {
      const response = await send(world, {
        ...sent,
        kind,
        body: kind === 'store' ? JSON.stringify(anError()) : envelope(),
      })
      expect(response.status).toBe(status)
      expect(response.headers).toMatchObject({ ...cors, 'content-type': 'application/json' })
      expect(json(response).detail).toBe(response.headers['x-sentry-error'])
    }
    expect(kept).toEqual([])
    await until(() => world.heard.length > 0)
    expect(world.heard[0]).toMatchObject({ topic: 'ingest.outcome', outcome: 'invalid', reason })
  })

  it('is refused for a project that does not exist, of which the project of the key is told', async () => {
    const { world } = await aDoor()
    expect((await send(world, { projectId: '999999' })).status).toBe(403)
    expect(world.heard).toMatchObject([{ projectId: world.project.id, reason: 'wrong_project' }])
  })

  it('is taken where the project was called so on the server that the key comes from, and belongs to its own', async () => {
    const { world, kept } = await aDoor()
    const { organizationId, id: projectId } = world.project
    const key = { id: randomUUID(), publicKey: 'c'.repeat(32), formerProjectId: '4505123456789012' }
    await world.storage.projects.createKey({ organizationId, projectId, name: '', rateLimit: null, ...key })
    const sent = { key: key.publicKey }
    for (const named of [projectId, key.formerProjectId])
      expect((await send(world, { ...sent, projectId: named })).status).toBe(200)
    expect((await send(world, { ...sent, projectId: '4505' })).status).toBe(403)
    expect((await send(world, { projectId: key.formerProjectId })).status).toBe(403)
    expect(kept.map((record) => record.projectId)).toEqual([projectId, projectId])
  })

  it('is refused for a project that cannot be one, and nobody is told', async () => {
    const { world } = await aDoor()
    for (const projectId of ['shop', '-1', '1e3', '9'.repeat(30)])
      expect((await send(world, { projectId })).status).toBe(404)
    expect(world.heard).toEqual([])
  })

  it('is counted for the project that it names, within seconds', async () => {
    const { world } = await aDoor()
    for (let index = 0; index < 30; index++) await send(world, { key: null })
    await world.clock.advance(5_000)
    expect(await outcomes(world)).toMatchObject([
      { category: 'error', outcome: 'invalid', reason: 'no_key', quantity: expect.any(Number) },
    ])
    expect((await outcomes(world))[0]?.quantity).toBeGreaterThanOrEqual(29)
  })

  async function disabled(world: World) {
    const { organizationId, id } = world.project
    const { items } = await world.storage.projects.listKeys(organizationId, id, { limit: 1, cursor: null })
    await world.storage.projects.updateKey(organizationId, id, items[0]!.id, { isActive: false })
    return { key: world.publicKey }
  }
})

describe('a request over a limit', () => {
  it.each([
    ['a closed organization', { isAcceptingEvents: false }, '600::organization:not_accepting', '600'],
    ['an organization throttled altogether', { organizationThrottleRate: 100 }, '600::organization:throttled', '600'],
    ['a project throttled altogether', { projectThrottleRate: 100 }, '600::project:throttled', '600'],
  ])('is told when to come again: %s', async (_what, change, limits, retryAfter) => {
    const { world, kept } = await limited(change)
    const response = await send(world)
    expect(response.status).toBe(429)
    expect(response.headers).toMatchObject({ ...cors, 'retry-after': retryAfter, 'x-sentry-rate-limits': limits })
    expect(kept).toEqual([])
    expect(world.heard).toMatchObject([{ outcome: 'rate_limited' }])
  })

  it('is refused by chance where a throttle leaves some through', async () => {
    const { world } = await limited({ organizationThrottleRate: 50, projectThrottleRate: 10 })
    const statuses = new Map<number, number>()
    for (let index = 0; index < 1000; index++) {
      const { status, headers } = await send(world, { body: '{}\n' })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (status === 429) expect(headers['retry-after']).toBe('162')
    }
    // 45 % pass; the bounds are ten standard deviations away.
    expect(statuses.get(200)).toBeGreaterThan(300)
    expect(statuses.get(200)).toBeLessThan(600)
  })

  it('is refused past the rate of its key, until that allows more', async () => {
    const { world } = await limited({ rateLimit: { count: 2, windowSeconds: 60 } })
    const statuses = async () =>
      (await Promise.all([send(world), send(world), send(world)])).map(({ status }) => status)
    expect(await statuses()).toEqual([200, 200, 429])
    const refused = await send(world)
    expect(refused.headers).toMatchObject({ 'retry-after': '30', 'x-sentry-rate-limits': '30::key:key_rate' })
    await world.clock.advance(30_000)
    expect(await statuses()).toEqual([200, 429, 429])
  })

  it('passes when the rate cannot be checked', async () => {
    const { world } = await limited(
      { rateLimit: { count: 1, windowSeconds: 60 } },
      { rateLimiter: { take: () => Promise.reject(new Error('away')) } },
    )
    expect([(await send(world)).status, (await send(world)).status]).toEqual([200, 200])
  })

  async function limited(
    change: Record<string, unknown> & { rateLimit?: ProjectKey['rateLimit'] },
    ports: Parameters<typeof aWorld>[0] = {},
  ) {
    const storage = memoryStorage()
    const find = storage.projects.findKeyTargets.bind(storage.projects)
    const projects = {
      ...storage.projects,
      findKeyTargets: async (keys: readonly string[]) => (await find(keys)).map((key) => ({ ...key, ...change })),
    }
    return aDoor({ storage: { ...storage, projects }, ...ports })
  }
})

describe('when the inside is in trouble', () => {
  it.each([
    ['is full', new AppError('buffer_full', 'full', { retryAfterMs: 7_500 }), '8'],
    ['is broken', new Error('no space left on device'), '10'],
  ])('answers 429 when the buffer %s, never 5xx', async (_what, error, retryAfter) => {
    const { world } = await aDoor({ buffer: { ...keepingBuffer(), append: () => Promise.reject(error) } })
    const response = await send(world)
    expect(response.status).toBe(429)
    expect(response.headers).toMatchObject({
      'retry-after': retryAfter,
      'x-sentry-rate-limits': `${retryAfter}::organization:buffer_full`,
    })
    expect(String(response.body)).not.toContain('device')
  })

  it('answers 429 when a key cannot be checked', async () => {
    const storage = memoryStorage()
    const away = () => Promise.reject(new Error('connection refused'))
    const projects = { ...storage.projects, findKeyTargets: away, organizationOf: away }
    const { world } = await aDoor({ storage: { ...storage, projects } })
    const response = await send(world)
    expect([response.status, response.headers['retry-after']]).toEqual([429, '5'])
  })

  it('stores nothing twice when one event is sent many times at once', async () => {
    const world = await aWorld()
    const drain = createDrain(world)
    drain.start()
    const eventId = newId()
    const body = envelope(anError({ event_id: eventId }))
    const answers: HttpResponse[] = await Promise.all(Array.from({ length: 50 }, () => send(world, { body })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    const { items } = await world.storage.issues.list(
      { organizationId: world.project.organizationId, projectIds: null },
      { sort: 'last_seen', ascending: false },
      { limit: 10, cursor: null },
    )
    expect(items.map(({ count }) => count)).toEqual([1])
    await drain.stop()
  })
})

function _dashed(key: string): string {
  return key.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
