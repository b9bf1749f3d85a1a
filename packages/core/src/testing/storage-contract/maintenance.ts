import { expect, it } from '@jest/globals'
import { MAINTENANCE_BOUNDS, type MaintenanceSchedule, type MaintenanceSetup } from '../../ports/maintenance.js'
import { aMonitorSetup, minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aWorld, expectCode, found, UNKNOWN_IDS } from './world.js'

const SCHEDULES: readonly MaintenanceSchedule[] = [
  { kind: 'single', start: NOON, end: minutesAfter(NOON, 60) },
  { kind: 'weekly', days: [1, 7], time: '03:30', minutes: 60, timezone: 'Europe/Berlin', until: null },
  { kind: 'cron', cron: '0 4 * * *', minutes: 30, timezone: 'UTC', until: minutesAfter(NOON, 120) },
]

export function maintenanceContract({ storage, empty }: Subject): void {
  it.each(SCHEDULES)('keeps all of it, and what it becomes: $kind', async (schedule) => {
    const { organizationId } = await aWorld(storage())
    const { maintenance } = storage()
    const setup = aSetup({ schedule, groups: ['Shop/"ü"', 'b'], tags: ['\\', 'x, y'], isPublic: true, text: '# Hi\n' })
    const made = await maintenance.create(organizationId, setup, NOON)
    expect(made).toEqual({ ...setup, id: made.id, organizationId, createdAt: NOON })
    expect(await maintenance.get(organizationId, made.id)).toEqual(made)
    const after = aSetup({ title: 'Other' })
    expect(await maintenance.update(organizationId, made.id, after)).toEqual({ ...made, ...after })
    expect(await maintenance.delete(organizationId, made.id)).toBe(true)
    expect(await maintenance.delete(organizationId, made.id)).toBe(false)
    expect(await maintenance.get(organizationId, made.id)).toBeNull()
  })

  it('names only monitors of the organization that there are', async () => {
    const world = await aWorld(storage())
    const { maintenance, monitors } = storage()
    const make = async (organizationId: string) => (await monitors.create(organizationId, aMonitorSetup(), NOON)).id
    const [a, b] = [await make(world.organizationId), await make(world.organizationId)]
    const theirs = await make((await aWorld(storage())).organizationId)
    const setup = aSetup({ monitorIds: [b, a, b, theirs, ...UNKNOWN_IDS] })
    const { id, monitorIds } = await maintenance.create(world.organizationId, setup, NOON)
    expect(monitorIds).toEqual([a, b])
    await monitors.delete(world.organizationId, a)
    expect((await maintenance.get(world.organizationId, id))?.monitorIds).toEqual([b])
  })

  it('is listed newest first, of its organization alone, and goes with it', async () => {
    const [ours, theirs] = [await aWorld(storage()), await aWorld(storage())]
    const { maintenance } = storage()
    const titles = ['a', 'b', 'c', 'd', 'e']
    for (const [index, title] of titles.entries())
      await maintenance.create(ours.organizationId, aSetup({ title }), minutesAfter(NOON, Math.floor(index / 2)))
    const all = await maintenance.list(ours.organizationId)
    expect(all.map(({ title }) => title)).toEqual([...titles].reverse())
    const { id } = found(all[0])
    expect(await maintenance.get(theirs.organizationId, id)).toBeNull()
    expect(await maintenance.update(theirs.organizationId, id, aSetup())).toBeNull()
    expect(await maintenance.delete(theirs.organizationId, id)).toBe(false)
    await storage().organizations.delete(ours.organizationId)
    expect(await maintenance.list(ours.organizationId)).toEqual([])
  })

  it('of every organization those that are not over are told', async () => {
    const world = await aWorld(await empty())
    const other = await aWorld(world.storage)
    const { maintenance } = world.storage
    const made = await Promise.all(
      SCHEDULES.map((schedule, index) =>
        maintenance.create([world, other][index % 2]!.organizationId, aSetup({ schedule }), NOON),
      ),
    )
    const kinds = async (minutes: number) =>
      (await maintenance.unfinished(minutesAfter(NOON, minutes))).map(({ schedule }) => schedule.kind).sort()
    expect(await kinds(-9_999)).toEqual(['cron', 'single', 'weekly'])
    expect(await kinds(61)).toEqual(['cron', 'weekly'])
    expect(await kinds(120 + 31)).toEqual(['weekly'])
    const [single, weekly] = made
    await maintenance.update(world.organizationId, found(single).id, aSetup({ schedule: found(weekly).schedule }))
    expect(await kinds(99_999)).toEqual(['weekly', 'weekly'])
  })

  it('there are only so many, and ids of nothing are nothing', async () => {
    const { organizationId } = await aWorld(storage())
    const { maintenance } = storage()
    for (let index = 0; index < MAINTENANCE_BOUNDS.windows; index += 1)
      await maintenance.create(organizationId, aSetup(), NOON)
    await expectCode(maintenance.create(organizationId, aSetup(), NOON), 'conflict')
    for (const id of UNKNOWN_IDS) {
      await expectCode(maintenance.create(id, aSetup(), NOON), 'not_found')
      expect(await maintenance.get(organizationId, id)).toBeNull()
      expect(await maintenance.update(organizationId, id, aSetup())).toBeNull()
      expect(await maintenance.delete(id, id)).toBe(false)
      expect(await maintenance.list(id)).toEqual([])
    }
  })
}

function aSetup(setup: Partial<MaintenanceSetup> = {}): MaintenanceSetup {
  return {
    ...{ title: 'Upgrade', text: '', schedule: SCHEDULES[0]!, isPublic: false },
    ...{ monitorIds: [], groups: [], tags: [], ...setup },
  }
}
