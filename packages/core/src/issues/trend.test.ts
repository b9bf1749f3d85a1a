import { describe, expect, it } from '@jest/globals'
import { NEW_TREND, trendOf, trendWindow } from './trend.js'

const NOW = new Date('2026-03-20T12:34:56.000Z')
const { dayFrom } = trendWindow(NOW)
const daysBefore = (days: number) => new Date(dayFrom.getTime() - days * 86_400_000)

describe('the trend of an issue', () => {
  it('counts the running hour with the 23 before, against the 13 days before these', () => {
    expect(trendWindow(NOW)).toEqual({
      usualFrom: new Date('2026-03-06T13:00:00.000Z'),
      dayFrom: new Date('2026-03-19T13:00:00.000Z'),
      to: new Date('2026-03-20T13:00:00.000Z'),
    })
    expect(trendWindow(new Date('2026-03-20T12:00:00.000Z'))).toEqual(trendWindow(NOW))
  })

  it.each([
    ['nothing came', 0, 1300, 30, 0],
    ['as always', 100, 1300, 30, 100],
    ['three times as always, damped', 300, 1300, 30, 290],
    ['half, damped', 50, 1300, 30, 52],
    ['a handful of a rare one', 3, 0, 30, 160],
    ['a flood of a new one', 995, 0, 0, 20_000],
    ['one that is four days old', 100, 400, 4, 100],
    ['one that began an hour before the last day', 100, 100, 0.04, 100],
    ['more than a number of four bytes holds', 1e12, 0, 0, 2_000_000_000],
  ])('is told: %s', (_, lastDay, before, days, expected) => {
    expect(trendOf({ lastDay, before, firstSeenAt: daysBefore(days), dayFrom })).toBe(expected)
  })

  it('of a new issue is that of its first event', () => {
    expect(trendOf({ lastDay: 1, before: 0, firstSeenAt: NOW, dayFrom })).toBe(NEW_TREND)
  })
})
