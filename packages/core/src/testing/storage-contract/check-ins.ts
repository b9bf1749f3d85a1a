import { expect, it } from '@jest/globals'
import type { NewCheckIn } from '../../ports/items.js'
import { newEventId } from '../../protocol/ids.js'
import { minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aWorld, UNKNOWN_IDS, type World, walk } from './world.js'

const UNHEARD = { expectedAt: null, heardAs: null }

export function checkInsContract({ storage, empty }: Subject): void {
  const aCheckIn = ({ organizationId, projectId }: World, checkIn: Partial<NewCheckIn> = {}): NewCheckIn => ({
    organizationId,
    projectId,
    checkInId: newEventId(),
    monitorSlug: 'nightly',
    status: 'in_progress',
    durationMs: null,
    environment: null,
    release: null,
    monitorConfig: null,
    receivedAt: NOON,
    ...checkIn,
  })
  const list = async (world: World) =>
    (await world.storage.checkIns.list(world.organizationId, world.projectId, ALL)).items
  const accepted = async (world: World) => {
    const range = { from: NOON, to: minutesAfter(NOON, 60) }
    const { organizationId } = world
    const found = await world.storage.ingest.outcomes({
      organizationId,
      projectIds: null,
      category: 'monitor',
      ...range,
    })
    return found.reduce((total, { quantity }) => total + quantity, 0)
  }

  it('a run that ends keeps what was said when it began', async () => {
    const world = await aWorld(storage())
    const monitorConfig = { schedule: { type: 'crontab', value: '0 3 * * *' }, timezone: 'Europe/Vienna' }
    const began = aCheckIn(world, { monitorConfig, environment: 'prod', release: '1.0' })
    const ended = aCheckIn(world, {
      checkInId: began.checkInId,
      status: 'ok',
      durationMs: 1234.5,
      receivedAt: minutesAfter(NOON, 2),
    })
    await storage().checkIns.add([began])
    expect(await list(world)).toEqual([{ ...began, updatedAt: NOON, ...UNHEARD }])
    await storage().checkIns.add([ended])
    const whole = { ...began, status: 'ok', durationMs: 1234.5, updatedAt: minutesAfter(NOON, 2) }
    expect(await list(world)).toEqual([{ ...whole, ...UNHEARD }])
    expect(await accepted(world)).toBe(2)
  })

  it('both ends in one batch are one run', async () => {
    const world = await aWorld(storage())
    const began = aCheckIn(world)
    await storage().checkIns.add([began, { ...began, status: 'error', durationMs: 5 }])
    expect(await list(world)).toMatchObject([{ status: 'error', durationMs: 5 }])
    expect(await accepted(world)).toBe(2)
  })

  it('delivered again, or late, the beginning does not undo the end', async () => {
    const world = await aWorld(storage())
    const began = aCheckIn(world)
    const ended = aCheckIn(world, { ...began, status: 'ok', receivedAt: minutesAfter(NOON, 2) })
    await storage().checkIns.add([began, ended])
    for (let time = 0; time < 2; time += 1) {
      await storage().checkIns.add([began])
      await storage().checkIns.add([ended, began])
    }
    await storage().checkIns.add([{ ...began, receivedAt: minutesAfter(NOON, 3) }])
    expect(await list(world)).toMatchObject([{ status: 'ok', updatedAt: minutesAfter(NOON, 2) }])
    expect(await accepted(world)).toBe(2)
  })

  it('of two ends the one received later counts', async () => {
    const world = await aWorld(storage())
    const ended = aCheckIn(world, { status: 'timeout', receivedAt: minutesAfter(NOON, 2) })
    await storage().checkIns.add([ended])
    await storage().checkIns.add([{ ...ended, status: 'error', receivedAt: minutesAfter(NOON, 1) }])
    expect(await list(world)).toMatchObject([{ status: 'timeout' }])
    await storage().checkIns.add([{ ...ended, status: 'ok', receivedAt: minutesAfter(NOON, 3) }])
    expect(await list(world)).toMatchObject([{ status: 'ok', receivedAt: minutesAfter(NOON, 2) }])
  })

  it('are listed newest first, page by page, of all monitors or of one', async () => {
    const world = await aWorld(storage())
    const names = ['a', 'b', 'a', 'a', 'b']
    await storage().checkIns.add(
      names.map((monitorSlug, index) => aCheckIn(world, { monitorSlug, receivedAt: minutesAfter(NOON, index % 4) })),
    )
    const { organizationId, projectId } = world
    const all = await walk((page) => storage().checkIns.list(organizationId, projectId, page), 2)
    expect(all.map(({ receivedAt }) => receivedAt)).toEqual([3, 2, 1, 0, 0].map((minute) => minutesAfter(NOON, minute)))
    const ofA = await walk((page) => storage().checkIns.list(organizationId, projectId, page, { monitorSlug: 'a' }), 2)
    expect(ofA.map(({ monitorSlug }) => monitorSlug)).toEqual(['a', 'a', 'a'])
    expect((await storage().checkIns.list(organizationId, projectId, ALL, { monitorSlug: 'a\0' })).items).toEqual([])
  })

  it("go with their project and with their age, and are nobody else's", async () => {
    const world = await aWorld(await empty())
    const other = await aWorld(world.storage)
    const { checkIns, projects } = world.storage
    await checkIns.add([aCheckIn(world), aCheckIn(world, { receivedAt: minutesAfter(NOON, -60 * 24 * 9) })])
    await checkIns.add(UNKNOWN_IDS.map((projectId) => aCheckIn({ ...world, projectId })))
    await checkIns.add([])
    for (const id of [other.organizationId, ...UNKNOWN_IDS])
      expect((await checkIns.list(id, world.projectId, ALL)).items).toEqual([])
    expect(await list(world)).toHaveLength(2)
    await world.storage.maintain({ now: NOON, retentionDays: 7 })
    expect(await list(world)).toHaveLength(1)
    await projects.delete(world.organizationId, world.projectId)
    await checkIns.add([aCheckIn(world)])
    expect(await list(world)).toEqual([])
  })
}
