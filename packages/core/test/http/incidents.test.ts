import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { anAnswer, memoryProber, type Said } from '../../src/adapters/memory-prober.js'
import type { IncidentDetailJson } from '../../src/client/incident-types.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { anError, aWorld, report, type World } from './world.js'

let clock: FakeClock
let say: Said
let world: World
let tenant: Awaited<ReturnType<World['tenant']>>
beforeEach(async () => {
  clock = fakeClock()
  say = anAnswer({ body: 'hello' })
  world = await aWorld({ clock, prober: memoryProber(() => say) })
  tenant = await world.tenant()
})
afterEach(() => world.stop())

const send = (method: string, path: string, body?: unknown) =>
  world.ask(method, path, { token: tenant.token, ...(body === undefined ? {} : { body }) })
const ask = (method: string, path: string, body?: unknown) =>
  send(method, `/api/0/organizations/${tenant.organization.slug}/${path}`, body)
const aMonitor = async () => {
  const setup = { name: 'Shop', monitorType: 'GET', url: 'https://example.com/', expectedStatus: 200, expectedBody: '' }
  const { body } = await ask('POST', 'monitors/', { ...setup, timeout: null, project: tenant.project.id, interval: 10 })
  return (body as { id: number }).id
}
/** Everything that is due by then is looked at and kept. */
const pass = async (seconds: number) => {
  for (let second = 0; second < seconds; second += 1) {
    await clock.advance(1000)
    await new Promise((turn) => setImmediate(turn))
  }
}
const listed = async (query = '') => (await ask('GET', `incidents/${query}`)).body as IncidentDetailJson[]
const only = async () => {
  const [incident, ...others] = await listed()
  expect(others).toEqual([])
  return (await ask('GET', `incidents/${incident?.id}/`)).body as IncidentDetailJson
}

describe('incidents', () => {
  it('begin when a monitor goes down, and end when it is back', async () => {
    const monitor = await aMonitor()
    await pass(11)
    expect(await listed()).toEqual([])
    say = anAnswer({ status: 503 })
    await pass(21)
    const open = await only()
    expect(open).toMatchObject({
      ...{ number: 1, title: 'Shop is down', status: 'open', severity: 'down', isAutomatic: true, resolvedAt: null },
      ...{ cause: 'Wanted status 200, found 503', monitors: [{ id: monitor, name: 'Shop' }] },
      timeline: [{ kind: 'monitor_down', text: 'Wanted status 200, found 503', by: null, monitorID: monitor }],
    })
    say = anAnswer({})
    await pass(11)
    const over = await only()
    expect(over).toMatchObject({ status: 'resolved', resolvedBy: null })
    expect(over.timeline.map(({ kind }) => kind)).toEqual(['monitor_down', 'monitor_up', 'resolved'])
    expect(await listed('?status=open')).toEqual([])
    expect(await listed(`?status=resolved&monitor=${monitor}`)).toHaveLength(1)
    expect(await listed('?monitor=1')).toEqual([])
  })

  it('end when nobody looks any more', async () => {
    const monitors = [await aMonitor(), await aMonitor()]
    say = anAnswer({ status: 503 })
    await pass(11)
    expect(await listed('?status=open')).toHaveLength(2)
    const setup = {
      name: 'Shop',
      monitorType: 'GET',
      url: 'https://example.com/',
      expectedStatus: 200,
      expectedBody: '',
    }
    await ask('PUT', `monitors/${monitors[0]}/`, { ...setup, timeout: null, isPaused: true })
    await ask('DELETE', `monitors/${monitors[1]}/`)
    expect(await listed('?status=open')).toEqual([])
    // Looked at again, it is down still: that is news.
    await ask('PUT', `monitors/${monitors[0]}/`, { ...setup, timeout: null, interval: 10 })
    await pass(11)
    expect(await listed('?status=open')).toHaveLength(1)
  })

  it('are worked on by people', async () => {
    const made = await ask('POST', 'incidents/', { title: 'Mail is late', text: 'We **look**', startedAt: 'now-1h' })
    expect(made).toMatchObject({
      status: 201,
      body: {
        title: 'Mail is late',
        severity: 'notice',
        isAutomatic: false,
        timeline: [{ kind: 'opened', text: 'We **look**' }],
      },
    })
    const { id } = made.body as { id: string }
    const by = { id: tenant.user.id, name: tenant.user.email }
    expect(await ask('PUT', `incidents/${id}/`, { status: 'acknowledged' })).toMatchObject({
      body: { status: 'acknowledged', acknowledgedBy: by },
    })
    const update = { text: 'Found it', stage: 'identified', isPublic: true }
    expect((await ask('POST', `incidents/${id}/updates/`, update)).status).toBe(201)
    expect(await ask('PUT', `incidents/${id}/`, { status: 'resolved', title: 'Mail' })).toMatchObject({
      body: { status: 'resolved', resolvedBy: by, title: 'Mail' },
    })
    expect((await only()).timeline).toMatchObject([
      { kind: 'opened', by },
      { kind: 'acknowledged', by },
      { kind: 'update', by, text: 'Found it', stage: 'identified', isPublic: true },
      { kind: 'resolved', by },
    ])
  })

  it.each([
    [{}, 'title'],
    [{ title: 'x', severity: 'bad' }, 'severity'],
    [{ title: 'x', startedAt: 'tomorrow' }, 'startedAt'],
    [{ title: 'x', startedAt: '2999-01-01T00:00:00Z' }, 'startedAt'],
    [{ title: 'x', monitors: ['a'] }, 'monitors'],
  ])('refuse %j', async (body, field) => {
    const answer = await ask('POST', 'incidents/', body)
    expect(answer.status).toBe(422)
    expect(JSON.stringify(answer.body)).toContain(field)
  })

  it('name the issues that rose in them, and those name them', async () => {
    await aMonitor()
    const old = anError('Always there')
    for (let count = 0; count < 3; count += 1) await report(world.app, tenant.key, old)
    await clock.advance(20 * 60_000)
    await report(world.app, tenant.key, old)
    for (let count = 0; count < 4; count += 1) await report(world.app, tenant.key, anError('Pool is empty'))
    say = anAnswer({ status: 503 })
    await pass(61)
    const { id } = await only()
    const { body } = await ask('GET', `incidents/${id}/issues/`)
    expect(body).toMatchObject([
      { title: expect.stringContaining('Pool is empty'), events: 4, eventsBefore: 0, isNew: true },
      { title: expect.stringContaining('Always there'), events: 1, eventsBefore: 0, isNew: false },
    ])
    const [risen] = body as { id: string }[]
    expect(await send('GET', `/api/0/issues/${risen?.id}/incidents/`)).toMatchObject({ status: 200, body: [{ id }] })
  })
})
