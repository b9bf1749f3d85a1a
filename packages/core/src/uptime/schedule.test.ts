import { describe, expect, it } from '@jest/globals'
import { NOON } from '../testing/builders.js'
import { nextSlot } from './schedule.js'

describe('the slots of a monitor', () => {
  it.each([
    [1, 60],
    [7, 60],
    [12_345, 1],
    [99_999_999, 86_400],
    [3, 7],
  ])('of number %i every %i s are an interval apart, and after now', (number, intervalSeconds) => {
    const first = nextSlot(NOON, { number, intervalSeconds })
    expect(first.getTime()).toBeGreaterThan(NOON.getTime())
    expect(first.getTime() - NOON.getTime()).toBeLessThanOrEqual(intervalSeconds * 1000)
    expect(nextSlot(first, { number, intervalSeconds }).getTime()).toBe(first.getTime() + intervalSeconds * 1000)
    const between = new Date(first.getTime() - 1)
    expect(nextSlot(between, { number, intervalSeconds })).toEqual(first)
  })

  it('of ten thousand monitors fall on every second of their minute alike', () => {
    const seconds = new Map<number, number>()
    for (let number = 1; number <= 10_000; number += 1) {
      const second = nextSlot(NOON, { number, intervalSeconds: 60 }).getUTCSeconds()
      seconds.set(second, (seconds.get(second) ?? 0) + 1)
    }
    expect(seconds.size).toBe(60)
    expect(Math.max(...seconds.values())).toBeLessThan(170)
  })
})
