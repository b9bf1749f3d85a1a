import { validateHeaderValue } from 'node:http'
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import { anError, aWorld, newId, type Sent, send, type World } from '../../test/ingest-world.js'
import { createDrain } from './drain.js'

const MiB = 1024 * 1024

/** Sends it and stores what comes of it; answers the status and the ids of the events that are there then. */
async function stored(sent: (world: World) => Sent) {
  const world = await aWorld()
  const drain = createDrain(world)
  drain.start()
  const response = await send(world, sent(world))
  await drain.idle()
  await drain.stop()
  const { organizationId, id } = world.project
  const { items } = await world.storage.events.listForProject(organizationId, id, { limit: 10, cursor: null })
  const range = { from: new Date(0), to: new Date(world.clock.now().getTime() + 1e9) }
  const outcomes = await world.storage.ingest.outcomes({ organizationId, projectIds: null, ...range })
  for (const [name, value] of Object.entries(response.headers)) validateHeaderValue(name, String(value))
  return { status: response.status, response, ids: items.map(({ eventId }) => eventId), outcomes, world }
}

const lines = (...parts: readonly (string | Buffer)[]) =>
  Buffer.concat(parts.map((part) => Buffer.concat([Buffer.from(part), Buffer.from('\n')])))

/** A frame that repeats one byte: 131,072 of them for four. */
function zstdBomb(bytes: number): Buffer {
  const blocks = Math.ceil(bytes / 131_072)
  const block = (isLast: boolean) => {
    const header = Buffer.alloc(4, 'x')
    header.writeUIntLE((131_072 << 3) | 2 | Number(isLast), 0, 3)
    return header
  }
  return Buffer.concat([
    Buffer.from('28b52ffd0058', 'hex'),
    ...Array.from({ length: blocks }, (_, index) => block(index === blocks - 1)),
  ])
}

describe('a bomb', () => {
  const plain = Buffer.concat([Buffer.from('{}\n{"type":"event"}\n{"message":"'), Buffer.alloc(128 * MiB, 'x')])
  const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }
  const bombs: readonly (readonly [name: string, encoding: string, body: Buffer])[] = [
    ['gzip', 'gzip', gzipSync(plain, { level: 1 })],
    ['zlib', 'deflate', deflateSync(plain, { level: 1 })],
    ['raw deflate', 'deflate', deflateRawSync(plain, { level: 1 })],
    ['br', 'br', brotliCompressSync(plain, quick)],
    ['zstd', 'zstd', zstdBomb(128 * MiB)],
    ['zlib in base64', '', Buffer.from(deflateSync(plain, { level: 1 }).toString('base64'))],
  ]

  it.each(bombs)('of 128 MiB in %s is refused and holds no more than its limit', async (_name, encoding, body) => {
    for (const kind of ['envelope', 'store', 'security', 'minidump'] as const) {
      const before = process.memoryUsage().arrayBuffers
      const headers: Record<string, string> = encoding === '' ? {} : { 'content-encoding': encoding }
      const { status, ids, outcomes } = await stored(() => ({ kind, headers, body }))
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * MiB)
      expect(ids).toEqual([])
      // An envelope is not inflated before it is answered: it is counted as refused then.
      if (status === 200) expect(outcomes).toMatchObject([{ outcome: 'invalid', reason: 'too_large' }])
      else expect([400, 413]).toContain(status)
    }
  })
})

describe('a header without end', () => {
  const long = (bytes: number) => `{"type":"event","x":"${'y'.repeat(bytes)}"}`

  it('of 64 MB over the wire is 413, also with no length named', async () => {
    const event = anError()
    const { status } = await stored(() => ({ body: lines('{}', long(64_000_000), JSON.stringify(event)) }))
    expect(status).toBe(413)
  })

  it('of an item costs no sibling when it unfolds to 30 MB', async () => {
    const event = anError()
    const body = deflateSync(lines('{}', long(30_000_000), '{"type":"event"}', JSON.stringify(event)), { level: 1 })
    const { status, ids } = await stored(() => ({ body, headers: { 'content-encoding': 'deflate' } }))
    expect([status, ids]).toEqual([200, [event.event_id]])
  })

  it('of an envelope is refused when it unfolds to 30 MB', async () => {
    const body = deflateSync(lines(long(30_000_000), '{"type":"event"}', '{}'), { level: 1 })
    const { status } = await stored(() => ({ body, headers: { 'content-encoding': 'deflate' } }))
    expect(status).toBe(400)
  })
})

describe('JSON', () => {
  const deep = (levels: number) => `${'{"a":['.repeat(levels)}1${']}'.repeat(levels)}`

  it.each([1000, 100_000])('nested %d times costs no sibling, wherever it stands', async (levels) => {
    const whole = anError()
    const nested = deep(levels)
    const item = '{"type":"event"}'
    const body = lines(
      '{}',
      `{"type":"event","x":${nested}}`,
      '{"message":"its header is too long"}',
      item,
      `{"event_id":"${newId()}","message":"deep","extra":${nested},"contexts":{"a":${nested}},"_meta":${nested}}`,
      item,
      nested,
      item,
      JSON.stringify(whole),
    )
    const { status, ids } = await stored(() => ({ body }))
    expect(status).toBe(200)
    expect(ids).toContain(whole.event_id)
  })

  it.each(['store', 'security', 'minidump'] as const)('nested without end is answered at %s', async (kind) => {
    const nested = deep(200_000)
    const form = `--b\r\nContent-Disposition: form-data; name="sentry"\r\n\r\n${nested}\r\n--b\r\nContent-Disposition: form-data; name="upload_file_minidump"; filename="d"\r\n\r\nMDMP\r\n--b--`
    const body = kind === 'minidump' ? form : `{"csp-report":${nested},"message":"x"}`
    const { status } = await stored(() => ({ kind, body: Buffer.from(body) }))
    expect([200, 201, 400]).toContain(status)
  })

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'with the key %s everywhere is data',
    async (key) => {
      const evil = `{"${key}":{"polluted":"yes","prototype":{"polluted":"yes"}}`
      const fields = [
        'extra',
        'contexts',
        'tags',
        'user',
        'modules',
        'request',
        'sdk',
        'breadcrumbs',
        'exception',
        '_meta',
      ]
      const inside = fields.map((name) => `"${name}":${evil},"a":1}`).join(',')
      const event = `${evil},"event_id":"${newId()}",${inside}}`
      const sent: readonly Sent[] = [
        { body: lines(`${evil}}`, `${evil},"type":"event"}`, event, `{"type":"${key}"}`, event) },
        { kind: 'store', body: event },
        { kind: 'security', body: `{"csp-report":${evil},"effective-directive":"img-src"}}` },
        { query: `&${key}=1&sentry_client=${key}` },
      ]
      for (const one of sent) expect([200, 201]).toContain((await stored(() => one)).status)
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
      expect((Object as { polluted?: unknown }).polluted).toBeUndefined()
    },
  )
})

describe('names with line ends in them', () => {
  const EVIL = 'app@1\r\nX-Injected: yes\r\n\r\n<script>'

  it('never reach a header of the answer', async () => {
    const event = { release: EVIL, environment: EVIL, transaction: EVIL, server_name: EVIL, dist: EVIL }
    const header = { event_id: EVIL, dsn: EVIL, sdk: { name: EVIL, version: EVIL }, trace: { release: EVIL } }
    const sent: readonly Sent[] = [
      { body: lines(JSON.stringify(header), '{"type":"event"}', JSON.stringify({ event_id: EVIL, ...event })) },
      { kind: 'store', body: JSON.stringify({ event_id: EVIL, ...event }) },
      { key: null, body: lines(JSON.stringify(header)) },
      { key: encodeURIComponent(EVIL) },
      { query: `&sentry_client=${encodeURIComponent(EVIL)}&sentry_release=${encodeURIComponent(EVIL)}` },
      { headers: { 'content-encoding': EVIL, 'user-agent': EVIL, 'x-sentry-auth': EVIL } },
      { kind: 'security', body: EVIL },
    ]
    for (const one of sent) {
      const { response } = await stored(() => one)
      const named = Object.entries(response.headers).map(([name, value]) => `${name}: ${String(value)}`)
      expect(named.filter((line) => /[\r\n]/.test(line) || /^x-injected/i.test(line))).toEqual([])
      expect(response.headers['access-control-allow-origin']).toBe('*')
      expect(response.status).toBeLessThan(500)
    }
  })
})
