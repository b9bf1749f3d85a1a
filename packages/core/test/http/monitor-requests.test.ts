import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { anAnswer, memoryProber, type Said } from '../../src/adapters/memory-prober.js'
import { NOTHING_SEEN, type Probe } from '../../src/ports/prober.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { aWorld, type World } from './world.js'

const CERTIFICATE = {
  ...{ subject: 'example.com', issuer: 'An Issuer' },
  ...{ validFrom: new Date('2026-01-10'), validTo: new Date('2026-03-10') },
}

let clock: FakeClock
let say: Said
let asked: Probe[]
let world: World
let tenant: Awaited<ReturnType<World['tenant']>>
beforeEach(async () => {
  clock = fakeClock()
  say = anAnswer({ body: '{"status":"ok","queue":3}' })
  asked = []
  const prober = memoryProber((probe) => {
    asked.push(probe)
    return say
  })
  world = await aWorld({ clock, prober, secretKey: 'k'.repeat(32) })
  tenant = await world.tenant()
})
afterEach(() => world.stop())

const SITE = {
  ...{ name: 'API', monitorType: 'HTTP', url: 'https://api.example.com/health' },
  ...{ expectedStatus: null, expectedBody: '', timeout: null },
}
const SECRET = 's3cr3t-value'
const REQUEST = {
  method: 'PUT',
  headers: [
    { name: 'Accept', value: 'application/json' },
    { name: 'X-Api-Key', value: SECRET },
  ],
  body: '{"ping":1}',
  auth: { kind: 'basic', username: 'ada', password: SECRET },
  redirects: 0,
  verifyTls: false,
}
const ask = (method: string, path: string, body?: unknown) =>
  world.ask(method, `/api/0/organizations/${tenant.organization.slug}/${path}`, {
    token: tenant.token,
    ...(body === undefined ? {} : { body }),
  })
const make = async (monitor: object = {}) => {
  const made = await ask('POST', 'monitors/', { ...SITE, ...monitor })
  expect(made).toMatchObject({ status: 201 })
  return made.body as { id: number; request: { headers: object[] } }
}
const newest = async (id: number) => ((await ask('GET', `monitors/${id}/`)).body as { checks: object[] }).checks[0]
const pass = async () => {
  await clock.advance(1000)
  await new Promise((turn) => setImmediate(turn))
}

describe('a request of a monitor', () => {
  it('is sent as it was set up, and tells no secret', async () => {
    const made = await make({ request: REQUEST })
    expect(made.request).toEqual({
      ...REQUEST,
      headers: [
        { name: 'Accept', value: 'application/json' },
        { name: 'X-Api-Key', value: null },
      ],
      auth: { kind: 'basic', username: 'ada', password: null },
    })
    await pass()
    expect(asked).toMatchObject([
      {
        ...{ kind: 'http', method: 'PUT', body: '{"ping":1}', maxRedirects: 0, verifyTls: false },
        headers: [
          { name: 'Accept', value: 'application/json' },
          { name: 'X-Api-Key', value: SECRET },
          { name: 'authorization', value: `Basic ${Buffer.from(`ada:${SECRET}`).toString('base64')}` },
        ],
      },
    ])
    const kept = await world.app.context.storage.monitors.get(tenant.organization.id, String(made.id))
    const log = await ask('GET', 'audit-logs/')
    expect(JSON.stringify([kept, log.body, (await ask('GET', 'monitors/')).body])).not.toContain(SECRET)
  })

  it('keeps its secrets where null is given back, as long as it goes to the same server', async () => {
    const { id, request } = await make({ request: { ...REQUEST, auth: { kind: 'bearer', token: SECRET } } })
    const change = (more: object) => ask('PUT', `monitors/${id}/`, { ...SITE, request, ...more })
    expect(await change({ url: 'https://api.example.com/other' })).toMatchObject({ status: 200, body: { request } })
    await pass()
    expect(asked.at(-1)).toMatchObject({
      headers: [{}, { value: SECRET }, { name: 'authorization', value: `Bearer ${SECRET}` }],
    })
    const moved = await change({ url: 'https://evil.example.com/' })
    expect(moved.status).toBe(422)
    expect(JSON.stringify(moved.body)).toContain('only while the address leads to the same server')
    const changed = await change({ request: { ...request, auth: { kind: 'bearer', token: 'new' } } })
    expect(changed.status).toBe(200)
    const log = (await ask('GET', 'audit-logs/')).body as { action: string; after: { request?: object } }[]
    expect(log[0]).toMatchObject({ action: 'monitor.updated', after: { request: expect.any(Object) } })
    expect(await change({ request: undefined })).toMatchObject({
      body: { request: { method: 'GET', headers: [], auth: { kind: 'none' }, redirects: 10, verifyTls: true } },
    })
  })

  it('has the method of its type, and there is none where HTTP is not spoken', async () => {
    expect(
      await make({ monitorType: 'POST', expectedStatus: 200, request: { method: 'PUT', body: 'a' } }),
    ).toMatchObject({
      request: { method: 'POST', body: 'a' },
    })
    expect(await make({ monitorType: 'Ping' })).toMatchObject({ request: { method: 'HEAD' } })
    expect(await make({ monitorType: 'SSL', request: REQUEST })).toMatchObject({ request: null })
  })

  it.each([
    [{ headers: [{ name: 'Host: x', value: '1' }] }, 'name'],
    [{ headers: [{ name: 'Content-Length', value: '1' }] }, 'name'],
    [{ headers: [{ name: 'x-a', value: 'a\r\nx-b: 1' }] }, 'value'],
    [{ headers: [{ name: 'x-a', value: null }] }, 'value'],
    [{ headers: Array.from({ length: 33 }, () => ({ name: 'x', value: '' })) }, 'headers'],
    [{ auth: { kind: 'basic', username: 'a:b', password: '' } }, 'username'],
    [{ auth: { kind: 'bearer', token: null } }, 'auth'],
    [{ auth: { kind: 'digest' } }, 'kind'],
    [{ method: 'TRACE' }, 'method'],
    [{ redirects: 21 }, 'redirects'],
    [{ body: 'x'.repeat(16_385) }, 'body'],
  ])('%j is refused', async (request, field) => {
    const answer = await ask('POST', 'monitors/', { ...SITE, request })
    expect(answer.status).toBe(422)
    const { detail } = answer.body as { detail: { loc: unknown[] }[] }
    expect(detail[0]?.loc).toContain('request')
    expect(detail[0]?.loc.at(-1)).toBe(field)
  })

  it('that holds secrets is refused by a server that can keep none', async () => {
    const bare = await aWorld({ clock })
    const { token, organization } = await bare.tenant()
    const path = `/api/0/organizations/${organization.slug}/monitors/`
    expect(await bare.ask('POST', path, { token, body: { ...SITE, request: REQUEST } })).toMatchObject({ status: 400 })
    const plain = { ...REQUEST, headers: [], auth: { kind: 'none' } }
    expect(await bare.ask('POST', path, { token, body: { ...SITE, request: plain } })).toMatchObject({ status: 201 })
    await bare.stop()
  })

  it('whose secrets cannot be opened any more is a failure that says so', async () => {
    const { id } = await make({ request: REQUEST, isPaused: true })
    const { context } = world.app
    const setup = await context.storage.monitors.get(tenant.organization.id, String(id))
    const auth = { kind: 'bearer', token: { sealed: 'v1.of-another-key' } } as const
    const request = { ...setup!.request!, auth }
    await context.storage.monitors.update(
      tenant.organization.id,
      String(id),
      { ...setup!, request, isPaused: false },
      clock.now(),
    )
    for (let second = 0; second < 6; second += 1) await pass()
    expect(await newest(id)).toMatchObject({ isUp: false, reason: 0, detail: expect.stringContaining('secret key') })
    expect(asked).toEqual([])
  })
})

describe('what an answer must be', () => {
  it('is kept, and every check is held against it', async () => {
    const assertions = [
      { kind: 'status', expected: '2xx,304' },
      { kind: 'json', path: '$.queue', compare: 'less', value: '10' },
      { kind: 'header', name: 'x-cache', compare: 'missing', value: '' },
    ]
    const { id } = await make({ assertions })
    expect((await ask('GET', `monitors/${id}/`)).body).toMatchObject({ assertions })
    await pass()
    expect(await newest(id)).toMatchObject({ isUp: true, reason: null })
    say = anAnswer({ body: '{"status":"ok","queue":12}' })
    await ask('PUT', `monitors/${id}/`, { ...SITE, assertions })
    await pass()
    expect(await newest(id)).toMatchObject({
      ...{ isUp: false, reason: 3, detail: 'Wanted less than "10" at $.queue, found "12"' },
    })
  })

  it.each<[object, Said, number | null]>([
    [{}, anAnswer({ status: 399 }), null],
    [{}, anAnswer({ status: 404 }), 2],
    [{ assertions: [{ kind: 'status', expected: '404' }] }, anAnswer({ status: 404 }), null],
    [{ assertions: [{ kind: 'header', name: 'a', compare: 'exists' }] }, anAnswer(), 8],
    [{ assertions: [{ kind: 'responseTime', maxMs: 5 }] }, anAnswer(), 9],
    [{ monitorType: 'TCP Port', url: 'a.example:1', assertions: [{ kind: 'responseTime', maxMs: 5 }] }, anAnswer(), 9],
    [
      { monitorType: 'GET', expectedStatus: 200, assertions: [{ kind: 'body', compare: 'matches', value: '^a+$' }] },
      anAnswer({ body: 'ab' }),
      3,
    ],
    [{ certificateDays: 14 }, anAnswer({ seen: { ...NOTHING_SEEN, certificate: CERTIFICATE } }), 6],
  ])('%j decides', async (monitor, answer, reason) => {
    say = answer
    const { id } = await make(monitor)
    await pass()
    expect(await newest(id)).toMatchObject({ isUp: reason === null, reason })
  })

  it.each([
    [{ assertions: [{ kind: 'body', compare: 'matches', value: '(a' }] }, 'does not end'],
    [{ assertions: [{ kind: 'json', path: '$[?(1)]', compare: 'exists' }] }, 'Wanted a path'],
    [{ assertions: [{ kind: 'status', expected: 'ok' }] }, 'Wanted statuses'],
    [{ assertions: [{ kind: 'record', compare: 'equals', value: '' }] }, 'nothing of this kind'],
    [{ assertions: [{ kind: 'mood' }] }, '"assertions",0'],
    [{ assertions: Array.from({ length: 51 }, () => ({ kind: 'status', expected: '200' })) }, 'at most 50'],
    [{ monitorType: 'Heartbeat', assertions: [{ kind: 'status', expected: '200' }] }, 'nothing of this kind'],
  ])('%j is refused', async (monitor, why) => {
    const answer = await ask('POST', 'monitors/', { ...SITE, ...monitor })
    expect(answer.status).toBe(422)
    expect(JSON.stringify(answer.body)).toContain(why)
  })
})

describe('what a check has seen', () => {
  const SEEN = { url: 'https://api.example.com/health', address: '192.0.2.7', certificate: CERTIFICATE }
  const HEADERS = [
    { name: 'Server', value: 'nginx' },
    { name: 'Set-Cookie', value: 'session=abc; Path=/' },
  ]

  it('is told with the parts of its time, and kept of failures and changes', async () => {
    say = anAnswer({ seen: SEEN, headers: HEADERS, body: `fine\0 ${'é'.repeat(5_000)}` })
    const { id } = await make({ interval: 1 })
    await pass()
    await pass()
    const { body } = await ask('GET', `monitors/${id}/`)
    const { checks, certificateEnds } = body as { checks: { answer: { body: string } }[]; certificateEnds: string }
    expect(certificateEnds).toBe('2026-03-10T00:00:00.000Z')
    expect(checks[0]).toMatchObject({ found: 'up', answer: null, isChange: false })
    expect(checks.at(-1)).toMatchObject({
      ...{ found: 'up', isChange: true, timings: { dns: 1, connect: 2, tls: null, firstByte: 5, transfer: 1 } },
      answer: {
        ...{ status: 200, url: SEEN.url, address: '192.0.2.7', records: null },
        headers: [HEADERS[0], { name: 'Set-Cookie', value: 'session=…' }],
        certificate: { subject: 'example.com', validTo: '2026-03-10T00:00:00.000Z' },
      },
    })
    expect(Buffer.byteLength(checks.at(-1)!.answer.body)).toBe(4_096)
    const listed = (await ask('GET', `monitors/${id}/checks/?is_change=true`)).body
    expect(listed).toMatchObject([{ answer: { status: 200 } }])
    say = anAnswer({ status: 500, body: 'oops' })
    await pass()
    await pass()
    expect(await newest(id)).toMatchObject({ found: 'down', answer: { status: 500, body: 'oops' } })
    await ask('PUT', `monitors/${id}/`, { ...SITE, url: 'https://elsewhere.example.com/', isPaused: true })
    expect((await ask('GET', `monitors/${id}/`)).body).toMatchObject({ certificateEnds: null })
  })

  it('is told of what did not answer, as far as it came', async () => {
    const timings = { dns: 0.24, connect: 3, tls: null, firstByte: null, transfer: null, total: 9 }
    say = { isAnswered: false, fault: 'tls', message: 'The certificate has expired', totalMs: 9, seen: SEEN, timings }
    const { id } = await make()
    await pass()
    expect(await newest(id)).toMatchObject({
      ...{ reason: 4, detail: 'The certificate has expired', timings: { dns: 0.2, connect: 3, tls: null } },
      answer: { status: null, headers: [], body: '', certificate: { issuer: 'An Issuer' } },
    })
  })
})

describe('a look by hand', () => {
  it('tries out what is not kept, with what was answered', async () => {
    say = anAnswer({ status: 503, body: 'busy' })
    const tried = await ask('POST', 'monitors/test/', { ...SITE, confirmationThreshold: 3 })
    expect(tried).toMatchObject({
      status: 200,
      body: { isUp: false, reason: 2, found: 'down', answer: { status: 503, body: 'busy' }, timings: { dns: 1 } },
    })
    say = anAnswer()
    expect((await ask('POST', 'monitors/test/', SITE)).body).toMatchObject({ isUp: true, answer: { status: 200 } })
    expect((await ask('GET', 'monitors/')).body).toEqual([])
    expect(await ask('POST', 'monitors/test/', { ...SITE, url: 'nowhere' })).toMatchObject({ status: 422 })
  })

  it('uses the secrets of the one that is being changed', async () => {
    const { id, request } = await make({ request: REQUEST, isPaused: true })
    const changed = { ...SITE, url: 'https://api.example.com/new', request }
    expect(await ask('POST', `monitors/test/?monitor=${id}`, changed)).toMatchObject({ status: 200 })
    expect(asked.at(-1)).toMatchObject({ headers: [{}, { name: 'X-Api-Key', value: SECRET }, {}] })
    expect(await ask('POST', 'monitors/test/', changed)).toMatchObject({ status: 422 })
    expect(await ask('POST', 'monitors/test/?monitor=999', changed)).toMatchObject({ status: 404 })
    const elsewhere = { ...changed, url: 'https://evil.example/' }
    expect(await ask('POST', `monitors/test/?monitor=${id}`, elsewhere)).toMatchObject({ status: 422 })
  })

  it('checks at once, and is kept as any other check', async () => {
    const { id } = await make({ interval: 86_400 })
    await pass()
    say = anAnswer({ status: 500 })
    const checked = await ask('POST', `monitors/${id}/check/`)
    expect(checked).toMatchObject({ status: 200, body: { isUp: false, reason: 2, isChange: true } })
    expect((await ask('GET', `monitors/${id}/`)).body).toMatchObject({ status: 'down', checks: [{ isUp: false }, {}] })
    const both = await Promise.all([ask('POST', `monitors/${id}/check/`), ask('POST', `monitors/${id}/check/`)])
    expect(both).toMatchObject([{ status: 200 }, { status: 200 }])
    expect((await ask('GET', `monitors/${id}/`)).body).toMatchObject({ checks: [{}, {}, {}, {}] })
    const beat = await make({ monitorType: 'Heartbeat' })
    expect(await ask('POST', `monitors/${beat.id}/check/`)).toMatchObject({ status: 422 })
  })

  it('is done so often in a minute, and no more', async () => {
    for (let looks = 0; looks < 60; looks += 1) await ask('POST', 'monitors/test/', SITE)
    expect(await ask('POST', 'monitors/test/', SITE)).toMatchObject({ status: 429 })
  })
})
