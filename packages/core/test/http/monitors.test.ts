import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { anAnswer, memoryProber, type Said } from '../../src/adapters/memory-prober.js'
import { NOTHING_SEEN, type Probe, type Prober } from '../../src/ports/prober.js'
import { aMonitorSetup } from '../../src/testing/builders.js'
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
  say = anAnswer({ body: 'hello' })
  asked = []
  const prober = memoryProber((probe) => {
    asked.push(probe)
    return say
  })
  world = await aWorld({ clock, prober })
  tenant = await world.tenant()
})
afterEach(() => world.stop())

const SITE = { name: 'Site', monitorType: 'GET', url: 'https://example.com/', expectedStatus: 200 }
const REQUIRED = { expectedBody: '', timeout: null }
const ask = (method: string, path: string, body?: unknown) =>
  world.ask(method, `/api/0/organizations/${tenant.organization.slug}/${path}`, {
    token: tenant.token,
    ...(body === undefined ? {} : { body }),
  })
const make = async (monitor: object = {}) =>
  (await ask('POST', 'monitors/', { ...SITE, ...REQUIRED, ...monitor })).body as {
    id: number
    heartbeatEndpoint: string
  }
const get = async (id: number) => (await ask('GET', `monitors/${id}/`)).body
/** Everything that is due by then is looked at and kept. */
const pass = async (seconds: number) => {
  for (let second = 0; second < seconds; second += 1) {
    await clock.advance(1000)
    await new Promise((turn) => setImmediate(turn))
  }
}

describe('monitors', () => {
  it('are made, changed and deleted in GlitchTip’s shapes', async () => {
    const made = await ask('POST', 'monitors/', { ...SITE, ...REQUIRED, project: tenant.project.id })
    expect(made.status).toBe(201)
    expect(made.body).toEqual({
      ...{ id: expect.any(Number), name: 'Site', monitorType: 'GET', url: 'https://example.com/', expectedStatus: 200 },
      ...{ expectedBody: '', interval: 60, timeout: null, created: clock.now().toISOString() },
      ...{ organizationID: Number(tenant.organization.id), projectID: tenant.project.id, projectName: 'Web' },
      ...{ environmentID: null, envName: null, isUp: null, lastChange: null, endpointID: null },
      ...{ heartbeatEndpoint: null, checks: [], status: 'unknown', isPaused: false, confirmationThreshold: 1 },
      ...{ recoveryThreshold: 1, retryInterval: null, degradedAfter: null, certificateDays: null },
      ...{ request: expect.any(Object), assertions: [], dns: null, cron: null, certificateEnds: null },
      ...{
        group: '',
        tags: [],
        parentID: null,
        remindEvery: null,
        isFlapping: false,
        lastCheck: null,
        nextCheck: clock.now().toISOString(),
      },
    })
    const { id } = made.body as { id: number }
    const changed = await ask('PUT', `monitors/${id}/`, { ...SITE, ...REQUIRED, name: 'Other', interval: 5 })
    expect(changed).toMatchObject({ status: 200, body: { id, name: 'Other', interval: 5, projectID: null } })
    expect((await ask('GET', 'monitors/')).body).toMatchObject([{ id, name: 'Other' }])
    expect(await ask('DELETE', `monitors/${id}/`)).toMatchObject({ status: 204 })
    expect(await ask('GET', `monitors/${id}/`)).toMatchObject({ status: 404 })
    const log = (await ask('GET', 'audit-logs/')).body as { action: string }[]
    expect(log.map(({ action }) => action)).toEqual(['monitor.deleted', 'monitor.updated', 'monitor.created'])
  })

  it.each([
    [{ url: 'ftp://example.com' }, 'url'],
    [{ url: null }, 'url'],
    [{ monitorType: 'TCP Port', url: 'https://example.com' }, 'url'],
    [{ monitorType: 'TCP Port', url: 'example.com:99999' }, 'url'],
    [{ expectedStatus: null }, 'expectedStatus'],
    [{ interval: 0 }, 'interval'],
    [{ interval: 86_401 }, 'interval'],
    [{ timeout: 61 }, 'timeout'],
    [{ name: '' }, 'name'],
    [{ monitorType: 'Pong' }, 'monitorType'],
  ])('%j is refused', async (monitor, field) => {
    const answer = await ask('POST', 'monitors/', { ...SITE, ...REQUIRED, ...monitor })
    expect(answer.status).toBe(422)
    expect(JSON.stringify(answer.body)).toContain(field)
  })

  it('of another organization’s project are refused', async () => {
    const other = await world.tenant()
    const answer = await ask('POST', 'monitors/', { ...SITE, ...REQUIRED, project: other.project.id })
    expect(answer.status).toBe(404)
  })

  it('are checked soon after they are made, and every interval then', async () => {
    const { id } = await make()
    await pass(1)
    expect(asked).toMatchObject([{ kind: 'http', method: 'GET', url: 'https://example.com/', timeoutMs: 20_000 }])
    expect(await get(id)).toMatchObject({
      ...{ isUp: true, status: 'up', lastChange: expect.any(String) },
      checks: [{ isUp: true, reason: null, responseTime: 9, isChange: true }],
    })
    await pass(120)
    expect(asked.length).toBeGreaterThanOrEqual(3)
    expect(asked.length).toBeLessThanOrEqual(4)
    expect((await ask('GET', 'monitors/')).body).toMatchObject([{ isUp: true, checks: [{ isUp: true }, {}, {}] }])
    expect((await ask('GET', `monitors/${id}/checks/?is_change=true`)).body).toHaveLength(1)
  })

  it.each<[object, Said, number]>([
    [{}, anAnswer({ status: 500 }), 2],
    [{ expectedBody: 'bye' }, anAnswer({ body: 'hello' }), 3],
    [{}, { isAnswered: false, fault: 'timeout', message: 'No answer in time', totalMs: 1 }, 1],
    [{}, { isAnswered: false, fault: 'tls', message: 'expired', totalMs: 1 }, 4],
    [{}, { isAnswered: false, fault: 'dns', message: 'no name', totalMs: 1 }, 5],
    [{}, { isAnswered: false, fault: 'forbidden', message: 'private', totalMs: 1 }, 5],
    [{ monitorType: 'SSL', certificateDays: 14 }, anAnswer({ seen: { ...NOTHING_SEEN, certificate: CERTIFICATE } }), 6],
  ])('%j is down with a reason', async (monitor, answer, reason) => {
    say = answer
    const { id } = await make(monitor)
    await pass(1)
    expect(await get(id)).toMatchObject({ isUp: false, status: 'down', checks: [{ isUp: false, reason }] })
  })

  it('are down after as many failures as it takes, looked at sooner meanwhile', async () => {
    const { id } = await make({ confirmationThreshold: 3, retryInterval: 5, recoveryThreshold: 2, interval: 600 })
    await pass(1)
    expect(await get(id)).toMatchObject({ isUp: true })
    say = anAnswer({ status: 502 })
    await pass(601)
    for (let seconds = 0; seconds < 12; seconds += 1) await pass(1)
    expect(await get(id)).toMatchObject({ isUp: false, status: 'down' })
    const { body } = await ask('GET', `monitors/${id}/checks/`)
    expect((body as { isChange: boolean }[]).map(({ isChange }) => isChange)).toEqual([true, false, false, true])
  })

  it('are degraded when they answer slowly, and not looked at while they are paused', async () => {
    const { id } = await make({ degradedAfter: 5 })
    await pass(1)
    expect(await get(id)).toMatchObject({ isUp: true, status: 'degraded' })
    await ask('PUT', `monitors/${id}/`, { ...SITE, ...REQUIRED, isPaused: true })
    await pass(200)
    expect(asked).toHaveLength(1)
  })
})

describe('how monitors are sorted', () => {
  it('is told, narrows lists, and is changed of several at once', async () => {
    const { id: parentID } = await make({ name: 'Router' })
    const sorted = { group: ' Shop / Payments/', tags: ['eu', 'eu', 'web'], parentID, remindEvery: 600 }
    const { id } = await make(sorted)
    const told = { group: 'Shop/Payments', tags: ['eu', 'web'], parentID, remindEvery: 600 }
    expect(await get(id)).toMatchObject(told)
    const ids = async (query: string) =>
      ((await ask('GET', `monitors/?${query}`)).body as { id: number }[]).map((one) => one.id)
    expect(await ids('group=Shop&tag=eu&query=SITE')).toEqual([id])
    expect(await ids(`project=${tenant.project.id}`)).toEqual([])
    expect(await ids('group=')).toEqual([parentID])
    const bulk = (body: object) => ask('POST', 'monitors/bulk/', body)
    expect(await bulk({ ids: [id, parentID, 999_999], action: 'pause' })).toMatchObject({ status: 204 })
    expect(await ids('status=paused')).toEqual([parentID, id])
    await bulk({ ids: [id], action: 'tag', tag: 'new' })
    await bulk({ ids: [id], action: 'move', group: '' })
    await bulk({ ids: [id], action: 'resume' })
    expect(await get(id)).toMatchObject({ tags: ['eu', 'web', 'new'], group: '', isPaused: false })
    await pass(1)
    expect(await get(id)).toMatchObject({ lastCheck: expect.any(String), nextCheck: expect.any(String) })
    const [newest] = (await ask('GET', 'audit-logs/')).body as object[]
    expect(newest).toMatchObject({
      action: 'monitor.changed_together',
      after: { action: 'resume', monitors: [`${id}`] },
    })
  })

  it.each([
    [{ ids: [1], action: 'tag' }, 'tag'],
    [{ ids: [1], action: 'move' }, 'group'],
    [{ ids: [1], action: 'burn' }, 'action'],
    [{ ids: Array(501).fill(1), action: 'pause' }, 'ids'],
  ])('%j is no change', async (body, field) => {
    const answer = await ask('POST', 'monitors/bulk/', body)
    expect(answer.status).toBe(422)
    expect(JSON.stringify(answer.body)).toContain(field)
  })

  it('knows no circles and no parents elsewhere', async () => {
    const { id } = await make()
    const child = await make({ parentID: id })
    const answer = await ask('PUT', `monitors/${id}/`, { ...SITE, ...REQUIRED, parentID: child.id })
    expect(answer.status).toBe(409)
    expect((await ask('POST', 'monitors/', { ...SITE, ...REQUIRED, parentID: 999_999 })).status).toBe(404)
  })
})

describe('what people are told of a monitor', () => {
  const incidents = async () =>
    (await world.app.context.storage.incidents.list(tenant.organization.id, {}, { limit: 10, cursor: null })).items

  it('waits while what it depends on is down, and is told when it is still so', async () => {
    const { id: parentID } = await make({ name: 'Router', url: 'https://router.example/' })
    const { id } = await make({ parentID })
    await pass(1)
    say = anAnswer({ status: 500 })
    await pass(61)
    expect(await get(id)).toMatchObject({ status: 'down' })
    expect((await incidents()).map(({ title }) => title)).toEqual(['Router is down'])
    await ask('PUT', `monitors/${parentID}/`, { ...SITE, ...REQUIRED, name: 'Router', isPaused: true })
    await pass(61)
    expect((await incidents()).map(({ title }) => title).sort()).toEqual(['Router is down', 'Site is down'])
  })
})

describe('a heartbeat', () => {
  it('is waited for from the first one on, and down when the next does not come', async () => {
    const { id, heartbeatEndpoint } = await make({ monitorType: 'Heartbeat', url: null, interval: 30 })
    expect(heartbeatEndpoint).toMatch(
      /^https:\/\/mishap\.example\/api\/0\/organizations\/[\w-]+\/heartbeat_check\/[\da-f-]{36}\/$/,
    )
    await pass(100)
    expect(await get(id)).toMatchObject({ isUp: null, checks: [] })
    const { pathname } = new URL(heartbeatEndpoint)
    const beat = await world.ask('POST', pathname)
    expect(beat).toMatchObject({
      status: 200,
      body: { is_up: true, start_check: clock.now().toISOString(), reason: null },
    })
    await pass(20)
    await world.ask('POST', pathname, { body: { anything: true } })
    await pass(29)
    expect(await get(id)).toMatchObject({ isUp: true })
    await pass(3)
    expect(await get(id)).toMatchObject({ isUp: false, checks: [{ reason: 7 }, {}, {}] })
    await world.ask('POST', pathname)
    expect(await get(id)).toMatchObject({ isUp: true })
    expect(asked).toEqual([])
  })

  it('of nobody is not found, by POST and GET', async () => {
    const { slug } = tenant.organization
    const path = `/api/0/organizations/${slug}/heartbeat_check/00000000-0000-4000-8000-000000000000/`
    expect(await world.ask('POST', path)).toMatchObject({ status: 404 })
    expect(await world.ask('GET', path)).toMatchObject({ status: 404 })
  })
})

describe('what an organization may watch', () => {
  const sizes = async (limits: object) => {
    const small = await aWorld({ clock, limits })
    const { organization, token } = await small.tenant()
    const path = `/api/0/organizations/${organization.slug}/monitors/`
    const send = async (method: string, id: string, monitor: object) => {
      const answer = await small.ask(method, `${path}${id}`, { token, body: { ...SITE, ...REQUIRED, ...monitor } })
      return answer as { status: number; body: { id: number; detail: string } }
    }
    return { small, send }
  }

  it('is so many monitors', async () => {
    const { small, send } = await sizes({ maxMonitors: 2 })
    const { body } = await send('POST', '', {})
    expect((await send('POST', '', {})).status).toBe(201)
    expect(await send('POST', '', {})).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('allows 2') },
    })
    expect((await send('PUT', `${body.id}/`, { name: 'Other' })).status).toBe(200)
    await small.stop()
  })

  it('is so many checks a minute, when they are made and when they are changed', async () => {
    const { small, send } = await sizes({ maxChecksPerMinute: 70 })
    const { body } = await send('POST', '', { interval: 1, isPaused: true })
    expect(await send('POST', '', { interval: 5 })).toMatchObject({
      ...{ status: 400, body: { detail: expect.stringContaining('72 checks a minute') } },
    })
    const second = await send('POST', '', { interval: 60 })
    expect(second.status).toBe(201)
    expect((await send('PUT', `${second.body.id}/`, { interval: 60, retryInterval: 2 })).status).toBe(400)
    expect((await send('PUT', `${body.id}/`, { interval: 2 })).status).toBe(200)
    await small.stop()
  })

  it('leaves places for others, however much of it hangs', async () => {
    const answer = memoryProber(() => anAnswer({ body: 'hello' }))
    const hanging: Probe[] = []
    const prober: Prober = {
      probe: (probe, signal) => {
        if (!('url' in probe) || !probe.url.includes('hangs')) return answer.probe(probe, signal)
        hanging.push(probe)
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve(answer.probe(probe, signal))))
      },
    }
    const shared = await aWorld({ clock, prober })
    const { monitors } = shared.app.context.storage
    const [greedy, other] = [await shared.tenant(), await shared.tenant()]
    const setup = aMonitorSetup({ url: 'https://hangs.example/', intervalSeconds: 1 })
    for (let count = 0; count < 2500; count += 1) await monitors.create(greedy.organization.id, setup, clock.now())
    await clock.advance(5000)
    for (let turn = 0; turn < 50; turn += 1) await pass(1)
    const due = aMonitorSetup({ url: 'https://example.com/' })
    const { id } = await monitors.create(other.organization.id, due, clock.now())
    let checked = null
    for (let turn = 0; turn < 50 && checked === null; turn += 1) {
      await pass(1)
      checked = (await monitors.get(other.organization.id, id))?.lastCheckAt ?? null
    }
    expect(checked).not.toBeNull()
    expect(hanging.length).toBeGreaterThan(900)
    await shared.stop()
  })

  it('that are heartbeats take what they are told, by GET and POST', async () => {
    const { id, heartbeatEndpoint } = await make({ monitorType: 'Heartbeat', url: '', degradedAfter: 500 })
    const path = new URL(heartbeatEndpoint).pathname
    const push = async (method: string, query: string) => {
      await clock.jump(1000)
      const { status } = await world.ask(method, `${path}${query}`)
      const { body } = await ask('GET', `monitors/${id}/`)
      const { checks, status: is } = body as unknown as { status: string; checks: readonly object[] }
      return [status, is, checks[0]]
    }
    const all = [
      await push('GET', ''),
      await push('POST', '?status=up&msg=OK&ping=42.4'),
      await push('GET', '?status=degraded&msg=Queue%20is%20long&ping='),
      await push('GET', '?status=down&msg=%00No%20disk&ping=1e99'),
      await push('GET', '?ping=900'),
      await push('POST', '?status=fine'),
    ]
    const said = (detail: string, responseTime: number | null, isUp = true) => ({ detail, responseTime, isUp })
    expect(all).toMatchObject([
      [200, 'up', said('', null)],
      [200, 'up', said('OK', 42)],
      [200, 'degraded', said('Queue is long', null)],
      [200, 'down', said('No disk', null, false)],
      [200, 'degraded', said('', 900)],
      [422, 'degraded', said('', 900)],
    ])
  })
})
