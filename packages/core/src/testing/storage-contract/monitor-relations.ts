import { expect, it } from '@jest/globals'
import { MONITOR_BOUNDS, type MonitorFilter } from '../../ports/monitor-relations.js'
import type { Monitor, MonitorSetup } from '../../ports/monitors.js'
import { NO_RELATIONS } from '../../uptime/relations.js'
import { UNKNOWN_HEALTH } from '../../uptime/state.js'
import { aMonitorSetup, minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aWorld, expectCode, found, UNKNOWN_IDS, type World, walk } from './world.js'

/** How monitors are sorted and depend on each other. */
export function monitorRelationsContract({ storage, empty }: Subject): void {
  const make = ({ organizationId, storage: { monitors } }: World, setup: Partial<MonitorSetup> = {}) =>
    monitors.create(organizationId, aMonitorSetup(setup), NOON)
  const get = async ({ organizationId }: World, { id }: Monitor) =>
    found(await storage().monitors.get(organizationId, id))

  it('are kept, and part of what is replaced', async () => {
    const world = await aWorld(storage())
    const parent = await make(world)
    const relations = {
      group: 'Shop/Payments "ü"',
      tags: ['b', 'a, {x}', '\\'],
      parentId: parent.id,
      remindSeconds: 600,
    }
    const made = await make(world, relations)
    expect(made).toMatchObject(relations)
    expect(await get(world, made)).toEqual(made)
    const after = await storage().monitors.update(world.organizationId, made.id, aMonitorSetup(), NOON)
    expect(after).toMatchObject(NO_RELATIONS)
  })

  it('narrow lists, with what is below a group', async () => {
    const world = await aWorld(storage())
    const { projectId } = world
    const shop = await make(world, { name: 'a', group: 'Shop', tags: ['eu', 'web'], projectId })
    const pay = await make(world, { name: 'b', group: 'Shop/Payments', tags: ['eu'], isPaused: true })
    await make(world, { name: 'c 100%', group: 'Shopping', url: 'https://Other.example/_x' })
    const none = await make(world, { name: 'd' })
    const health = { ...UNKNOWN_HEALTH, status: 'down', since: NOON } as const
    const check = {
      ...{ at: NOON, isUp: false, isChange: true, reason: null, detail: '', responseMs: null },
      ...{ found: 'down' as const, timings: null, answer: null },
    }
    await storage().monitors.record([
      {
        ...{ organizationId: world.organizationId, monitorId: none.id, version: 0, telling: 'down', nextCheckAt: null },
        ...{ before: null, signal: null, certificateEndsAt: null },
        ...{ check, health },
      },
    ])
    const names = async (filter: MonitorFilter) =>
      (await walk((page) => storage().monitors.list(world.organizationId, page, filter), 2)).map(({ name }) => name[0])
    const maintained = { monitorIds: [none.id, pay.id, 'x'], groups: ['Shopping', ''], tags: ['none'] }
    expect(await names({})).toEqual(['a', 'b', 'c', 'd'])
    expect(await names({ group: 'Shop' })).toEqual(['a', 'b'])
    expect(await names({ group: 'Shop/Payments' })).toEqual(['b'])
    expect(await names({ group: '' })).toEqual(['d'])
    expect(await names({ tag: 'eu' })).toEqual(['a', 'b'])
    expect(await names({ tag: 'eu', group: 'Shop', projectId })).toEqual(['a'])
    expect(await names({ projectId: 'x' })).toEqual([])
    expect(await names({ query: '100%' })).toEqual(['c'])
    expect(await names({ query: 'OTHER.example/_' })).toEqual(['c'])
    expect(await names({ query: 'nothing\0' })).toEqual([])
    expect(await names({ status: 'down' })).toEqual(['d'])
    expect(await names({ status: 'unknown' })).toEqual(['a', 'c'])
    expect(await names({ status: 'paused', maintained })).toEqual(['b'])
    expect(await names({ status: 'maintenance', maintained })).toEqual(['c', 'd'])
    expect(await names({ status: 'maintenance' })).toEqual([])
    expect(await names({ status: 'down', maintained })).toEqual([])
    expect(await names({ status: 'unknown', maintained: { ...maintained, tags: ['web'] } })).toEqual([])
    expect(shop.projectId).toBe(projectId)
  })

  it('a parent is a monitor of the organization that does not depend on its child', async () => {
    const world = await aWorld(storage())
    const other = await make(await aWorld(storage()))
    await expectCode(make(world, { parentId: other.id }), 'not_found')
    for (const parentId of UNKNOWN_IDS) await expectCode(make(world, { parentId }), 'not_found')
    const top = await make(world)
    const middle = await make(world, { parentId: top.id })
    const leaf = await make(world, { parentId: middle.id })
    const put = (monitor: Monitor, parentId: string) =>
      storage().monitors.update(world.organizationId, monitor.id, aMonitorSetup({ parentId }), NOON)
    await expectCode(put(top, leaf.id), 'conflict')
    await expectCode(put(top, top.id), 'conflict')
    expect(await put(leaf, top.id)).toMatchObject({ parentId: top.id })
    expect(await storage().monitors.delete(world.organizationId, top.id)).toBe(true)
    expect((await get(world, leaf)).parentId).toBeNull()
    expect((await get(world, middle)).parentId).toBeNull()
  })

  it('no circle comes of two changes at once, and no tower without end', async () => {
    const world = await aWorld(storage())
    const [a, b] = [await make(world), await make(world)]
    const put = (monitor: Monitor, parentId: string) =>
      storage().monitors.update(world.organizationId, monitor.id, aMonitorSetup({ parentId }), NOON)
    const answers = await Promise.allSettled([put(a, b.id), put(b, a.id), put(a, b.id), put(b, a.id)])
    expect(answers.filter(({ status }) => status === 'rejected').length).toBe(2)
    let top = await make(world)
    for (let level = 0; level < MONITOR_BOUNDS.ancestors; level += 1) top = await make(world, { parentId: top.id })
    await expectCode(make(world, { parentId: top.id }), 'conflict')
  })

  it('many are changed at once, those of the organization that are not like that already', async () => {
    const world = await aWorld(storage())
    const { monitors } = storage()
    const theirs = await make(await aWorld(storage()))
    const full = Array.from({ length: MONITOR_BOUNDS.tags }, (_, index) => `t${index}`)
    const [a, b, c] = [
      await make(world, { tags: ['x'] }),
      await make(world, { isPaused: true }),
      await make(world, { tags: full }),
    ]
    const ids = [c.id, b.id, a.id, a.id, theirs.id, ...UNKNOWN_IDS]
    const change = (it: Parameters<typeof monitors.changeMany>[2], now = NOON) =>
      monitors.changeMany(world.organizationId, ids, it, now)
    expect(await change({ action: 'pause' })).toEqual([c.id, a.id])
    expect(await get(world, a)).toEqual({ ...a, isPaused: true, nextCheckAt: null, version: 1 })
    const later = minutesAfter(NOON, 5)
    expect(await change({ action: 'resume' }, later)).toEqual([c.id, b.id, a.id])
    expect(await get(world, b)).toEqual({ ...b, isPaused: false, nextCheckAt: later, version: 1 })
    expect(await change({ action: 'tag', tag: 'y' })).toEqual([b.id, a.id])
    expect(await change({ action: 'untag', tag: 'x' })).toEqual([a.id])
    expect(await change({ action: 'move', group: 'G/H' })).toEqual([c.id, b.id, a.id])
    expect(await get(world, a)).toMatchObject({ tags: ['y'], group: 'G/H', version: 5, nextCheckAt: later })
    expect(await change({ action: 'delete' })).toEqual([c.id, b.id, a.id])
    expect(await monitors.get(theirs.organizationId, theirs.id)).toEqual(theirs)
    expect(await monitors.changeMany(world.organizationId, [], { action: 'delete' }, NOON)).toEqual([])
    expect(await monitors.changeMany('x', [theirs.id], { action: 'delete' }, NOON)).toEqual([])
  })

  it('a heartbeat that goes on is waited for from the next one on; when a check is due is told', async () => {
    const world = await aWorld(await empty())
    const { monitors } = world.storage
    const beat = await make(world, { type: 'Heartbeat', url: '', isPaused: true })
    await monitors.changeMany(world.organizationId, [beat.id], { action: 'resume' }, NOON)
    expect(await monitors.get(world.organizationId, beat.id)).toMatchObject({ isPaused: false, nextCheckAt: null })
    const site = await make(world)
    const [claim] = await monitors.claimDue(NOON, 10)
    expect(claim?.monitor.nextCheckAt?.getTime()).toBeGreaterThan(NOON.getTime())
    expect((await monitors.get(world.organizationId, site.id))?.nextCheckAt).toEqual(claim?.monitor.nextCheckAt)
  })
}
