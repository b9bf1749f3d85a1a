import { describe, expect, it } from '@jest/globals'
import { spanOf, usageFigures } from './usage-figures.js'

const intervals = ['2026-03-01T00:00:00+00:00', '2026-03-02T00:00:00+00:00']
const group = (outcome: string, reason: string, project: string, ...counts: number[]) => ({
  by: { outcome, reason, project },
  series: { 'sum(quantity)': counts },
})

describe('figures of usage', () => {
  it('are summed by what became of events, by reason and by project', () => {
    const figures = usageFigures({
      intervals,
      groups: [
        group('accepted', '', '1', 5, 7),
        group('accepted', '', '2', 100, 0),
        group('filtered', 'localhost', '1', 1, 1),
        group('filtered', 'localhost', '2', 3, 0),
        group('rate_limited', 'key_rate', '1', 0, 9),
      ],
    })
    expect(figures.totals).toEqual({ accepted: 112, filtered: 5, rate_limited: 9, invalid: 0, client_discard: 0 })
    expect(figures.buckets.accepted).toEqual([
      { at: Date.parse('2026-03-01'), count: 105 },
      { at: Date.parse('2026-03-02'), count: 7 },
    ])
    expect(figures.reasons).toEqual([
      { end: 'rate_limited', reason: 'key_rate', count: 9 },
      { end: 'filtered', reason: 'localhost', count: 5 },
    ])
    expect(figures.projects).toMatchObject([
      { id: '2', totals: { accepted: 100, filtered: 3 } },
      { id: '1', totals: { accepted: 12, filtered: 2, rate_limited: 9 } },
    ])
  })

  it('leave out what a newer server counts, and are zeroes where nothing came', () => {
    const figures = usageFigures({ intervals, groups: [group('abducted', 'x', '1', 1, 1)] })
    expect(figures.totals.accepted).toBe(0)
    expect(figures.buckets.invalid.map(({ count }) => count)).toEqual([0, 0])
    expect([figures.reasons, figures.projects]).toEqual([[], []])
  })

  it('are asked for in whole days of the server, or in hours', () => {
    const now = Date.parse('2026-03-14T12:34:56Z')
    expect(spanOf('7d', now)).toEqual({
      ...{ start: '2026-03-08T00:00:00.000Z', end: '2026-03-14T12:00:00.000Z', interval: '1d' },
    })
    expect(spanOf('24h', now)).toMatchObject({ start: '2026-03-13T13:00:00.000Z', interval: '1h' })
  })
})
