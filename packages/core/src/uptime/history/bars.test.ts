import { describe, expect, it } from '@jest/globals'
import { lastStretches, stretchesOf } from './bars.js'
import { STEP_MS } from './steps.js'

const NOW = new Date('2026-03-14T12:34:56.789Z')

describe('the last stretches', () => {
  it.each([
    [1, 48, 'minute', 30, 48, '2026-03-13T13:00'],
    [1, 24, 'hour', 1, 24, '2026-03-13T13:00'],
    [1, 7, 'hour', 4, 6, '2026-03-13T16:00'],
    [1, 180, 'minute', 8, 180, '2026-03-13T12:40'],
    [30, 30, 'day', 1, 30, '2026-02-13T00:00'],
    [30, 60, 'hour', 12, 60, '2026-02-13T00:00'],
    [90, 90, 'day', 1, 90, '2025-12-15T00:00'],
  ])('of %i days in %i bars', (days, bars, step, width, count, start) => {
    const range = lastStretches(NOW, days * STEP_MS.day, bars)
    expect(range).toMatchObject({ step, width })
    expect(stretchesOf(range)).toBe(count)
    expect(range.end > NOW).toBe(true)
    expect(range.end.getTime() - NOW.getTime()).toBeLessThanOrEqual(width * STEP_MS[range.step])
    expect(range.start.toISOString().slice(0, 16)).toBe(start)
  })
})
