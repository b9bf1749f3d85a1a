import { PassThrough } from 'node:stream'
import { brotliCompressSync, deflateRawSync, deflateSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { aDoor, cors } from '../../test/ingest-door.js'
import { anError, envelope, gzip, json, send } from '../../test/ingest-world.js'
import { zstdFrame } from '../../test/zstd-frame.js'

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

function dashed(key: string): string {
  return key.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
