import { expect, it } from '@jest/globals'
import type { NewCheckIn } from '../../ports/items.js'
import type { CronRun, CronSetup } from '../../ports/monitor-crons.js'
import type { CheckedMonitor, Monitor } from '../../ports/monitors.js'
import { newEventId } from '../../protocol/ids.js'
import { aMonitorSetup, minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { ALL, aWorld, expectCode, found, UNKNOWN_IDS, type World } from './world.js'

const NIGHTLY: CronSetup = {
  ...{ slug: 'nightly', schedule: { type: 'crontab', value: '0 3 * * *' }, timezone: 'Europe/Vienna' },
  ...{ marginMinutes: 5, maxRuntimeMinutes: 30 },
}
const PROGRESS = { settledAt: NOON, missedAt: minutesAfter(NOON, -60) }

export function cronsContract({ storage, empty }: Subject): void {
  const aJob = ({ organizationId, projectId, storage: { monitors } }: World, cron: Partial<CronSetup> = {}) =>
    monitors.create(
      organizationId,
      aMonitorSetup({ projectId, type: 'Cron', url: '', cron: { ...NIGHTLY, ...cron } }),
      NOON,
    )
  const aCheckIn = ({ organizationId, projectId }: World, checkIn: Partial<NewCheckIn> = {}): NewCheckIn => ({
    ...{ organizationId, projectId, checkInId: newEventId(), monitorSlug: 'nightly', status: 'ok', durationMs: null },
    ...{ environment: null, release: null, monitorConfig: null, receivedAt: NOON, ...checkIn },
  })
  /** One that is stored, as it is looked at. */
  const aRun = async (world: World, checkIn: Partial<NewCheckIn> = {}) => {
    const given = aCheckIn(world, checkIn)
    await world.storage.checkIns.add([given])
    return found((await unheard(world)).find(({ checkInId }) => checkInId === given.checkInId))
  }
  const unheard = async ({ projectId, storage: { checkIns } }: World) =>
    (await checkIns.unheard(1000)).filter((one) => one.projectId === projectId)
  const runs = async ({ organizationId, projectId, storage: { checkIns } }: World) =>
    (await checkIns.list(organizationId, projectId, ALL)).items
  const placeOf = ({ organizationId, projectId }: World, monitorSlug = 'nightly') => ({
    ...{ organizationId, projectId, monitorSlug },
  })
  const checked = (monitor: Monitor, run: CronRun | null): CheckedMonitor => ({
    ...{ organizationId: monitor.organizationId, monitorId: monitor.id, version: monitor.version },
    ...{ health: monitor.health, before: null, telling: 'none', signal: null, nextCheckAt: minutesAfter(NOON, 9) },
    check: {
      ...{ at: NOON, isUp: true, isChange: false, reason: null, detail: '', responseMs: null },
      ...{ found: 'up', timings: null, answer: null },
    },
    certificateEndsAt: null,
    cron: { progress: PROGRESS, run },
  })
  const planned = ({ organizationId, id, version }: Monitor, run: CronRun | null, nextCheckAt: Date | null = null) => ({
    ...{ organizationId, monitorId: id, version, nextCheckAt, cron: { progress: PROGRESS, run } },
  })

  it('a job is found by its project and slug, and is one in them', async () => {
    const world = await aWorld(storage())
    const other = await aWorld(storage())
    const { monitors } = storage()
    const made = await aJob(world)
    expect(made).toMatchObject({ cron: NIGHTLY, progress: { settledAt: null, missedAt: null } })
    await aJob(other)
    await aJob(world, { slug: 'weekly' })
    await expectCode(aJob(world), 'conflict')
    const places = [placeOf(world), placeOf(world), placeOf(world, 'none'), placeOf(world, 'a\0')]
    expect(await monitors.ofCheckIns(places)).toEqual([made])
    expect(await monitors.ofCheckIns([{ ...placeOf(world), organizationId: other.organizationId }])).toEqual([])
    expect(await monitors.countCrons(world.organizationId, world.projectId)).toBe(2)
    expect(await monitors.countCrons(other.organizationId, world.projectId)).toBe(0)
    const renamed = aMonitorSetup({ projectId: world.projectId, type: 'Cron', cron: { ...NIGHTLY, slug: 'weekly' } })
    await expectCode(monitors.update(world.organizationId, made.id, renamed, NOON), 'conflict')
  })

  it('is due when it was made and when a step says so, not before', async () => {
    const world = await aWorld(await empty())
    const { monitors } = world.storage
    const made = await aJob(world)
    expect(await monitors.claimDue(NOON, 10)).toMatchObject([{ slot: NOON, monitor: { id: made.id } }])
    expect(await monitors.plan([planned(made, null, minutesAfter(NOON, 7))])).toEqual(new Set())
    expect(await monitors.get(world.organizationId, made.id)).toMatchObject({ progress: PROGRESS, version: 1 })
    expect(await monitors.claimDue(minutesAfter(NOON, 6), 10)).toEqual([])
    expect(await monitors.claimDue(minutesAfter(NOON, 7), 10)).toMatchObject([{ slot: minutesAfter(NOON, 7) }])
    // Whoever claimed it has died.
    expect(await monitors.claimDue(minutesAfter(NOON, 9), 10)).toMatchObject([{ slot: minutesAfter(NOON, 7) }])
    expect(await monitors.plan([planned({ ...made, version: 1 }, null)])).toEqual(new Set())
    expect(await monitors.claimDue(minutesAfter(NOON, 9999), 10)).toEqual([])
  })

  it('a report is heard once, with its check', async () => {
    const world = await aWorld(storage())
    const { monitors } = storage()
    const made = await aJob(world)
    const run = { kind: 'heard', checkIn: await aRun(world), expectedAt: minutesAfter(NOON, -2) } as const
    const answers = await Promise.all(Array.from({ length: 6 }, () => monitors.record([checked(made, run)])))
    expect(answers.filter((stale) => stale.size === 0)).toHaveLength(1)
    const after = found(await monitors.get(world.organizationId, made.id))
    expect(after).toMatchObject({ progress: PROGRESS, version: 1, lastCheckAt: NOON })
    expect(await monitors.record([checked(after, run)])).toEqual(new Set([made.id]))
    expect(await monitors.plan([planned(after, run)])).toEqual(new Set([made.id]))
    expect((await monitors.checks(world.organizationId, made.id, ALL)).items).toHaveLength(1)
    expect(await unheard(world)).toEqual([])
    expect(await runs(world)).toEqual([{ ...run.checkIn, heardAs: 'ok', expectedAt: run.expectedAt }])
  })

  it('one that reports again is to be heard again, and what was looked at before is not kept', async () => {
    const world = await aWorld(storage())
    const { monitors, checkIns } = storage()
    const made = await aJob(world)
    const began = await aRun(world, { status: 'in_progress' })
    const { updatedAt, expectedAt, heardAs, ...again } = began
    const ended = { ...again, status: 'ok', receivedAt: minutesAfter(NOON, 1) } as const
    await checkIns.add([ended])
    expect(await monitors.plan([planned(made, { kind: 'heard', checkIn: began, expectedAt: null })])).toEqual(
      new Set([made.id]),
    )
    await checkIns.ignore([began])
    expect(await unheard(world)).toMatchObject([{ status: 'ok', updatedAt: minutesAfter(NOON, 1) }])
    await checkIns.ignore(await unheard(world))
    await checkIns.ignore([])
    expect(await unheard(world)).toEqual([])
    await checkIns.add([ended])
    expect(await unheard(world)).toEqual([])
    expect(await runs(world)).toMatchObject([{ heardAs: 'ok' }])
  })

  it('runs are in progress from when they are heard until they end or take too long', async () => {
    const world = await aWorld(storage())
    const other = await aWorld(storage())
    const { monitors, checkIns } = storage()
    const made = await aJob(world)
    const places = [placeOf(world), placeOf(world), placeOf(other)]
    const began = await aRun(world, { status: 'in_progress' })
    expect(await checkIns.running(places)).toEqual([])
    await monitors.plan([planned(made, { kind: 'heard', checkIn: began, expectedAt: NOON })])
    const [running] = await checkIns.running(places)
    expect(running).toEqual({ ...began, heardAs: 'in_progress', expectedAt: NOON })
    const run = { kind: 'timed_out', checkIn: found(running) } as const
    expect(await monitors.record([checked({ ...made, version: 1 }, run)])).toEqual(new Set())
    expect(await checkIns.running(places)).toEqual([])
    expect(await runs(world)).toMatchObject([{ status: 'timeout', heardAs: 'timeout', expectedAt: NOON }])
    expect(await unheard(world)).toEqual([])
    const { updatedAt, expectedAt, heardAs, ...again } = began
    await checkIns.add([{ ...again, status: 'ok', receivedAt: minutesAfter(NOON, 50) }])
    expect(await unheard(world)).toMatchObject([{ status: 'ok', heardAs: 'timeout' }])
  })

  it('a run that reports just before it takes too long does not take too long', async () => {
    const world = await aWorld(storage())
    const { monitors, checkIns } = storage()
    const made = await aJob(world)
    await monitors.plan([
      planned(made, { kind: 'heard', checkIn: await aRun(world, { status: 'in_progress' }), expectedAt: null }),
    ])
    const [running] = await checkIns.running([placeOf(world)])
    const { updatedAt, expectedAt, heardAs, ...again } = found(running)
    await checkIns.add([{ ...again, status: 'ok', receivedAt: minutesAfter(NOON, 1) }])
    const run = { kind: 'timed_out', checkIn: found(running) } as const
    expect(await monitors.record([checked({ ...made, version: 1 }, run)])).toEqual(new Set([made.id]))
    expect(await runs(world)).toMatchObject([{ status: 'ok' }])
  })

  it('a run that never began is there', async () => {
    const world = await aWorld(storage())
    const made = await aJob(world)
    const [expectedAt, at] = [minutesAfter(NOON, -5), NOON]
    const run = { kind: 'missed', place: placeOf(world), expectedAt, at } as const
    expect(await storage().monitors.record([checked(made, run)])).toEqual(new Set())
    expect(await runs(world)).toEqual([
      {
        ...{ ...placeOf(world), checkInId: expect.stringMatching(/^[\da-f]{32}$/), status: 'missed', durationMs: null },
        ...{ environment: null, release: null, monitorConfig: null, receivedAt: at, updatedAt: at },
        ...{ expectedAt, heardAs: 'missed' },
      },
    ])
    expect(await unheard(world)).toEqual([])
  })

  it('of ids of nothing there is nothing', async () => {
    const { monitors, checkIns } = storage()
    const world = await aWorld(storage())
    for (const id of UNKNOWN_IDS) {
      const place = { organizationId: id, projectId: id, monitorSlug: 'a' }
      expect(await monitors.ofCheckIns([place])).toEqual([])
      expect(await checkIns.running([place])).toEqual([])
      expect(await monitors.countCrons(world.organizationId, id)).toBe(0)
      const nobody = { organizationId: id, monitorId: id, version: 0, nextCheckAt: null }
      expect(await monitors.plan([{ ...nobody, cron: { progress: PROGRESS, run: null } }])).toEqual(new Set([id]))
    }
    expect(await monitors.ofCheckIns([])).toEqual([])
    expect(await monitors.plan([])).toEqual(new Set())
  })
}
