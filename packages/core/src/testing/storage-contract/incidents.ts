import { expect, it } from '@jest/globals'
import type { IncidentEntry, IncidentSignal, NewIncident } from '../../ports/incidents.js'
import type { Id } from '../../ports/model.js'
import type { Monitor } from '../../ports/monitors.js'
import { aMonitorSetup, minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aUser, aWorld, expectCode, found, UNKNOWN_IDS, type World, walk } from './world.js'

export function incidentsContract({ storage }: Subject): void {
  const aMonitor = ({ organizationId }: World, name = 'Shop', projectId: Id | null = null) =>
    storage().monitors.create(organizationId, aMonitorSetup({ name, projectId }), NOON)

  /** A check of each monitor, `minute` minutes after noon, that means this. */
  const signal = async (kind: IncidentSignal['kind'], minute: number, ...monitors: readonly Monitor[]) => {
    const at = minutesAfter(NOON, minute)
    const now = await Promise.all(
      monitors.map(async ({ organizationId, id }) => found(await storage().monitors.get(organizationId, id))),
    )
    const isUp = kind !== 'down'
    const check = {
      ...{ at, isUp, isChange: true, reason: isUp ? null : ('timeout' as const), detail: '', responseMs: 9 },
      ...{ found: isUp ? ('up' as const) : ('down' as const), timings: null, answer: null },
    }
    const stale = await storage().monitors.record(
      now.map(({ organizationId, id, version, name, health }) => ({
        ...{ organizationId, monitorId: id, version, check, health, telling: 'none' as const, nextCheckAt: null },
        ...{ before: null, certificateEndsAt: null },
        signal: { kind, title: `${name} is ${kind}`, cause: `cause ${minute}` },
      })),
    )
    expect(stale.size).toBe(0)
  }
  const list = async ({ organizationId }: World, filter = {}) =>
    (await storage().incidents.list(organizationId, filter, ALL)).items
  const timeline = async ({ organizationId }: World, id: Id) =>
    (await storage().incidents.entries(organizationId, [id])).get(id) ?? []
  const said = (entries: readonly IncidentEntry[]) =>
    entries.map(({ at, kind }) => `${(at.getTime() - NOON.getTime()) / 60_000} ${kind}`)
  const byHand = (incident: Partial<NewIncident> = {}): NewIncident => ({
    ...{ title: 'Mail is late', severity: 'notice', text: 'We look into it', monitorIds: [], startedAt: NOON },
    ...incident,
  })
  const at = (world: World, minute: number) => ({ userId: world.user.id, at: minutesAfter(NOON, minute) })

  it('a check opens one, later ones join it, and it resolves when all is well', async () => {
    const world = await aWorld(storage())
    const shop = await aMonitor(world)
    await signal('degraded', 1, shop)
    await signal('down', 2, shop)
    await signal('degraded', 3, shop)
    const [open, ...others] = await list(world)
    expect(others).toEqual([])
    expect(open).toMatchObject({
      ...{
        number: 1,
        title: 'Shop is degraded',
        status: 'open',
        severity: 'down',
        cause: 'cause 1',
        isAutomatic: true,
      },
      ...{ startedAt: minutesAfter(NOON, 1), resolvedAt: null, acknowledgedAt: null },
      monitors: [{ id: shop.id, name: 'Shop', projectId: null }],
    })
    await signal('up', 4, shop)
    expect(await list(world)).toEqual([{ ...open, status: 'resolved', resolvedAt: minutesAfter(NOON, 4) }])
    const entries = await timeline(world, found(open).id)
    expect(said(entries)).toEqual([
      ...['1 monitor_degraded', '2 monitor_down', '3 monitor_degraded', '4 monitor_up', '4 resolved'],
    ])
    expect(entries[1]).toMatchObject({
      text: 'cause 2',
      monitorId: shop.id,
      userId: null,
      isPublic: false,
      stage: null,
    })
    await signal('up', 5, shop)
    await signal('down', 6, shop)
    expect((await list(world)).map(({ number, status }) => [number, status])).toEqual([
      [2, 'open'],
      [1, 'resolved'],
    ])
  })

  it('many at once get a number each, by organization', async () => {
    const [one, two] = [await aWorld(storage()), await aWorld(storage())]
    const monitors: Monitor[] = []
    for (const world of [one, one, two, one]) monitors.push(await aMonitor(world, `m${monitors.length}`))
    await signal('down', 1, ...monitors)
    expect((await list(one)).map(({ number }) => number).toSorted()).toEqual([1, 2, 3])
    expect((await list(two)).map(({ number }) => number)).toEqual([1])
    await signal('up', 2, ...monitors)
    expect((await list(one, { state: 'open' })).concat(await list(two, { state: 'open' }))).toEqual([])
  })

  it('a check that is not kept opens none', async () => {
    const world = await aWorld(storage())
    const { organizationId, id, version, health } = await aMonitor(world)
    const check = {
      ...{ at: NOON, isUp: false, isChange: true, reason: null, detail: '', responseMs: null },
      ...{ found: 'down' as const, timings: null, answer: null },
    }
    await storage().monitors.record([
      {
        ...{
          organizationId,
          monitorId: id,
          version: version + 1,
          check,
          health,
          telling: 'none' as const,
          before: null,
          certificateEndsAt: null,
          nextCheckAt: null,
        },
        signal: { kind: 'down', title: 'x', cause: '' },
      },
    ])
    expect(await list(world)).toEqual([])
  })

  it('people open, acknowledge, tell of, resolve and reopen them', async () => {
    const world = await aWorld(storage())
    const { incidents } = storage()
    const shop = await aMonitor(world)
    const made = await incidents.open(world.organizationId, byHand({ monitorIds: [shop.id] }), at(world, 1))
    expect(made).toMatchObject({ number: 1, title: 'Mail is late', severity: 'notice', isAutomatic: false, cause: '' })
    const { id } = made
    const change = (minute: number, wanted: Parameters<typeof incidents.change>[2]) =>
      incidents.change(world.organizationId, id, wanted, at(world, minute))
    expect(await change(2, { status: 'acknowledged' })).toEqual({
      ...made,
      ...{ status: 'acknowledged', acknowledgedAt: minutesAfter(NOON, 2), acknowledgedBy: world.user.id },
    })
    await change(3, { status: 'acknowledged', title: 'Mail', severity: 'down' })
    const update = { text: '**Soon**\0', stage: 'identified', isPublic: true } as const
    await incidents.addUpdate(world.organizationId, id, update, at(world, 4))
    // It is in this one already, so none is opened; and what people opened, people resolve.
    await signal('down', 5, shop)
    await signal('up', 6, shop)
    expect(await list(world)).toMatchObject([{ id, status: 'acknowledged', title: 'Mail', severity: 'down' }])
    expect(await change(7, { status: 'resolved' })).toMatchObject({ resolvedBy: world.user.id, status: 'resolved' })
    expect(await change(8, { status: 'open' })).toMatchObject({
      ...{ status: 'open', resolvedAt: null, resolvedBy: null, acknowledgedAt: null, acknowledgedBy: null },
    })
    const entries = await timeline(world, id)
    expect(said(entries)).toEqual([
      ...['1 opened', '2 acknowledged', '4 update', '5 monitor_down', '6 monitor_up', '7 resolved', '8 reopened'],
    ])
    expect(entries[2]).toMatchObject({ text: '**Soon**', stage: 'identified', isPublic: true, userId: world.user.id })
    await signal('down', 9, shop)
    expect(await list(world)).toHaveLength(1)
  })

  it('an incident that is resolved by hand is not joined, and opened again takes back who is free', async () => {
    const world = await aWorld(storage())
    const { incidents } = storage()
    const [shop, mail] = [await aMonitor(world), await aMonitor(world, 'Mail')]
    const { id } = await incidents.open(world.organizationId, byHand({ monitorIds: [shop.id, mail.id] }), at(world, 0))
    await incidents.change(world.organizationId, id, { status: 'resolved' }, at(world, 1))
    await signal('down', 2, shop)
    expect((await list(world)).map(({ number }) => number)).toEqual([2, 1])
    await incidents.change(world.organizationId, id, { status: 'acknowledged' }, at(world, 3))
    await signal('down', 4, shop, mail)
    expect(await list(world)).toHaveLength(2)
    expect(said(await timeline(world, id))).toEqual(['0 opened', '1 resolved', '3 reopened', '4 monitor_down'])
  })

  it('a monitor is in one at a time', async () => {
    const world = await aWorld(storage())
    const shop = await aMonitor(world)
    await signal('down', 1, shop)
    const open = (monitorIds: readonly Id[], owner = world) =>
      storage().incidents.open(owner.organizationId, byHand({ monitorIds }), at(owner, 2))
    await expectCode(open([shop.id]), 'conflict')
    await expectCode(open([shop.id], await aWorld(storage())), 'not_found')
    for (const id of UNKNOWN_IDS) await expectCode(open([id]), 'not_found')
    await signal('up', 3, shop)
    expect((await open([shop.id, shop.id])).monitors).toHaveLength(1)
  })

  it('monitors that nobody looks at leave, and those that are gone are named no more', async () => {
    const world = await aWorld(storage())
    const { incidents, monitors } = storage()
    const [shop, mail] = [await aMonitor(world), await aMonitor(world, 'Mail')]
    await signal('down', 1, shop, mail)
    await incidents.leave((await aWorld(storage())).organizationId, [shop.id], minutesAfter(NOON, 2))
    expect(await list(world, { state: 'open' })).toHaveLength(2)
    await incidents.leave(world.organizationId, [shop.id, ...UNKNOWN_IDS], minutesAfter(NOON, 2))
    const [resolved] = await list(world, { state: 'resolved', monitorIds: [shop.id] })
    expect(resolved).toMatchObject({ resolvedAt: minutesAfter(NOON, 2), resolvedBy: null })
    await monitors.delete(world.organizationId, shop.id)
    expect(await list(world, { monitorIds: [shop.id] })).toEqual([])
    expect(await incidents.get(world.organizationId, found(resolved).id)).toEqual({ ...resolved, monitors: [] })
    expect((await timeline(world, found(resolved).id))[0]).toMatchObject({ kind: 'monitor_down', monitorId: null })
  })

  it('are found by state, monitor, project and time, and by their organization alone', async () => {
    const world = await aWorld(storage())
    const other = await aWorld(storage())
    const { incidents } = storage()
    const shop = await aMonitor(world, 'Shop', world.projectId)
    const mail = await aMonitor(world, 'Mail')
    for (const minute of [10, 20]) {
      await signal('down', minute, shop)
      await signal('up', minute + 5, shop)
    }
    await signal('down', 30, mail)
    const numbers = async (filter: object) => (await list(world, filter)).map(({ number }) => number)
    expect(await numbers({ state: 'open' })).toEqual([3])
    expect(await numbers({ state: 'resolved' })).toEqual([2, 1])
    expect(await numbers({ monitorIds: [mail.id] })).toEqual([3])
    expect(await numbers({ monitorIds: [] })).toEqual([])
    expect(await numbers({ projectIds: [world.projectId, ...UNKNOWN_IDS] })).toEqual([2, 1])
    expect(await numbers({ projectIds: [other.projectId] })).toEqual([])
    expect(await numbers({ from: minutesAfter(NOON, 15), to: minutesAfter(NOON, 20) })).toEqual([1])
    expect(await numbers({ from: minutesAfter(NOON, 26) })).toEqual([3])
    const all = await walk((page) => incidents.list(world.organizationId, {}, page), 2)
    expect(all.map(({ number }) => number)).toEqual([3, 2, 1])
    const { id } = found(all[0])
    for (const wrong of [...UNKNOWN_IDS, id]) {
      expect(await incidents.get(other.organizationId, wrong)).toBeNull()
      expect(await incidents.change(other.organizationId, wrong, { title: 'x' }, at(world, 1))).toBeNull()
      const update = { text: '', stage: null, isPublic: false }
      expect(await incidents.addUpdate(other.organizationId, wrong, update, at(world, 1))).toBeNull()
      expect((await incidents.entries(other.organizationId, [wrong])).size).toBe(0)
    }
  })

  it('stay when those who worked on them are gone', async () => {
    const world = await aWorld(storage())
    const user = await aUser(storage())
    const { incidents, users } = storage()
    const { id } = await incidents.open(world.organizationId, byHand(), { userId: user.id, at: NOON })
    await incidents.change(world.organizationId, id, { status: 'acknowledged' }, { userId: user.id, at: NOON })
    await users.delete(user.id)
    expect(await incidents.get(world.organizationId, id)).toMatchObject({
      acknowledgedBy: null,
      status: 'acknowledged',
    })
    expect((await timeline(world, id)).map(({ userId }) => userId)).toEqual([null, null])
  })
}
