import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Id } from '@mishap/core'
import { aMonitorSetup } from '@mishap/core/testing'
import { explain } from './explain.js'
import { recordedStorage } from './recording.js'
import { openTestDatabase } from './schemas.js'
import { aProject } from './world.js'

const database = openTestDatabase()
afterAll(() => database.close())

const NOW = new Date('2026-06-15T13:00:00.000Z')
const { recording, schema, storage } = recordedStorage(database)
const day = (days: number) => new Date(Date.parse('2026-06-15') + days * 86_400_000)
let organizationId: Id
let ids: readonly Id[]

/** A year of a hundred monitors, and a day of their hours and minutes. */
beforeAll(async () => {
  await storage.migrate()
  await storage.maintain({ now: NOW, retentionDays: 30 })
  organizationId = (await aProject(storage)).organizationId
  const made = []
  for (let index = 0; index < 100; index += 1)
    made.push(await storage.monitors.create(organizationId, aMonitorSetup({ name: `m${index}` }), NOW))
  ids = made.map(({ id }) => id)
  const fill = (table: string, start: string, end: string, step: string) =>
    database.pool.query(
      `insert into ${schema}.${table}
       select $1, m, (at at time zone 'UTC')::date, at, 60, 1, 60000, 1000, 0, 0, '[50:52]={1,2,3}',
         0, 0, 0, 0, 0, 0, 0, 0, 0, 0
       from unnest($2::bigint[]) as m, generate_series($3::timestamptz, $4::timestamptz, $5::interval) as at`,
      [organizationId, ids, start, end, step],
    )
  await fill('monitor_days', '2025-06-16T00:00Z', '2026-06-15T00:00Z', '1 day')
  await fill('monitor_hours', '2026-06-13T00:00Z', '2026-06-15T13:00Z', '1 hour')
  await fill('monitor_minutes', '2026-06-15T00:00Z', '2026-06-15T13:00Z', '1 minute')
  await database.pool.query(`analyze ${schema}.monitors`)
  for (const table of ['monitor_days', 'monitor_hours', 'monitor_minutes'])
    await database.pool.query(`analyze ${schema}.${table}`)
})

async function planOf(call: () => Promise<unknown>): Promise<string> {
  recording.statements.length = 0
  await call()
  const plans: string[] = []
  for (const statement of recording.statements) plans.push(await explain(database.pool, statement))
  return plans.join('\n')
}

describe('plans of the past of monitors', () => {
  it('a year is read of its days, by the monitors that are asked for', async () => {
    const plan = await planOf(() => storage.monitors.knownSince(organizationId, ids.slice(0, 5), [day(-6), day(-364)]))
    expect(plan).toContain('monitor_days_pkey')
    expect(plan).not.toMatch(/Seq Scan on monitor_days|monitor_checks|monitor_hours|monitor_minutes/)
  })

  it('ninety bars of days are read of days', async () => {
    const range = { step: 'day', width: 1, start: day(-89), end: day(1) } as const
    const plan = await planOf(() => storage.monitors.history(organizationId, ids.slice(0, 5), range))
    expect(plan).toContain('monitor_days_pkey')
    expect(plan).not.toMatch(/Seq Scan on monitor_days|monitor_checks|monitor_hours|monitor_minutes/)
  })

  it.each([
    ['hour', 'monitor_hours_20260615'],
    ['minute', 'monitor_minutes_20260615'],
  ] as const)('a day is read of its %ss alone', async (step, partition) => {
    const range = { step, width: 30, start: day(0), end: day(1) } as const
    const plan = await planOf(() => storage.monitors.history(organizationId, ids.slice(0, 5), range))
    expect(plan).toContain(`${partition}_pkey`)
    expect(plan).not.toMatch(new RegExp(`Seq Scan on ${partition}|${partition.slice(0, -2)}14|monitor_checks`))
  })

  it('what is past retention is found by its day', async () => {
    recording.statements.length = 0
    await storage.maintain({ now: NOW, retentionDays: 30 })
    const deletion = recording.statements.find(({ text }) => text.includes('.monitor_days where day'))
    expect(await explain(database.pool, deletion!)).toContain('monitor_days_by_day')
  })
})
