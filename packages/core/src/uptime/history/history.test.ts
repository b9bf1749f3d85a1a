import { describe, expect, it } from '@jest/globals'
import { UNKNOWN_HEALTH } from '../state.js'
import { knownBefore } from './known.js'
import { latencyOf, latencySlot, percentileOf } from './latency.js'
import { piecesOf } from './pieces.js'

const at = (text: string) => new Date(`2026-03-01T${text}Z`)
const check = (time: string) => ({
  ...{ at: at(time), isUp: true, isChange: false, reason: null, detail: '', responseMs: 12 },
  ...{ found: 'up' as const, timings: null, answer: null },
})

describe('a check adds to the past', () => {
  it.each([
    ['the first of all', null, '12:00:30', '12:00+0! 12+0! 01+0!'],
    ['within a minute', '12:00:10', '12:00:40', '12:00+30! 12+30! 01+30!'],
    ['over the border of a minute', '12:00:40', '12:01:40', '12:00+20 12:01+40! 12+60! 01+60!'],
    ['over the border of an hour', '11:59:30', '12:00:15', '11:59+30 12:00+15! 11+30 12+15! 01+45!'],
    ['at the border', '12:00:00', '12:01:00', '12:00+60 12:01+0! 12+60! 01+60!'],
    ['over minutes without a check', '12:00:30', '12:03:30', '12:00+30 12:01+60 12:02+60 12:03+30! 12+180! 01+180!'],
    [
      'so long after the one before that minutes say nothing',
      '10:30:00',
      '12:00:00',
      '12:00+0! 10+1800 11+3600 12+0! 01+5400!',
    ],
    ['earlier than the one before', '12:05:00', '12:00:30', '12:00+0! 12+0! 01+0!'],
  ])('%s', (_, before, time, pieces) => {
    const found = piecesOf({
      check: check(time),
      before: before === null ? null : { status: 'up', at: at(before) },
    })
    const place = { minute: [11, 16], hour: [11, 13], day: [8, 10] } as const
    const told = found.map(
      (piece) => `${piece.at.toISOString().slice(...place[piece.step])}+${piece.ms / 1000}${piece.hasCheck ? '!' : ''}`,
    )
    expect(told.join(' ')).toBe(pieces)
  })
})

describe('what a monitor was before a check', () => {
  const monitor = (lastCheckAt: Date | null, retrySeconds: number | null = null) =>
    ({ health: { ...UNKNOWN_HEALTH, status: 'down' }, lastCheckAt, intervalSeconds: 60, retrySeconds }) as const
  it.each([
    ['nothing without one before', null, null, false],
    ['what that one made of it', '11:59:00', null, true],
    ['also where some are missing', '11:57:00', null, true],
    ['not where the server stood still', '11:56:59', null, false],
    ['where it is looked at again later than usual', '11:52:00', 300, true],
  ])('is %s', (_, before, retrySeconds, isKnown) => {
    const last = before === null ? null : at(before)
    const known = knownBefore(monitor(last, retrySeconds), at('12:00:00'))
    expect(known).toEqual(isKnown ? { status: 'down', at: last } : null)
  })

  it('is nothing where it was unknown', () => {
    expect(knownBefore({ ...monitor(at('11:59:30')), health: UNKNOWN_HEALTH }, at('12:00:00'))).toBeNull()
  })
})

describe('latencies', () => {
  it('are told within 4.5 % of what they were', () => {
    for (let ms = 1; ms <= 65_000; ms = Math.ceil(ms * 1.013)) {
      const told = latencyOf(latencySlot(ms))
      expect(Math.abs(told - ms)).toBeLessThanOrEqual(ms * 0.045 + 0.5)
    }
  })

  it('of nothing and of hours have a slot, too', () => {
    expect(latencyOf(latencySlot(0))).toBe(1)
    expect(latencySlot(10_000_000)).toBe(latencySlot(65_535))
  })

  it('have percentiles: so many are no slower', () => {
    const counts = new Map([
      [latencySlot(1000), 1],
      [latencySlot(100), 94],
      [latencySlot(300), 5],
    ])
    expect(percentileOf(counts, 0.5)).toBe(latencyOf(latencySlot(100)))
    expect(percentileOf(counts, 0.94)).toBe(latencyOf(latencySlot(100)))
    expect(percentileOf(counts, 0.95)).toBe(latencyOf(latencySlot(300)))
    expect(percentileOf(counts, 1)).toBe(latencyOf(latencySlot(1000)))
    expect(percentileOf(new Map(), 0.5)).toBeNull()
  })
})
