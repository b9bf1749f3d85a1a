import { describe, expect, it } from '@jest/globals'
import type { MonitorHealth, MonitorStatus } from '../ports/monitors.js'
import { minutesAfter, NOON } from '../testing/builders.js'
import { type ParentWord, wordOf } from './parent.js'
import { UNKNOWN_HEALTH } from './state.js'

const aParent = (health: Partial<MonitorHealth>, checkedMinutes: number | null = 1, isPaused = false) => ({
  health: { ...UNKNOWN_HEALTH, ...health },
  isPaused,
  lastCheckAt: checkedMinutes === null ? null : minutesAfter(NOON, checkedMinutes),
  nextCheckAt: isPaused ? null : minutesAfter(NOON, 5),
})
const UP = { status: 'up' } as const
const DOWN = { status: 'down' } as const
const UNSURE = { status: 'up', streak: 1, streakFor: 'down' } as const

describe('what a parent says when its child has changed at noon', () => {
  it.each<[string, ReturnType<typeof aParent>, MonitorStatus, number, ParentWord]>([
    ['it was looked at since and is up', aParent(UP), 'down', 1, 'fine'],
    ['it is down', aParent(DOWN, -1), 'down', 0, 'down'],
    ['it is down and the child is up again', aParent(DOWN), 'up', 1, 'down'],
    ['it was looked at before alone', aParent(UP, -1), 'down', 0, 'awaited'],
    ['it was never looked at', aParent({}, null), 'degraded', 1, 'awaited'],
    ['it is not sure of itself', aParent(UNSURE), 'down', 1, 'awaited'],
    ['it says nothing for two minutes', aParent(UNSURE), 'down', 2, 'fine'],
    ['good news wait for nobody', aParent(UP, -1), 'up', 0, 'fine'],
    ['it is paused', aParent(DOWN, -1, true), 'down', 0, 'fine'],
    ['it is a heartbeat that never came', { ...aParent({}, null), nextCheckAt: null }, 'down', 0, 'fine'],
  ])('%s', (_, parent, status, minutes, word) => {
    expect(wordOf(parent, { status, since: NOON }, minutesAfter(NOON, minutes))).toBe(word)
  })
})
