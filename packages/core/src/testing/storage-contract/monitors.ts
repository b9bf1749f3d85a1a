import { randomUUID } from 'node:crypto'
import { expect, it } from '@jest/globals'
import type { CheckedMonitor, Monitor, MonitorCheck, MonitorHealth, MonitorSetup } from '../../ports/monitors.js'
import { nextSlot } from '../../uptime/schedule.js'
import { UNKNOWN_HEALTH } from '../../uptime/state.js'
import { aMonitorSetup as aSetup, minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aWorld, expectCode, found, UNKNOWN_IDS, type World, walk } from './world.js'

export function monitorsContract({ storage, empty }: Subject): void {
  const make = ({ organizationId, storage: { monitors } }: World, setup: Partial<MonitorSetup> = {}) =>
    monitors.create(organizationId, aSetup(setup), NOON)
  const aCheck = (check: Partial<MonitorCheck> = {}): MonitorCheck => ({
    ...{ at: NOON, isUp: true, isChange: false, reason: null, detail: '', responseMs: 12 },
    ...{ found: 'up', timings: null, answer: null },
    ...check,
  })
  const checked = (
    monitor: Monitor,
    rest: Partial<Omit<CheckedMonitor, 'check'>> & { check?: Partial<MonitorCheck> },
  ) => ({
    ...{ organizationId: monitor.organizationId, monitorId: monitor.id, version: monitor.version },
    ...{ health: monitor.health, telling: 'none' as const, before: null, nextCheckAt: null, signal: null },
    ...{ certificateEndsAt: null, ...rest },
    check: aCheck(rest.check),
  })

  it('a monitor is as it was set up, and nothing is known of it', async () => {
    const world = await aWorld(storage())
    const { organizationId, projectId } = world
    const setup = aSetup({
      ...{ projectId, timeoutSeconds: 7, expectedStatus: null, expectedBody: 'ok', confirmationThreshold: 3 },
      ...{ recoveryThreshold: 2, retrySeconds: 5, degradedAfterMs: 900, certificateDays: 14 },
      assertions: [
        { kind: 'status', expected: '2xx' },
        { kind: 'json', path: '$.ok', compare: 'equals', value: 'true' },
      ],
      request: {
        ...{ method: 'PUT', body: '{"a": "[]"}', redirects: 3, verifyTls: false },
        headers: [
          { name: 'accept', value: '*/*' },
          { name: 'x-key', value: { sealed: 'v1.abc' } },
        ],
        auth: { kind: 'basic', username: 'ada', password: { sealed: 'v1.def' } },
      },
    })
    const made = await make(world, setup)
    expect(made).toEqual({
      ...setup,
      ...{ id: made.id, organizationId, createdAt: NOON, endpointId: null, health: UNKNOWN_HEALTH },
      ...{ lastCheckAt: null, nextCheckAt: NOON, progress: { settledAt: null, missedAt: null }, version: 0 },
      certificateEndsAt: null,
    })
    expect(await storage().monitors.get(organizationId, made.id)).toEqual(made)
    expect(await storage().monitors.get((await aWorld(storage())).organizationId, made.id)).toBeNull()
  })

  it('they are listed by name, and changed and deleted by their organization alone', async () => {
    const world = await aWorld(storage())
    const other = await aWorld(storage())
    const names = ['b', 'a', 'C', 'a']
    for (const name of names) await make(world, { name })
    const all = await walk((page) => storage().monitors.list(world.organizationId, page), 2)
    expect(all.map(({ name }) => name)).toEqual(['C', 'a', 'a', 'b'])
    const { id } = found(all[0])
    const some = await storage().monitors.getMany(world.organizationId, [id, all[3]?.id ?? '', id, ...UNKNOWN_IDS])
    expect(some.map(({ name }) => name).sort()).toEqual(['C', 'b'])
    expect(await storage().monitors.getMany(other.organizationId, [id])).toEqual([])
    expect(await storage().monitors.getMany(world.organizationId, [])).toEqual([])
    expect(await storage().monitors.update(other.organizationId, id, aSetup(), NOON)).toBeNull()
    expect(await storage().monitors.delete(other.organizationId, id)).toBe(false)
    const changed = await storage().monitors.update(
      world.organizationId,
      id,
      aSetup({ name: 'z', isPaused: true }),
      NOON,
    )
    expect(changed).toEqual({ ...all[0], name: 'z', isPaused: true, nextCheckAt: null, version: 1 })
    expect(await storage().monitors.delete(world.organizationId, id)).toBe(true)
    expect(await storage().monitors.get(world.organizationId, id)).toBeNull()
  })

  it('a heartbeat has an address, which stays as long as it is one', async () => {
    const world = await aWorld(storage())
    const { monitors } = storage()
    const made = await make(world, { type: 'Heartbeat', url: '' })
    const endpointId = found(made.endpointId)
    expect(await monitors.getByEndpoint(world.organization.slug, endpointId)).toEqual(made)
    expect(await monitors.getByEndpoint(world.organization.slug, endpointId.toUpperCase())).toEqual(made)
    expect(await monitors.getByEndpoint((await aWorld(storage())).organization.slug, endpointId)).toBeNull()
    expect(await monitors.getByEndpoint(world.organization.slug, randomUUID())).toBeNull()
    const setup = aSetup({ type: 'Heartbeat', url: '' })
    expect((await monitors.update(world.organizationId, made.id, setup, NOON))?.endpointId).toBe(endpointId)
    expect((await monitors.update(world.organizationId, made.id, aSetup(), NOON))?.endpointId).toBeNull()
    expect((await monitors.update(world.organizationId, made.id, setup, NOON))?.endpointId).not.toBe(endpointId)
  })

  it('a heartbeat keeps the address that it had elsewhere, unless another has it', async () => {
    const world = await aWorld(storage())
    const setup = aSetup({ type: 'Heartbeat', url: '' })
    const endpointId = randomUUID()
    const { monitors } = storage()
    const made = await monitors.create(world.organizationId, setup, NOON, endpointId.toUpperCase())
    expect(made.endpointId).toBe(endpointId)
    await expectCode(monitors.create(world.organizationId, setup, NOON, endpointId), 'conflict')
    expect((await monitors.create(world.organizationId, setup, NOON, 'none')).endpointId).toMatch(/^[\da-f-]{36}$/)
    expect((await monitors.create(world.organizationId, aSetup(), NOON, randomUUID())).endpointId).toBeNull()
  })

  it('a project must be of the organization; without it a monitor goes on', async () => {
    const world = await aWorld(storage())
    const other = await aWorld(storage())
    await expectCode(make(world, { projectId: other.projectId }), 'not_found')
    const made = await make(world, { projectId: world.projectId })
    const moved = aSetup({ projectId: other.projectId })
    await expectCode(storage().monitors.update(world.organizationId, made.id, moved, NOON), 'not_found')
    await storage().projects.delete(world.organizationId, world.projectId)
    expect((await storage().monitors.get(world.organizationId, made.id))?.projectId).toBeNull()
    await storage().organizations.delete(world.organizationId)
    expect(await storage().monitors.get(world.organizationId, made.id)).toBeNull()
  })

  it('is due at once and then on its grid, each time to one caller alone', async () => {
    const world = await aWorld(await empty())
    const { monitors } = world.storage
    const made = await Promise.all(Array.from({ length: 20 }, (_, index) => make(world, { name: `m${index}` })))
    expect(await monitors.claimDue(new Date(NOON.getTime() - 1), 100)).toEqual([])
    const claims = (await Promise.all(Array.from({ length: 5 }, () => monitors.claimDue(NOON, 7)))).flat()
    expect(claims.map(({ monitor }) => monitor.id).sort()).toEqual(made.map(({ id }) => id).sort())
    expect(claims[0]?.slot).toEqual(NOON)
    await monitors.record(made.map((monitor) => checked(monitor, {})))
    const slots = new Map(made.map(({ id }) => [id, nextSlot(NOON, { number: Number(id), intervalSeconds: 60 })]))
    expect(await monitors.claimDue(new Date(NOON.getTime() + 1), 100)).toHaveLength(
      [...slots.values()].filter((slot) => slot.getTime() === NOON.getTime() + 1).length,
    )
    const later = await monitors.claimDue(minutesAfter(NOON, 1), 100)
    expect(new Map(later.map(({ monitor, slot }) => [monitor.id, slot]))).toEqual(slots)
    const order = later.map(({ slot }) => slot.getTime())
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })

  it('those of some organizations wait where that is wanted', async () => {
    const world = await aWorld(await empty())
    const other = await aWorld(world.storage)
    const { monitors } = world.storage
    const [first, second] = [await make(world), await make(other)]
    const idsOf = async (...except: readonly string[]) =>
      (await monitors.claimDue(NOON, 10, except)).map(({ monitor }) => monitor.id)
    expect(await idsOf(world.organizationId, 'abc')).toEqual([second.id])
    expect(await idsOf(other.organizationId)).toEqual([first.id])
  })

  it('it is told how much an organization watches', async () => {
    const world = await aWorld(storage())
    expect(await storage().monitors.load(world.organizationId)).toEqual({ monitors: 0, checksPerMinute: 0 })
    await make(world, { intervalSeconds: 30 })
    await make(world, { intervalSeconds: 120, isPaused: true })
    await make(world, { intervalSeconds: 60, retrySeconds: 10 })
    await make(world, { type: 'Heartbeat', url: '', intervalSeconds: 1 })
    expect(await storage().monitors.load(world.organizationId)).toEqual({ monitors: 4, checksPerMinute: 8.5 })
    expect(await storage().monitors.load('abc')).toEqual({ monitors: 0, checksPerMinute: 0 })
  })

  it('what is asked of name servers is kept, changed and forgotten', async () => {
    const world = await aWorld(storage())
    const { monitors } = storage()
    const dns = { recordType: 'MX', resolver: '[2001:db8::1]:53' } as const
    const made = await make(world, { type: 'DNS', url: 'example.com', dns })
    expect(await monitors.get(world.organizationId, made.id)).toMatchObject({ type: 'DNS', dns })
    const changed = aSetup({ type: 'DNS', url: 'example.com', dns: { ...dns, recordType: 'TXT' } })
    expect(await monitors.update(world.organizationId, made.id, changed, NOON)).toMatchObject({ dns: changed.dns })
    const other = aSetup({ type: 'ICMP', url: 'example.com' })
    expect(await monitors.update(world.organizationId, made.id, other, NOON)).toMatchObject({ type: 'ICMP', dns: null })
  })

  it('one that is being checked is nobody else’s until that is told or lost', async () => {
    const world = await aWorld(await empty())
    const { monitors } = world.storage
    const made = await make(world, { intervalSeconds: 1, timeoutSeconds: 5 })
    expect(await monitors.nextDue()).toEqual(NOON)
    expect(await monitors.claimDue(NOON, 10)).toHaveLength(1)
    expect(await monitors.nextDue()).toBeNull()
    const after = (seconds: number) => new Date(NOON.getTime() + seconds * 1000)
    expect(await monitors.claimDue(after(14), 10)).toEqual([])
    expect(await monitors.claimDue(after(15), 10)).toHaveLength(1)
    await monitors.record([checked(made, { check: { at: after(16) } })])
    expect(await monitors.claimDue(after(17), 10)).toHaveLength(1)
  })

  it('one that is paused, and a heartbeat that was never heard, are not due', async () => {
    const world = await aWorld(await empty())
    const { monitors } = world.storage
    await make(world, { isPaused: true })
    const silent = await make(world, { type: 'Heartbeat', url: '' })
    expect(await monitors.claimDue(minutesAfter(NOON, 60), 10)).toEqual([])
    const nextCheckAt = minutesAfter(NOON, 61)
    await monitors.record([checked(silent, { nextCheckAt, check: { at: minutesAfter(NOON, 60) } })])
    expect(await monitors.claimDue(minutesAfter(NOON, 60), 10)).toEqual([])
    expect(await monitors.claimDue(nextCheckAt, 10)).toMatchObject([{ monitor: { id: silent.id }, slot: nextCheckAt }])
  })

  it('what a check saw is kept, and told of many monitors only where it is wanted', async () => {
    const world = await aWorld(storage())
    const { monitors } = storage()
    const made = await make(world)
    const timings = { dns: 0.3, connect: 12.5, tls: null, firstByte: 80, transfer: 0 }
    const answer = {
      ...{
        status: 503,
        headers: [{ name: 'server', value: 'a"b' }],
        body: '{"x": "é"}',
        url: made.url,
        address: '::1',
      },
      ...{ certificate: null, records: ['a', 'b'] },
    }
    const certificateEndsAt = minutesAfter(NOON, 5)
    const check = { timings, answer, found: 'degraded' } as const
    await monitors.record([checked(made, { certificateEndsAt, check })])
    const after = found(await monitors.get(world.organizationId, made.id))
    expect(after.certificateEndsAt).toEqual(certificateEndsAt)
    expect((await monitors.checks(world.organizationId, made.id, ALL)).items).toMatchObject([check])
    expect((await monitors.recentChecks([after], 1)).get(made.id)).toMatchObject([{ timings, answer: null }])
    expect((await monitors.recentChecks([after], 1, { withAnswers: true })).get(made.id)).toMatchObject([check])
    await monitors.record([checked(after, { check: { at: minutesAfter(NOON, 1) } })])
    const same = await monitors.update(world.organizationId, made.id, aSetup({ name: 'b' }), NOON)
    expect(same?.certificateEndsAt).toEqual(certificateEndsAt)
    const moved = await monitors.update(world.organizationId, made.id, aSetup({ url: 'https://b.example/' }), NOON)
    expect(moved?.certificateEndsAt).toBeNull()
  })

  it('a check is kept with what it made of the monitor, once', async () => {
    const world = await aWorld(storage())
    const { monitors } = storage()
    const made = await make(world)
    const health: MonitorHealth = {
      ...{
        status: 'down',
        since: NOON,
        streak: 2,
        streakFor: 'up',
        recent: 'ud',
        isFlapping: true,
        told: 'down',
        toldAt: minutesAfter(NOON, 1),
      },
    }
    const check = {
      isUp: false,
      isChange: true,
      reason: 'wrong_status',
      detail: 'Wanted 200\0',
      responseMs: 80,
    } as const
    expect(await monitors.record([checked(made, { health, check })])).toEqual(new Set())
    expect(await monitors.get(world.organizationId, made.id)).toEqual({
      ...made,
      health,
      lastCheckAt: NOON,
      version: 1,
    })
    expect(await monitors.record([checked(made, { check })])).toEqual(new Set([made.id]))
    expect(await monitors.record([{ ...checked(made, {}), version: 1, organizationId: '999999999999' }])).toEqual(
      new Set([made.id]),
    )
    expect((await monitors.checks(world.organizationId, made.id, ALL)).items).toMatchObject([
      { ...check, detail: 'Wanted 200' },
    ])
    expect(await monitors.record([])).toEqual(new Set())
  })

  it('of two checks at the same time one counts', async () => {
    const world = await aWorld(storage())
    const made = await make(world)
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        storage().monitors.record([checked(made, { check: { at: minutesAfter(NOON, index) } })]),
      ),
    )
    expect(answers.filter((stale) => stale.size === 0)).toHaveLength(1)
    expect((await storage().monitors.checks(world.organizationId, made.id, ALL)).items).toHaveLength(1)
  })

  it('checks are listed newest first, over days, all or only changes', async () => {
    const world = await aWorld(storage())
    const { monitors } = storage()
    let monitor = await make(world)
    for (let index = 0; index < 9; index += 1) {
      const check = { at: minutesAfter(NOON, index * 300), isChange: index % 4 === 0, responseMs: index }
      await monitors.record([checked(monitor, { check })])
      monitor = found(await monitors.get(world.organizationId, monitor.id))
    }
    const list = (isChange?: boolean) =>
      walk(
        (page) => monitors.checks(world.organizationId, monitor.id, page, isChange === undefined ? {} : { isChange }),
        4,
      )
    expect((await list()).map(({ responseMs }) => responseMs)).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0])
    expect((await list(true)).map(({ responseMs }) => responseMs)).toEqual([8, 4, 0])
    expect((await list(false)).map(({ responseMs }) => responseMs)).toEqual([7, 6, 5, 3, 2, 1])
    const other = await aWorld(storage())
    expect((await monitors.checks(other.organizationId, monitor.id, ALL)).items).toEqual([])
    const unseen = await make(world)
    const recent = await monitors.recentChecks([monitor, unseen], 3)
    expect(recent.get(unseen.id)).toEqual([])
    expect(recent.get(monitor.id)?.[0]?.responseMs).toBe(8)
  })

  it('checks past retention go', async () => {
    const world = await aWorld(await empty())
    const { monitors, maintain } = world.storage
    const made = await make(world)
    await monitors.record([checked(made, {})])
    await maintain({ now: minutesAfter(NOON, 3 * 1440), retentionDays: 2 })
    expect((await monitors.checks(world.organizationId, made.id, ALL)).items).toEqual([])
  })

  it('ids of nothing are nothing', async () => {
    const { monitors } = storage()
    const world = await aWorld(storage())
    for (const id of UNKNOWN_IDS) {
      expect(await monitors.get(world.organizationId, id)).toBeNull()
      expect(await monitors.get(id, id)).toBeNull()
      expect(await monitors.update(world.organizationId, id, aSetup(), NOON)).toBeNull()
      expect(await monitors.delete(world.organizationId, id)).toBe(false)
      expect((await monitors.checks(world.organizationId, id, ALL)).items).toEqual([])
      expect((await monitors.list(id, ALL)).items).toEqual([])
      expect(await monitors.getByEndpoint(world.organization.slug, id)).toBeNull()
      await expectCode(make({ ...world, organizationId: id }), 'not_found')
      await expectCode(make(world, { projectId: id }), 'not_found')
    }
  })
}
