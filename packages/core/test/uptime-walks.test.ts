import { describe, expect, it } from '@jest/globals'
import type { Monitor, Telling } from '../src/ports/monitors.js'
import { aMonitorSetup, minutesAfter, NOON } from '../src/testing/builders.js'
import { checkedBy } from '../src/uptime/judge.js'
import { UNKNOWN_HEALTH } from '../src/uptime/state.js'
import { type Random, randomOf } from './fuzz/random.js'

const WALKS = 200
const MINUTES = 300

interface Minute {
  readonly isQuiet: boolean
  readonly telling: Telling
  readonly monitor: Monitor
}

/** What becomes of a monitor whose checks, pauses, maintenance and parent go by chance. */
function walk(random: Random): readonly Minute[] {
  let monitor: Monitor = {
    ...aMonitorSetup({
      confirmationThreshold: 1 + random.int(3),
      recoveryThreshold: 1 + random.int(3),
      remindSeconds: random.chance(0.5) ? 600 : null,
      degradedAfterMs: 500,
    }),
    ...{ id: '1', organizationId: '1', createdAt: NOON, endpointId: null, health: UNKNOWN_HEALTH },
    ...{
      lastCheckAt: null,
      certificateEndsAt: null,
      nextCheckAt: null,
      version: 0,
      progress: { settledAt: null, missedAt: null },
    },
  }
  const [unrest, quietness] = [random.pick([0.02, 0.2, 0.6]), random.pick([0, 0.05, 0.3])]
  let [isUp, isMaintained, isParentDown] = [true, false, false]
  return Array.from({ length: MINUTES }, (_, minute) => {
    if (random.chance(unrest)) isUp = !isUp
    if (random.chance(quietness)) isMaintained = !isMaintained
    if (random.chance(quietness)) isParentDown = !isParentDown
    if (random.chance(quietness)) monitor = { ...monitor, isPaused: !monitor.isPaused }
    const verdict = { reason: isUp ? null : ('timeout' as const), detail: '', responseMs: random.pick([10, 10, 900]) }
    const parent = isParentDown ? 'down' : 'fine'
    const { health, telling } = checkedBy(monitor, verdict, minutesAfter(NOON, minute), { isMaintained, parent })
    monitor = { ...monitor, health }
    return { isQuiet: isMaintained || isParentDown || monitor.isPaused, telling, monitor }
  })
}

describe('whatever comes', () => {
  const walks = Array.from({ length: WALKS }, (_, index) => walk(randomOf(1, index)))

  it('all kinds of things happen', () => {
    const minutes = walks.flat()
    expect(new Set(minutes.map(({ telling }) => telling)).size).toBe(5)
    expect(minutes.some(({ monitor }) => monitor.health.isFlapping)).toBe(true)
  })

  it('nobody is told twice that it is down, or recovered, without the other between', () => {
    for (const minutes of walks) {
      const told = minutes.map(({ telling }) => telling).filter((telling) => telling !== 'none')
      for (const kind of ['down', 'recovered'] as const) {
        const others = told.filter((telling) => telling !== 'reminder')
        others.forEach((telling, index) => {
          if (telling === kind) expect(others[index + 1]).not.toBe(kind)
        })
      }
      told.forEach((telling, index) => {
        if (telling === 'reminder') expect(['down', 'reminder']).toContain(told[index - 1])
        if (telling === 'recovered') expect(told.slice(0, index).some((one) => one !== 'recovered')).toBe(true)
      })
    }
  })

  it('nothing is told while it is paused or in maintenance, or its parent is down', () => {
    expect(walks.flat().filter(({ isQuiet, telling }) => isQuiet && telling !== 'none')).toEqual([])
  })

  it('what people know last is so, as soon as they may be told', () => {
    const known = { unknown: [null], up: [null, 'recovered'], degraded: ['degraded', 'recovered'], down: ['down'] }
    const wrong = walks.flat().filter(({ isQuiet, monitor: { health } }) => {
      const may: readonly unknown[] = known[health.status]
      return !isQuiet && !may.includes(health.told)
    })
    expect(wrong).toEqual([])
  })

  it('what flaps is told of seldom, and no more is kept than is looked at', () => {
    for (const minutes of walks) {
      expect(minutes.at(-1)?.monitor.health.recent.length).toBeLessThanOrEqual(21)
      const changes = minutes.filter(({ telling }) => telling === 'down').length
      expect(changes).toBeLessThan(MINUTES / 6)
    }
  })
})
