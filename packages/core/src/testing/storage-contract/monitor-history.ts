import { expect, it } from '@jest/globals'
import type { HistoryBucket, HistoryStep } from '../../ports/monitor-history.js'
import type { CheckedMonitor, Monitor, MonitorStatus } from '../../ports/monitors.js'
import { latencySlot } from '../../uptime/history/latency.js'
import { STEP_MS } from '../../uptime/history/steps.js'
import { aMonitorSetup, minutesAfter, NOON } from '../builders.js'
import type { Subject } from './subject.js'
import { aWorld, found, UNKNOWN_IDS, type World } from './world.js'

export function monitorHistoryContract({ storage, empty }: Subject): void {
  const make = ({ organizationId, storage: { monitors } }: World) =>
    monitors.create(organizationId, aMonitorSetup(), NOON)

  /** Keeps a check so many seconds after noon; what it was before is `before`. */
  const look = async (
    { storage: { monitors } }: World,
    { id, organizationId }: Monitor,
    [seconds, before, answer]: Seen,
    since: number | null,
  ) => {
    const monitor = found(await monitors.get(organizationId, id))
    const isUp = answer !== null
    const checked: CheckedMonitor = {
      ...{ organizationId, monitorId: id, version: monitor.version, health: monitor.health, nextCheckAt: null },
      ...{
        telling: 'none',
        signal: null,
        certificateEndsAt: null,
        before: since === null ? null : { status: before, at: afterNoon(since) },
      },
      check: {
        ...{ at: afterNoon(seconds), isUp, isChange: false, reason: isUp ? null : 'timeout', detail: '' },
        ...{ responseMs: answer, found: isUp ? 'up' : 'down', timings: null, answer: null },
      },
    }
    expect(await monitors.record([checked])).toEqual(new Set())
  }
  const lookAtAll = async (world: World, monitor: Monitor, all: readonly Seen[]) => {
    for (const [index, seen] of all.entries()) await look(world, monitor, seen, all[index - 1]?.[0] ?? null)
  }

  it.each([1, 2, 3])('is what its checks were, whatever they were (%i)', async (seed) => {
    const world = await aWorld(storage())
    const monitor = await make(world)
    const all = aWalk(seed)
    await lookAtAll(world, monitor, all)
    const end = afterNoon(found(all.at(-1))[0] + 60)
    for (const step of ['minute', 'hour', 'day'] as const) {
      const start = new Date(Math.floor(NOON.getTime() / STEP_MS[step]) * STEP_MS[step])
      const range = { step, width: 1, start, end }
      const history = await world.storage.monitors.history(world.organizationId, [monitor.id], range)
      expect(found(history.get(monitor.id)).map(plain)).toEqual(counted(all, step))
    }
  })

  it('is told in wider stretches, too, counted from where they begin', async () => {
    const world = await aWorld(storage())
    const monitor = await make(world)
    const other = await make(world)
    await lookAtAll(world, monitor, [
      [0, 'up', 100],
      [1800, 'up', 200],
      [3500, 'down', null],
      [5400, 'down', 120],
      [8000, 'degraded', 100],
    ])
    const range = { step: 'hour', width: 2, start: NOON, end: minutesAfter(NOON, 240) } as const
    const history = await world.storage.monitors.history(world.organizationId, [monitor.id, other.id], range)
    expect(history.get(other.id)).toEqual([])
    expect(found(history.get(monitor.id)).map(plain)).toEqual([
      {
        ...{ at: NOON, checks: 4, failed: 1, knownMs: 7_200_000, downMs: 3_600_000, degradedMs: 1_800_000 },
        ...{ maintenanceMs: 0, latency: slots([100, 200, 120]) },
      },
      {
        ...{ at: minutesAfter(NOON, 120), checks: 1, failed: 0, knownMs: 800_000, downMs: 0, degradedMs: 800_000 },
        ...{ maintenanceMs: 0, latency: slots([100]) },
      },
    ])
  })

  it('tells what is known since a day', async () => {
    const world = await aWorld(storage())
    const monitor = await make(world)
    const hours = (count: number) => count * 3600
    const none = { knownMs: 0, downMs: 0, degradedMs: 0, maintenanceMs: 0 }
    await lookAtAll(world, monitor, [
      [0, 'up', 5],
      [hours(6), 'up', 5],
      [hours(18), 'down', 5],
      [hours(40), 'maintenance', 5],
    ])
    const days = [0, 1, 2].map((day) => minutesAfter(NOON, -720 + day * 1440))
    const known = await world.storage.monitors.knownSince(world.organizationId, [monitor.id], days)
    const ofHours = (known: number, down: number, maintenance: number) => ({
      ...none,
      ...{ knownMs: hours(known) * 1000, downMs: hours(down) * 1000, maintenanceMs: hours(maintenance) * 1000 },
    })
    expect(known.get(monitor.id)).toEqual([ofHours(40, 12, 22), ofHours(28, 6, 22), ofHours(4, 0, 4)])
  })

  it('is of the checks that are kept alone, and of the own organization', async () => {
    const world = await aWorld(storage())
    const other = await aWorld(storage())
    const { monitors } = storage()
    const monitor = await make(world)
    const checked: CheckedMonitor = {
      ...{ organizationId: world.organizationId, monitorId: monitor.id, version: 7, health: monitor.health },
      ...{ before: { status: 'up', at: minutesAfter(NOON, -1) }, nextCheckAt: null, telling: 'none', signal: null },
      check: {
        ...{ at: NOON, isUp: true, isChange: false, reason: null, detail: '', responseMs: 3 },
        ...{ found: 'up', timings: null, answer: null },
      },
      certificateEndsAt: null,
    }
    const range = { step: 'minute', width: 1, start: minutesAfter(NOON, -5), end: minutesAfter(NOON, 5) } as const
    expect(await monitors.record([checked])).toEqual(new Set([monitor.id]))
    expect((await monitors.history(world.organizationId, [monitor.id], range)).get(monitor.id)).toEqual([])
    await monitors.record([{ ...checked, version: 0 }])
    expect((await monitors.history(world.organizationId, [monitor.id], range)).get(monitor.id)).toHaveLength(2)
    for (const id of [other.organizationId, ...UNKNOWN_IDS]) {
      expect((await monitors.history(id, [monitor.id], range)).size).toBe(0)
      expect((await monitors.knownSince(id, [monitor.id], [NOON])).size).toBe(0)
    }
    expect((await monitors.history(world.organizationId, UNKNOWN_IDS, range)).size).toBe(0)
    await monitors.delete(world.organizationId, monitor.id)
    expect((await monitors.history(world.organizationId, [monitor.id], range)).size).toBe(0)
  })

  it('is kept for a time of its own by minutes, hours and days', async () => {
    const world = await aWorld(await empty())
    const { monitors, maintain } = world.storage
    const monitor = await make(world)
    await lookAtAll(world, monitor, [[0, 'up', 5]])
    const left = async (days: number) => {
      await maintain({ now: minutesAfter(NOON, days * 1440), retentionDays: 1 })
      const range = { width: 1, start: minutesAfter(NOON, -720), end: minutesAfter(NOON, 720) }
      const kept = ['minute', 'hour', 'day'] as const
      const all = await Promise.all(
        kept.map((step) => monitors.history(world.organizationId, [monitor.id], { ...range, step })),
      )
      return all.map((history) => history.get(monitor.id)?.length)
    }
    expect(await left(2)).toEqual([1, 1, 1])
    expect(await left(3)).toEqual([0, 1, 1])
    expect(await left(91)).toEqual([0, 0, 1])
    expect(await left(1096)).toEqual([0, 0, 0])
  })
}

/** Seconds after noon, what it was until then, and the latency, null where it failed. */
type Seen = readonly [seconds: number, before: MonitorStatus | 'maintenance', answer: number | null]

function afterNoon(seconds: number): Date {
  return new Date(NOON.getTime() + seconds * 1000)
}

/** Steps of up to ten minutes, at times an hour and a half, which is too long for minutes. */
function aWalk(seed: number): readonly Seen[] {
  let state = seed
  const below = (limit: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % limit
  }
  let seconds = 0
  return Array.from({ length: 60 }, () => {
    seconds += below(12) === 0 ? 5400 : 1 + below(600)
    const status = found((['up', 'down', 'degraded', 'maintenance'] as const)[below(4)])
    return [seconds, status, below(4) === 0 ? null : 2 ** below(15) + below(9)] as const
  })
}

/** The same counted second by second. */
function counted(all: readonly Seen[], step: HistoryStep) {
  const buckets = new Map<number, ReturnType<typeof plain>>()
  const add = (seconds: number, changes: Partial<Record<'checks' | 'failed' | keyof typeof TIMES, number>>) => {
    const at = Math.floor(afterNoon(seconds).getTime() / STEP_MS[step]) * STEP_MS[step]
    const bucket = buckets.get(at) ?? { at: new Date(at), checks: 0, failed: 0, ...TIMES, latency: [] }
    const sums = Object.entries(changes).map(([key, more]) => [key, bucket[key as 'checks'] + more])
    buckets.set(at, { ...bucket, ...Object.fromEntries(sums) })
    return at
  }
  for (const [index, [seconds, before, answer]] of all.entries()) {
    const since = all[index - 1]?.[0] ?? seconds
    if (step !== 'minute' || seconds - since <= 3600)
      for (let second = since; second < seconds; second += 1)
        add(second, { knownMs: 1000, ...(before === 'up' ? {} : { [`${before}Ms`]: 1000 }) })
    const at = add(seconds, { checks: 1, failed: answer === null ? 1 : 0 })
    const bucket = found(buckets.get(at))
    if (answer !== null) buckets.set(at, { ...bucket, latency: merged([...bucket.latency, ...slots([answer])]) })
  }
  return [...buckets.values()].sort((a, b) => Number(a.at) - Number(b.at))
}

const TIMES = { knownMs: 0, downMs: 0, degradedMs: 0, maintenanceMs: 0 }

function plain({ parts, latency, ...bucket }: HistoryBucket) {
  return { ...bucket, latency: merged([...latency]) }
}

function slots(latencies: readonly number[]) {
  return merged(latencies.map((ms) => [latencySlot(ms), 1] as const))
}

function merged(counts: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const sums = new Map<number, number>()
  for (const [slot, count] of counts) sums.set(slot, (sums.get(slot) ?? 0) + count)
  return [...sums].sort(([a], [b]) => a - b)
}
