import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { constants, createGzip, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { anEvent, envelopeOf, newId, post } from './support/envelope.js'
import { stopServers, type TestServer } from './support/server.js'
import { removeTempDirs } from './support/temp-dir.js'
import { aPlace, issuesWhen, type Place, startServerWithAdmin } from './support/world.js'

let server: TestServer
let place: Place
let other: Place

beforeAll(async () => {
  server = await startServerWithAdmin()
  place = await aPlace(server)
  other = await aPlace(server)
})
afterAll(async () => {
  await stopServers()
  removeTempDirs()
})

/** What every hostile request has to leave behind: a server that takes the next good event. */
async function expectAlive(at: Place = place): Promise<void> {
  const type = `Alive${newId().slice(0, 8)}`
  const response = await post(at, envelopeOf(anEvent({}, type)))
  expect(response.status).toBe(200)
  await issuesWhen(at, (issues) => issues.some(({ metadata }) => metadata.type === type), type)
}

describe('a request without the right key', () => {
  const cases: readonly [string, number, number, () => { path: string; headers?: Record<string, string> }][] = [
    ['an unknown project', 403, 401, () => ({ path: `/api/999999/KIND/?sentry_key=${place.publicKey}` })],
    ['an unknown key', 403, 401, () => ({ path: `/api/${place.projectId}/KIND/?sentry_key=${'0'.repeat(32)}` })],
    [
      'the key of another project',
      403,
      401,
      () => ({ path: `/api/${place.projectId}/KIND/?sentry_key=${other.publicKey}` }),
    ],
    ['a key that cannot be one', 403, 422, () => ({ path: `/api/${place.projectId}/KIND/?sentry_key=%00<script>` })],
    ['no key', 403, 401, () => ({ path: `/api/${place.projectId}/KIND/` })],
    [
      'a broken auth header',
      403,
      401,
      () => ({ path: `/api/${place.projectId}/KIND/`, headers: { 'x-sentry-auth': 'Sentry sentry_key' } }),
    ],
    ['a project that is no number', 404, 404, () => ({ path: `/api/abc/KIND/?sentry_key=${place.publicKey}` })],
  ]
  it.each(cases)('for %s is refused with %i, on store with %i', async (_, envelopeStatus, storeStatus, to) => {
    for (const [kind, status] of [
      ['envelope', envelopeStatus],
      ['store', storeStatus],
    ] as const) {
      const event = anEvent()
      const body = kind === 'store' ? JSON.stringify(event) : envelopeOf(event)
      const response = await post(place, body, { ...to(), path: to().path.replace('KIND', kind) })
      expect([kind, response.status]).toEqual([kind, status])
      expect(await response.json()).toMatchObject({ detail: expect.any(String) })
      if (status === 404) continue
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      expect(response.headers.get('access-control-expose-headers')).toContain('x-sentry-error')
    }
  })
})

const EVENT = () => JSON.stringify(anEvent())

describe('a broken body', () => {
  const refused: readonly [string, () => string | Uint8Array, Record<string, string>?][] = [
    ['nothing', () => ''],
    ['a header that is no JSON', () => `{"event_id":\n{"type":"event"}\n${EVENT()}\n`],
    ['a header that is a list', () => `[]\n{"type":"event"}\n${EVENT()}\n`],
    ['random bytes', () => randomBytes(4096)],
    ['random bytes called gzip', () => randomBytes(4096), { 'content-encoding': 'gzip' }],
    ['a header line without an end', () => `{"a":"${'x'.repeat(200_000)}`],
  ]
  it.each(refused)('of %s is refused with 400', async (_, body, headers = {}) => {
    const response = await post(place, body(), { headers })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ detail: expect.any(String) })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
  })

  it('leaves the server alive', () => expectAlive())
})

describe('an odd item', () => {
  // Each is followed or led by a good event, which has to survive.
  const odd: readonly [string, (good: string) => string | Uint8Array][] = [
    [
      'longer than the body',
      (good) => `{}\n{"type":"event"}\n${good}\n{"type":"event","length":999999}\n{"message":"cut"}`,
    ],
    ['of an unknown type', (good) => `{}\n{"type":"telepathy"}\n{"a":1}\n{"type":"event"}\n${good}\n`],
    ['with a header that is no JSON', (good) => `{}\n{"type":"event"}\n${good}\nnonsense\n{}\n`],
    [
      'of garbage ten levels deep',
      (good) =>
        `{}\n{"type":"event"}\n${JSON.stringify({ ...JSON.parse(good), extra: deep(10), tags: deep(10), contexts: deep(10), breadcrumbs: deep(10), request: deep(10), user: deep(10) })}\n`,
    ],
    [
      'a hundred thousand levels deep',
      (good) => `{}\n{"type":"event"}\n${'['.repeat(100_000)}\n{"type":"event"}\n${good}\n`,
    ],
    ['with an event that is a number', (good) => `{}\n{"type":"event"}\n42\n{"type":"event"}\n${good}\n`],
    [
      'of bytes that are no text',
      (good) =>
        Buffer.concat([
          Buffer.from('{}\n{"type":"attachment","length":4}\n'),
          randomBytes(4),
          Buffer.from(`\n{"type":"event"}\n${good}\n`),
        ]),
    ],
  ]
  it.each(odd)('%s does not harm its sibling', async (_, envelope) => {
    const type = `Sibling${newId().slice(0, 8)}`
    const good = JSON.stringify(anEvent({}, type))
    expect((await post(place, envelope(good))).status).toBe(200)
    const [issue] = await issuesWhen(place, (issues) => issues.length === 1, type)
    expect(issue?.count).toBe('1')
  })
})

describe('hostile text', () => {
  it.each<[string, (type: string) => string | Uint8Array, RegExp]>([
    ['NUL bytes', (type) => said(type, 'a\u0000b', { tags: { 'k\u0000': 'v\u0000' } }), /^a.?b$/],
    ['lone surrogates', (type) => said(type, 'PLACE').replace('PLACE', '\\ud83d cut \\udc00'), /cut/],
    ['invalid UTF-8', (type) => Buffer.from(said(type, 'caf\u00e9 au lait'), 'latin1'), /^caf. au lait$/],
    ['a string of 1 MB', (type) => said(type, `big ${'x'.repeat(1_000_000)}`), /^big x/],
    ['markup', (type) => said(type, '<img src=x onerror=alert(1)>'), /^<img src=x onerror=alert\(1\)>$/],
  ])('with %s is kept readable', async (_, body, value) => {
    const type = `Text${newId().slice(0, 8)}`
    expect((await post(place, body(type))).status).toBe(200)
    const [issue] = await issuesWhen(place, (issues) => issues.length === 1, type)
    expect(issue?.metadata.value).toMatch(value)
    const event = await place.client.getIssueEvent(issue?.id ?? '', 'latest')
    expect(JSON.stringify(event)).not.toContain('\\u0000')
  })
})

describe('a flood', () => {
  it('out of a gzip bomb costs no memory', async () => {
    const before = residentBytes(server.pid)
    const bomb = await gzipBomb(600)
    expect(bomb.length).toBeLessThan(4_000_000)
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => post(place, bomb, { headers: { 'content-encoding': 'gzip' } })),
    )
    for (const { status } of answers) expect([200, 413]).toContain(status)
    await expectAlive()
    if (before !== null) expect((residentBytes(server.pid) ?? 0) - before).toBeLessThan(400 * 2 ** 20)
  }, 240_000)

  it('of a body without an end is cut', async () => {
    const { port } = new URL(server.url)
    const socket = connect(Number(port), '127.0.0.1')
    const head = `POST /api/${place.projectId}/envelope/?sentry_key=${place.publicKey} HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n`
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(2 ** 20, 'x'), Buffer.from('\r\n')])
    let answer = ''
    let sent = 0
    socket.on('error', () => {})
    socket.on('data', (data) => {
      answer += data
    })
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.write(`${head}4\r\n{}\n\n\r\n`)
    const pump = () => {
      while (!socket.destroyed && sent < 200 && socket.write(chunk)) sent++
      if (!socket.destroyed && sent < 200) socket.once('drain', pump)
    }
    pump()
    await closed
    expect(sent).toBeLessThan(200)
    if (answer !== '') expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    await expectAlive()
  })

  it('of events that repeat each other across envelopes and in one is stored once', async () => {
    const type = `Many${newId().slice(0, 8)}`
    const item = (event: object) => `{"type":"event"}\n${JSON.stringify(event)}\n`
    const body = `{}\n${Array.from({ length: 50 }, () => item(anEvent({}, type))).join('')}`
    expect((await post(place, gzipSync(body), { headers: { 'content-encoding': 'gzip' } })).status).toBe(200)
    expect((await post(place, gzipSync(body), { headers: { 'content-encoding': 'gzip' } })).status).toBe(200)
    await issuesWhen(place, (issues) => issues[0]?.count === '50', type)
  })
})

function said(type: string, value: string, more: Record<string, unknown> = {}): string {
  return envelopeOf(anEvent({ exception: { values: [{ type, value }] }, ...more }))
}

function deep(levels: number): unknown {
  return levels === 0
    ? { '\u0000': [null, Number.MAX_SAFE_INTEGER, '\ud800'] }
    : { [`level${levels}`]: [deep(levels - 1)] }
}

/** An envelope with one item of that many megabytes of nothing. */
async function gzipBomb(megabytes: number): Promise<Uint8Array> {
  const gzip = createGzip({ level: constants.Z_BEST_SPEED })
  const chunks: Buffer[] = []
  gzip.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise((resolve) => gzip.once('end', resolve))
  gzip.write('{}\n{"type":"event"}\n{"message":"')
  const block = Buffer.alloc(2 ** 20, 'a')
  for (let i = 0; i < megabytes; i++)
    if (!gzip.write(block)) await new Promise((resolve) => gzip.once('drain', resolve))
  gzip.end('"}\n')
  await ended
  return Buffer.concat(chunks)
}

/** Null where the system does not tell. */
function residentBytes(pid: number): number | null {
  const file = `/proc/${pid}/status`
  if (!existsSync(file)) return null
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) * 1024
}
