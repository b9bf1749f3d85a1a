import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { reasonNumber } from '../../src/http/json/monitors.js'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
import { newId } from '../ingest-world.js'
import { envelope } from '../item-world.js'
import { aWorld, type World } from './world.js'

let clock: FakeClock
let world: World
let tenant: Awaited<ReturnType<World['tenant']>>
beforeEach(async () => {
  clock = fakeClock()
  world = await aWorld({ clock })
  tenant = await world.tenant()
})
afterEach(() => world.stop())

const JOB = { name: 'Nightly backup', monitorType: 'Cron', expectedStatus: null, expectedBody: '', timeout: null }
const NIGHTLY = { schedule: { type: 'crontab', value: '0 3 * * *' } }
const ask = (method: string, path: string, body?: unknown) =>
  world.ask(method, `/api/0/organizations/${tenant.organization.slug}/${path}`, {
    token: tenant.token,
    ...(body === undefined ? {} : { body }),
  })
const make = (cron: object | null, rest: object = {}) =>
  ask('POST', 'monitors/', { ...JOB, project: tenant.project.id, cron, ...rest })

/** At half past five of a Wednesday. */
const HOURLY = { schedule: { type: 'crontab', value: '0 * * * *' }, checkin_margin: 5, max_runtime: 10 }
const tell = async (status: string, more: object = {}) => {
  const { projectId, publicKey } = tenant.key
  const url = `https://mishap.example/api/${projectId}/envelope/?sentry_key=${publicKey}`
  const id = newId()
  const checkIn = { check_in_id: id, monitor_slug: 'hourly', status, ...more }
  const response = await world.app.fetch(
    new Request(url, { method: 'POST', body: new Uint8Array(envelope({}, ['check_in', checkIn])) }),
  )
  expect(response.status).toBe(200)
  await world.app.idle()
  await pass(0)
  return id
}
/** Minute by minute, and everything that is due by then is done. */
const pass = async (minutes: number) => {
  for (let minute = 0; minute <= minutes; minute += 1) {
    if (minute > 0) await clock.advance(60_000)
    for (let turn = 0; turn < 20; turn += 1) await new Promise((next) => setImmediate(next))
  }
}
interface Job {
  readonly id: number
  readonly status: string
  readonly isUp: boolean | null
}
const jobs = async () => (await ask('GET', 'monitors/')).body as unknown as readonly Job[]
const job = async () => {
  const [found] = await jobs()
  if (found === undefined) throw new Error('Wanted a monitor, found none')
  return found
}
const runs = async () => (await ask('GET', `monitors/${(await job()).id}/check-ins/`)).body
const checks = async () => (await ask('GET', `monitors/${(await job()).id}/checks/`)).body
const UP = null
const [NO_CHECK_IN, JOB_FAILED, JOB_TOO_LONG] = (['no_check_in', 'job_failed', 'job_too_long'] as const).map((reason) =>
  reasonNumber(reason),
)

describe('what jobs report', () => {
  it('makes their monitors, which are up when runs end well', async () => {
    await tell('in_progress', { monitor_config: HOURLY, environment: 'production', release: 'shop@1' })
    expect(await jobs()).toMatchObject([
      { name: 'hourly', monitorType: 'Cron', isUp: null, projectID: tenant.project.id },
    ])
    expect(await job()).toMatchObject({
      cron: { slug: 'hourly', schedule: HOURLY.schedule, timezone: 'UTC', margin: 5, maxRuntime: 10 },
    })
    await pass(1)
    await tell('ok', { check_in_id: ((await runs()) as { id: string }[])[0]?.id })
    expect(await job()).toMatchObject({ isUp: true, status: 'up', checks: [{ isUp: true, reason: UP }] })
    expect(await checks()).toMatchObject([{ responseTime: 60_000, detail: '' }])
    expect(await runs()).toMatchObject([{ status: 'ok', environment: 'production', release: 'shop@1', duration: null }])
  })

  it('is down when a run fails, as often in a row as is said, and up again', async () => {
    const config = { ...HOURLY, failure_issue_threshold: 2, recovery_threshold: 2 }
    const said: (string | undefined)[] = []
    for (const status of ['ok', 'error', 'error', 'ok', 'ok']) {
      await tell(status, { monitor_config: config, duration: 1.5 })
      said.push((await job()).status)
    }
    expect(said).toEqual(['up', 'up', 'down', 'down', 'up'])
    expect(await checks()).toMatchObject(
      [UP, UP, JOB_FAILED, JOB_FAILED, UP].map((reason) => ({ reason, responseTime: 1500 })),
    )
  })

  it('is missed when it does not come in time, and late when it comes then', async () => {
    await tell('ok', { monitor_config: HOURLY })
    await pass(34)
    expect(await runs()).toHaveLength(1)
    await pass(1)
    expect(await job()).toMatchObject({ isUp: false, status: 'down' })
    expect(await checks()).toMatchObject([
      { reason: NO_CHECK_IN, detail: 'Wanted a run at 2026-03-04 06:00 UTC, none has begun within 5 minutes' },
      { reason: UP },
    ])
    const missed = { status: 'missed', expectedTime: '2026-03-04T06:00:00.000Z', duration: null }
    expect(await runs()).toMatchObject([missed, { status: 'ok', expectedTime: null }])
    await pass(7)
    await tell('ok')
    expect(await job()).toMatchObject({ status: 'up' })
    expect(((await checks()) as unknown[])[0]).toMatchObject({
      detail: 'Wanted at 2026-03-04 06:00 UTC, it began 12 minutes late',
    })
    expect(await runs()).toMatchObject([{ ...missed, status: 'ok' }, missed, { status: 'ok' }])
    await pass(52)
    expect(await runs()).toHaveLength(3)
    await pass(1)
    expect(await runs()).toMatchObject([{ ...missed, expectedTime: '2026-03-04T07:00:00.000Z' }, {}, {}, {}])
    await pass(60)
    expect(await runs()).toHaveLength(5)
  })

  it('takes too long when it does not end, which it may still say', async () => {
    const id = await tell('in_progress', { monitor_config: HOURLY })
    await pass(6)
    await tell('in_progress', { check_in_id: id })
    await pass(9)
    expect(await job()).toMatchObject({ isUp: null })
    await pass(1)
    expect(await job()).toMatchObject({ isUp: false })
    expect(await checks()).toMatchObject([
      { reason: JOB_TOO_LONG, detail: 'The run that began at 2026-03-04 05:30 UTC has not ended within 10 minutes' },
    ])
    expect(await runs()).toMatchObject([{ id, status: 'timeout' }])
    await tell('ok', { check_in_id: id })
    expect(await job()).toMatchObject({ isUp: true })
    expect(await runs()).toMatchObject([{ id, status: 'ok' }])
  })

  it('changes what it says of its schedule, and nothing else', async () => {
    await tell('ok', { monitor_config: HOURLY })
    const { id } = await job()
    const cron = { slug: 'hourly', schedule: HOURLY.schedule, margin: 5, maxRuntime: 10 }
    await ask('PUT', `monitors/${id}/`, { ...JOB, name: 'Mine', project: tenant.project.id, cron, degradedAfter: 500 })
    const daily = { schedule: { type: 'interval', value: 1, unit: 'day' }, timezone: 'Nowhere', max_runtime: 0 }
    await tell('ok', { monitor_config: daily })
    expect(await jobs()).toMatchObject([
      {
        ...{ id, name: 'Mine', degradedAfter: 500, interval: 86_400 },
        cron: { slug: 'hourly', schedule: daily.schedule, timezone: 'UTC', margin: 5, maxRuntime: 1 },
      },
    ])
    expect(await checks()).toMatchObject([{ detail: '' }, { detail: '' }])
    await pass(120)
    expect(await job()).toMatchObject({ isUp: true })
  })

  it('says nothing while it is paused, and then nothing is missing before', async () => {
    await tell('ok', { monitor_config: HOURLY })
    const { id } = await job()
    const cron = { slug: 'hourly', schedule: HOURLY.schedule, margin: 5 }
    const put = (isPaused: boolean) =>
      ask('PUT', `monitors/${id}/`, { ...JOB, project: tenant.project.id, cron, isPaused })
    await put(true)
    await tell('error')
    await pass(120)
    expect(await checks()).toHaveLength(1)
    await put(false)
    await pass(34)
    expect(await job()).toMatchObject({ isUp: true })
    await pass(1)
    expect(await job()).toMatchObject({ isUp: false })
  })

  it('makes nothing without a schedule that there is', async () => {
    await tell('ok')
    await tell('ok', { monitor_config: { schedule: { type: 'crontab', value: '61 * * * *' } } })
    await tell('ok', { monitor_config: { schedule: { type: 'interval', value: 1, unit: 'second' } } })
    await tell('ok', { monitor_config: { schedule: 7, timezone: {} } })
    expect(await jobs()).toEqual([])
    await tell('ok', { monitor_config: { schedule: { type: 'crontab', value: '@daily' }, checkin_margin: 1e99 } })
    expect(await jobs()).toMatchObject([{ cron: { margin: 40_320, maxRuntime: 30 } }])
  })
})

describe('jobs', () => {
  it('are made and changed with their schedules', async () => {
    const made = await make(NIGHTLY)
    const usual = { ...NIGHTLY, slug: 'nightly-backup', timezone: 'UTC', margin: 1, maxRuntime: 30 }
    expect(made).toMatchObject({ status: 201, body: { monitorType: 'Cron', cron: usual, interval: 86_400, url: '' } })
    const { id } = made.body as { id: number }
    const cron = {
      ...{ slug: 'Backup!', schedule: { type: 'interval', value: 2, unit: 'hour' }, timezone: 'Europe/Vienna' },
      ...{ margin: 10, maxRuntime: null },
    }
    const changed = await ask('PUT', `monitors/${id}/`, { ...JOB, project: tenant.project.id, cron })
    expect(changed).toMatchObject({ status: 200, body: { id, cron: { ...cron, slug: 'backup' }, interval: 7200 } })
    expect((await ask('GET', `monitors/${id}/check-ins/`)).body).toEqual([])
    expect((await make({ ...NIGHTLY, slug: 'backup' })).status).toBe(409)
    expect((await make(NIGHTLY, { monitorType: 'Heartbeat' })).body).toMatchObject({ cron: null })
  })

  it.each([
    ['cron', null],
    ['schedule', {}],
    ['type', { schedule: { type: 'weekly' } }],
    ['value', { schedule: { type: 'crontab', value: '61 * * * *' } }],
    ['value', { schedule: { type: 'interval', value: 0, unit: 'day' } }],
    ['unit', { schedule: { type: 'interval', value: 1, unit: 'second' } }],
    ['timezone', { ...NIGHTLY, timezone: 'Mars/Olympus' }],
    ['margin', { ...NIGHTLY, margin: 0 }],
    ['maxRuntime', { ...NIGHTLY, maxRuntime: 40_321 }],
    ['slug', { ...NIGHTLY, slug: '!!!' }],
  ])('with a fault in their %s are refused: %j', async (field, cron) => {
    const { status, body } = await make(cron, field === 'slug' ? { name: '???' } : {})
    expect(status).toBe(422)
    expect(JSON.stringify(body)).toContain(`"${field}"`)
  })

  it('report to a project', async () => {
    expect((await make(NIGHTLY, { project: null })).status).toBe(422)
  })
})
