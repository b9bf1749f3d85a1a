import { describe, expect, it } from '@jest/globals'
import { FRESH_PACE, type PaceRules, paced } from './pace.js'

const START = Date.parse('2026-01-14T12:00:00.000Z')
const PLAIN: PaceRules = { digestMinutes: 0, quietHours: null }

/** When what happens at each of these minutes leaves, by minute. */
function leaving(minutes: readonly number[], rules: PaceRules) {
  let pace = FRESH_PACE
  return minutes.map((minute) => {
    const next = paced(pace, rules, new Date(START + minute * 60_000))
    pace = next.pace
    return [(next.at.getTime() - START) / 60_000, next.held] as const
  })
}

describe('the pace of an alert', () => {
  it('tells at once without a digest', () => {
    expect(leaving([0, 1, 2], PLAIN)).toEqual([
      [0, null],
      [1, null],
      [2, null],
    ])
  })

  it('gathers what happens within a digest of a message, and again after what was gathered', () => {
    expect(leaving([0, 1, 29, 31, 59, 95], { ...PLAIN, digestMinutes: 30 })).toEqual([
      [0, null],
      [30, 'digest'],
      [30, 'digest'],
      [60, 'digest'],
      [60, 'digest'],
      // The last one left at 60.
      [95, null],
    ])
  })

  it('gathers by itself what is more than ten messages in ten minutes, until it is over', () => {
    const ticks = Array.from({ length: 6 * 600 }, (_, tick) => tick / 10)
    const left = leaving(ticks, PLAIN)
    expect(left.filter(([, held]) => held === null)).toEqual(ticks.slice(0, 10).map((minute) => [minute, null]))
    const gathered = [...new Set(left.slice(10).map(([minute]) => minute))]
    expect(gathered).toEqual(Array.from({ length: 36 }, (_, index) => 10.9 + 10 * index))
    expect(leaving([...ticks, 375, 376], PLAIN).slice(-2)).toEqual([
      [375, null],
      [376, null],
    ])
  })

  it('goes on at once when a clock that was ahead has been set right', () => {
    expect(leaving([600, 601, 0, 1], PLAIN).slice(2)).toEqual([
      [0, null],
      [1, null],
    ])
    expect(leaving([600, 0, 31], { ...PLAIN, digestMinutes: 30 }).slice(1)).toEqual([
      [30, 'digest'],
      [60, 'digest'],
    ])
  })

  it('gathers what happens in quiet hours, and what would leave within them', () => {
    const quietHours = { start: '13:00', end: '15:00', timeZone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7] }
    expect(leaving([61, 100, 180], { ...PLAIN, quietHours })).toEqual([
      [180, 'quiet'],
      [180, 'quiet'],
      [180, null],
    ])
    expect(leaving([50, 55, 170, 185], { quietHours, digestMinutes: 30 })).toEqual([
      [50, null],
      [180, 'quiet'],
      [180, 'quiet'],
      [210, 'digest'],
    ])
  })
})
