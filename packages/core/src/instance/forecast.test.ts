import { describe, expect, it } from '@jest/globals'
import { forecastOf } from './forecast.js'

const aDay = (day: string, events: number, storedBytes: number | null = null) => ({
  ...{ day: `2026-03-${day}`, events, bytes: events * 10, storedBytes },
})

describe('the forecast of what will be held', () => {
  it('goes by the days that are over, quiet ones too', () => {
    const days = [aDay('09', 0), aDay('08', 999), aDay('07', 10), aDay('06', 0), aDay('05', 20), aDay('04', 0)]
    expect(forecastOf(days, { today: '2026-03-08', retentionDays: 90 })).toEqual({
      ...{ retentionDays: 90, measuredDays: 3, eventsPerDay: 10, bytesPerDay: 100, events: 900, bytes: 9000 },
    })
  })

  it('counts what is stored with its indexes where that is known', () => {
    expect(forecastOf([aDay('07', 10, 500)], { today: '2026-03-08', retentionDays: 2 })?.bytes).toBe(1000)
  })

  it('is none before a day is over', () => {
    expect(forecastOf([aDay('08', 10), aDay('07', 0)], { today: '2026-03-08', retentionDays: 90 })).toBeNull()
  })
})
