import { randomUUID } from 'node:crypto'
import { PassThrough } from 'node:stream'
import { brotliCompressSync, deflateRawSync, deflateSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { anError, aWorld, envelope, gzip, json, newId, send, type World } from '../../test/ingest-world.js'
import { zstdFrame } from '../../test/zstd-frame.js'
import { memoryStorage } from '../adapters/memory-storage/memory-storage.js'
import { AppError } from '../errors.js'
import type { HttpResponse } from '../http/types.js'
import type { ProjectKey } from '../ports/model.js'
import type { IngestBuffer, IngestRecord } from '../ports/runtime.js'
import { createDrain } from './drain.js'

/** A buffer that is quick to say yes, and shows what it was given. */
function keepingBuffer(): IngestBuffer & { readonly kept: IngestRecord[] } {
  const kept: IngestRecord[] = []
  return {
    kept,
    append: async (record) => {
      kept.push(record)
    },
    claim: async () => null,
    setAside: async () => {},
    listSetAside: async () => [],
    retrySetAside: async () => 0,
    waiting: async () => ({ records: kept.length, bytes: 0 }),
    oldest: async () => null,
    close: async () => {},
  }
}

async function aDoor(ports: Parameters<typeof aWorld>[0] = {}, config: Parameters<typeof aWorld>[1] = {}) {
  const buffer = keepingBuffer()
  const world = await aWorld({ buffer, ...ports }, config)
  return { world, kept: buffer.kept }
}

const cors = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-sentry-error, x-sentry-rate-limits, retry-after',
}

describe('a request that is taken', () => {
  it('is answered with the id of the envelope and kept as it was on the wire', async () => {
    const { world, kept } = await aDoor()
    const event = anError()
    const body = gzip(envelope(event))
    const response = await send(world, { body, headers: { 'content-encoding': 'gzip', 'user-agent': 'sdk/1' } })
    expect(response).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json', ...cors },
      body: expect.anything(),
    })
    expect(json(response)).toEqual({ id: event.event_id })
    expect(kept).toMatchObject([
      {
        projectId: world.project.id,
        organizationId: world.project.organizationId,
        kind: 'envelope',
        eventId: event.event_id,
        contentEncoding: 'gzip',
        userAgent: 'sdk/1',
        ip: '192.0.2.7',
        receivedAt: world.clock.now(),
        body,
      },
    ])
  })

  it.each([
    ['nothing', null, (bytes: Buffer) => bytes],
    ['gzip', 'gzip', gzip],
    ['zlib', 'deflate', deflateSync],
    ['raw deflate', 'deflate', deflateRawSync],
    ['brotli', 'br', brotliCompressSync],
    ['zstd', 'zstd', zstdFrame],
    ['zstd that it does not name', null, zstdFrame],
    ['gzip that it does not name', null, gzip],
    ['nothing though the header says gzip, as parsers leave it', 'gzip', (bytes: Buffer) => bytes],
    ['nothing though the header says zstd', 'zstd', (bytes: Buffer) => bytes],
  ])('may be compressed with %s', async (_name, encoding, compress) => {
    const { world } = await aDoor()
    const event = anError()
    const headers: Record<string, string> = encoding === null ? {} : { 'content-encoding': encoding }
    for (const sent of [
      { kind: 'envelope' as const, body: compress(envelope(event)) },
      { kind: 'store' as const, body: compress(Buffer.from(JSON.stringify(event))) },
    ]) {
      const response = await send(world, { ...sent, headers })
      expect([response.status, json(response)]).toEqual([200, { id: event.event_id }])
    }
  })

  it('gets an id where it names none, and keeps it', async () => {
    const { world, kept } = await aDoor()
    for (const body of ['{}\n', '{}', '{"event_id":"nonsense"}\n{"type":"session"}\n{}']) {
      const response = await send(world, { body })
      expect(json(response).id).toMatch(/^[0-9a-f]{32}$/)
      expect(kept.at(-1)?.eventId).toBe(json(response).id)
    }
  })

  it.each([
    ['the query', (key: string) => ({ key })],
    ['the query, with dashes and capitals', (key: string) => ({ key: dashed(key).toUpperCase() })],
    [
      'X-Sentry-Auth',
      (key: string) => ({ key: null, headers: { 'x-sentry-auth': `Sentry sentry_key=${key}, sentry_version=7` } }),
    ],
    ['Authorization', (key: string) => ({ key: null, headers: { authorization: `Sentry sentry_key=${key}` } })],
    ['the header of the envelope', (key: string) => ({ key: null, body: `{"dsn":"https://${key}@host/1"}\n` })],
    [
      'the header of a compressed envelope',
      (key: string) => ({ key: null, body: gzip(Buffer.from(`{"dsn":"https://${key}@host/1"}\n`)) }),
    ],
  ])('names its key in %s', async (_place, sent) => {
    const { world } = await aDoor()
    expect((await send(world, sent(world.publicKey))).status).toBe(200)
  })

  it('names its key in a long header that comes piece by piece', async () => {
    const { world, kept } = await aDoor()
    const stream = Object.assign(new PassThrough(), { method: 'POST', headers: {} })
    const sending = send(world, { key: null, request: stream })
    const header = JSON.stringify({ sdk: { name: 'x'.repeat(20_000) }, dsn: `https://${world.publicKey}@host/1` })
    for (let at = 0; at < header.length; at += 5_000) {
      stream.write(header.slice(at, at + 5_000))
      await new Promise((resolve) => setImmediate(resolve))
    }
    stream.end('\n{"type":"session"}\n{}\n')
    expect((await sending).status).toBe(200)
    expect(kept[0]?.body).toHaveLength(header.length + 23)
  })

  it('is told to pages that wait for it, five times a second at most', async () => {
    const { world } = await aDoor()
    for (let index = 0; index < 20; index++) await send(world, { body: envelope(anError(), anError()) })
    expect(world.heard).toHaveLength(5)
    expect(world.heard[0]).toMatchObject({
      topic: 'ingest.outcome',
      projectId: world.project.id,
      outcome: 'accepted',
      sdk: 'sentry.test/1.0.0',
      items: ['event', 'event'],
    })
    await world.clock.advance(1000)
    await send(world)
    expect(world.heard).toHaveLength(6)
  })
})

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

describe('a request that is broken', () => {
  it.each([
    ['an empty body', 'envelope', '', {}],
    ['a first line that is no JSON', 'envelope', 'hello\n{"type":"event"}\n{}', {}],
    ['a first line that is no object', 'envelope', '[]\n', {}],
    ['a first line without end', 'envelope', `{"a":"${'x'.repeat(70_000)}`, {}],
    ['bytes that are no gzip', 'envelope', Buffer.from([1, 2, 3]), { 'content-encoding': 'gzip' }],
    [
      'zstd that is cut off',
      'envelope',
      Buffer.from('28b52ffd04580100007b7d0a', 'hex'),
      { 'content-encoding': 'zstd' },
    ],
    ['an empty event', 'store', '', {}],
    ['an event that is no JSON', 'store', '{"message":', {}],
    ['an event that is a list', 'store', '[1]', {}],
  ] as const)('is answered 400 for %s', async (_what, kind, body, headers) => {
    const { world, kept } = await aDoor()
    const response = await send(world, { kind, body, headers })
    expect(response.status).toBe(400)
    expect(response.headers).toMatchObject(cors)
    expect(json(response).detail).toEqual(expect.any(String))
    expect(kept).toEqual([])
  })

  it.each([
    ['compress', /wanted the content-encoding gzip, deflate, br, zstd or none, found "compress"/],
    ['gzip, br', /wanted one content-encoding, found several: gzip, br/],
  ])('is told which encodings there are: %s', async (encoding, said) => {
    const { world } = await aDoor()
    for (const kind of ['envelope', 'store', 'security'] as const) {
      const response = await send(world, { kind, body: gzip(envelope()), headers: { 'content-encoding': encoding } })
      expect([response.status, response.headers['x-sentry-error']]).toEqual([400, expect.stringMatching(said)])
    }
  })

  it('is answered 413 past the limit, on the wire and for an event after inflating', async () => {
    const { world } = await aDoor({}, { limits: { maxWireBytes: 1000, maxEventBytes: 100_000 } })
    expect((await send(world, { body: Buffer.alloc(1001, 32) })).status).toBe(413)
    const bomb = await send(world, {
      kind: 'store',
      body: gzip(Buffer.alloc(200_000)),
      headers: { 'content-encoding': 'gzip' },
    })
    expect([bomb.status, bomb.headers['content-type']]).toEqual([413, 'application/json'])
  })

  it('is answered 413 where gzip says itself that it is too large', async () => {
    const { world, kept } = await aDoor()
    const bomb = gzip(Buffer.concat([envelope(), Buffer.alloc(50_000_000, 'x')]))
    for (const headers of [{ 'content-encoding': 'gzip' }, undefined])
      expect((await send(world, { body: bomb, ...(headers && { headers }) })).status).toBe(413)
    expect(kept).toEqual([])
  })

  it('is taken with little work when it is a bomb in an envelope: the drain will refuse it', async () => {
    const { world, kept } = await aDoor()
    const bomb = deflateSync(Buffer.concat([envelope(), Buffer.alloc(50_000_000, 'x')]))
    const before = process.memoryUsage().arrayBuffers
    expect((await send(world, { body: bomb, headers: { 'content-encoding': 'deflate' } })).status).toBe(200)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000)
    expect(kept).toHaveLength(1)
  })

  it('is invalid when its client goes away', async () => {
    const { world, kept } = await aDoor()
    const stream = Object.assign(new PassThrough(), { method: 'POST', headers: {} })
    const sending = send(world, { request: stream })
    stream.write('{}\n')
    stream.destroy()
    expect((await sending).status).toBe(400)
    expect(kept).toEqual([])
  })

  it('is refused for its method, with those that are allowed', async () => {
    const { world } = await aDoor()
    const response = await send(world, { method: 'GET' })
    expect([response.status, response.headers.allow, response.headers['access-control-allow-origin']]).toEqual([
      405,
      'POST, OPTIONS',
      '*',
    ])
  })
})

describe('a preflight', () => {
  it('is allowed with every header that SDKs send, without a key', async () => {
    const { world } = await aDoor()
    const response = await send(world, { method: 'OPTIONS', key: null })
    expect(response.status).toBe(204)
    expect(response.headers).toMatchObject({ ...cors, 'access-control-allow-methods': 'POST, OPTIONS' })
    expect(response.headers['access-control-allow-headers']).toContain('x-sentry-auth')
  })
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

async function outcomes(world: World) {
  const now = world.clock.now().getTime()
  const [from, to] = [new Date(now - 3_600_000), new Date(now + 3_600_000)]
  return world.storage.ingest.outcomes({ organizationId: world.project.organizationId, projectIds: null, from, to })
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve))
}

function dashed(key: string): string {
  return key.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
