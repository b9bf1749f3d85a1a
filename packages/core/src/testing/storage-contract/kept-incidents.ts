import { expect, it } from '@jest/globals'
import type { MaintenanceSchedule } from '../../ports/maintenance.js'
import type { Storage } from '../../ports/storage.js'
import { aMonitorSetup, minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aWorld, type World } from './world.js'

const DAYS = 30
const afterDays = (days: number) => minutesAfter(NOON, days * 24 * 60)

export function keptIncidentsContract({ empty }: Subject): void {
  const maintain = (storage: Storage, days: number, kept?: number) =>
    storage.maintain({
      ...{ now: afterDays(days), retentionDays: 90 },
      ...(kept === undefined ? {} : { retention: { incidents: kept } }),
    })
  const open = ({ storage, organizationId, user }: World, title: string, monitorIds: readonly string[] = []) =>
    storage.incidents.open(
      organizationId,
      { title, severity: 'notice', text: 'We look into it', monitorIds, startedAt: NOON },
      { userId: user.id, at: NOON },
    )
  const resolve = ({ storage, organizationId, user }: World, id: string, day: number) =>
    storage.incidents.change(organizationId, id, { status: 'resolved' }, { userId: user.id, at: afterDays(day) })
  const titles = async ({ storage, organizationId }: World) =>
    (await storage.incidents.list(organizationId, {}, ALL)).items.map(({ title }) => title).sort()

  it('what was resolved is kept for its days from then on, what goes on for as long as it does', async () => {
    const storage = await empty()
    const [world, other] = [await aWorld(storage), await aWorld(storage)]
    const { id: monitorId } = await storage.monitors.create(world.organizationId, aMonitorSetup(), NOON)
    const early = await open(world, 'early', [monitorId])
    const late = await open(world, 'late')
    const theirs = await open(other, 'theirs')
    await open(world, 'goes on')
    await resolve(world, early.id, 0)
    await resolve(world, late.id, 5)
    await resolve(other, theirs.id, 0)
    await maintain(storage, DAYS, DAYS)
    expect(await titles(world)).toEqual(['early', 'goes on', 'late'])
    await maintain(storage, DAYS + 1, DAYS)
    expect(await titles(world)).toEqual(['goes on', 'late'])
    expect(await titles(other)).toEqual([])
    expect(await storage.incidents.get(world.organizationId, early.id)).toBeNull()
    expect((await storage.incidents.entries(world.organizationId, [early.id])).get(early.id) ?? []).toEqual([])
    expect(await resolve(world, early.id, 99)).toBeNull()
    // Nothing of it is left behind at its monitor, and its number is nobody else's.
    expect((await open(world, 'next', [monitorId])).number).toBe(4)
    expect((await open(other, 'next')).number).toBe(2)
  })

  it('one that was opened again is not past', async () => {
    const storage = await empty()
    const world = await aWorld(storage)
    const { id } = await open(world, 'again')
    await resolve(world, id, 0)
    const actor = { userId: world.user.id, at: afterDays(2) }
    await storage.incidents.change(world.organizationId, id, { status: 'open' }, actor)
    await maintain(storage, DAYS * 9, DAYS)
    expect(await titles(world)).toEqual(['again'])
  })

  it('any number goes at once', async () => {
    const storage = await empty()
    const world = await aWorld(storage)
    for (let index = 0; index < 250; index += 1) {
      const { id } = await open(world, `n${index}`)
      await resolve(world, id, 0)
    }
    await Promise.all([maintain(storage, DAYS + 1, DAYS), maintain(storage, DAYS + 1, DAYS)])
    expect(await titles(world)).toEqual([])
  })

  it('three years are kept where nobody says otherwise, whatever events are kept for', async () => {
    const storage = await empty()
    const world = await aWorld(storage)
    const { id } = await open(world, 'old')
    await resolve(world, id, 0)
    await maintain(storage, 3 * 365)
    expect(await titles(world)).toEqual(['old'])
    await maintain(storage, 3 * 365 + 1)
    expect(await titles(world)).toEqual([])
  })

  it('a maintenance window is kept as long after its end, and one without an end stays', async () => {
    const storage = await empty()
    const { organizationId } = await aWorld(storage)
    const weekly = { kind: 'weekly', days: [1], time: '03:30', minutes: 60, timezone: 'UTC' } as const
    const schedules: readonly MaintenanceSchedule[] = [
      { kind: 'single', start: NOON, end: minutesAfter(NOON, 60) },
      { kind: 'single', start: NOON, end: afterDays(5) },
      { ...weekly, until: NOON },
      { ...weekly, until: null },
    ]
    for (const schedule of schedules) {
      const setup = { title: '', text: '', schedule, isPublic: false, monitorIds: [], groups: [], tags: [] }
      await storage.maintenance.create(organizationId, setup, NOON)
    }
    const left = async () => (await storage.maintenance.list(organizationId)).map(({ schedule }) => schedule).reverse()
    await maintain(storage, DAYS, DAYS)
    expect(await left()).toEqual(schedules)
    await maintain(storage, DAYS + 1, DAYS)
    expect(await left()).toEqual([schedules[1], schedules[3]])
  })
}
