import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js'
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
