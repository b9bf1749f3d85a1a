import { describe, expect, it } from '@jest/globals'
import { minutesAfter, NOON } from '../testing/builders.js'
import { riseOf, windowOf } from './rising.js'

describe('the rise of an issue', () => {
  it('puts what is new before what is always there, and what fell last', () => {
    const counts: readonly (readonly [events: number, before: number])[] = [
      ...([
        [1000, 0],
        [40, 0],
        [1000, 800],
        [110, 90],
        [1, 0],
        [5, 5],
        [0, 10],
      ] as const),
    ]
    const sorted = counts.toSorted((a, b) => riseOf(...b) - riseOf(...a))
    expect(sorted).toEqual([
      [1000, 0],
      [40, 0],
      [1000, 800],
      [110, 90],
      [1, 0],
      [5, 5],
      [0, 10],
    ])
  })
})

describe('the window of an incident', () => {
  it.each([
    ['that is over', 10, 20, -5, 10],
    ['that goes on', null, 20, -5, 20],
    ['that goes on for days, its first day', null, 5000, -5, 1440],
    ['that will be', null, -30, -5, 0],
  ])('%s begins a little before it', (_, resolved, now, from, to) => {
    const resolvedAt = resolved === null ? null : minutesAfter(NOON, resolved)
    expect(windowOf({ startedAt: NOON, resolvedAt }, minutesAfter(NOON, now))).toEqual({
      from: minutesAfter(NOON, from),
      to: new Date(minutesAfter(NOON, to).getTime() + 1),
    })
  })
})
