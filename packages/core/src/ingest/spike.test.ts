import { describe, expect, it } from '@jest/globals'
import { normalOf } from './spike.js'

const HOUR_MS = 3_600_000
const now = new Date('2026-03-10T12:20:00Z')

/** So many requests in the hour that ended so many hours ago. */
const hour = (hoursAgo: number, quantity: number) => ({
  hour: new Date(new Date('2026-03-10T12:00:00Z').getTime() - hoursAgo * HOUR_MS),
  quantity,
})
const steady = (hours: number, quantity: number) => Array.from({ length: hours }, (_, i) => hour(i + 1, quantity))

describe('the normal of a project', () => {
  it('is unknown while the project has been heard for less than a day', () => {
    expect(normalOf([], now)).toBeNull()
    expect(normalOf([hour(0, 1_000_000)], now)).toBeNull()
    expect(normalOf(steady(23, 1_000_000), now)).toBeNull()
  })

  it('is what its busiest hours see, and five times that is too much', () => {
    expect(normalOf(steady(24 * 7, 3_000), now)).toEqual({ perHour: 3_000, limitPerHour: 15_000 })
  })

  it('lets a small project send what no small project minds', () => {
    expect(normalOf([hour(24, 1)], now)).toEqual({ perHour: 1, limitPerHour: 6_000 })
    expect(normalOf([hour(100, 7)], now)).toEqual({ perHour: 0, limitPerHour: 6_000 })
  })

  it('knows a batch of every night', () => {
    const nights = [9, 33, 57, 81, 105, 129, 153].map((hoursAgo) => hour(hoursAgo, 50_000))
    expect(normalOf([...nights, hour(168, 10)], now)?.perHour).toBe(50_000)
  })

  it('is not moved by a storm of three days, but by what lasts longer', () => {
    const usual = (from: number) => steady(168, 2_000).slice(from)
    const storm = (hours: number) => steady(hours, 90_000)
    expect(normalOf([...storm(72), ...usual(72)], now)?.perHour).toBe(2_000)
    expect(normalOf([...storm(96), ...usual(96)], now)?.perHour).toBe(90_000)
  })

  it('forgets what is older than a week, and does not count the hour that runs', () => {
    expect(normalOf([...steady(168, 100), hour(169, 1e9), hour(0, 1e9)], now)?.perHour).toBe(100)
  })
})
