import { describe, expect, it } from '@jest/globals'
import { fillBuckets } from './buckets.js'

const HOUR = 3_600_000
const NOON = Date.parse('2026-01-15T12:00:00Z')

describe('filling buckets', () => {
  it('puts zeros where nothing happened, and ends with the present', () => {
    const filled = fillBuckets([[NOON / 1000 - 7200, 5]], { bucketMs: HOUR, count: 4, endMs: NOON + 1234 })
    expect(filled.map(({ count }) => count)).toEqual([0, 5, 0, 0])
    expect(filled.at(-1)?.at).toBe(NOON)
  })

  it('adds up what falls into one, and leaves out what is older', () => {
    const points: [number, number][] = [
      [NOON / 1000 + 1, 1],
      [NOON / 1000 + 60, 2],
      [NOON / 1000 - 999_999, 50],
    ]
    expect(fillBuckets(points, { bucketMs: HOUR, count: 2, endMs: NOON })).toEqual([
      { at: NOON - HOUR, count: 0 },
      { at: NOON, count: 3 },
    ])
  })
})
