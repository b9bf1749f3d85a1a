import { describe, expect, it } from '@jest/globals'
import { isTimeZone, timeZoneRegions } from './time-zones.js'

describe('time zones', () => {
  it('are known by their names, whatever else somebody wrote', () => {
    expect(['Europe/Berlin', 'UTC', '', 'Mars/Olympus', '<b>', 'Europe/Berlin '].map(isTimeZone)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ])
  })

  it('stand under the part of the world where they are', () => {
    const europe = timeZoneRegions().find(({ name }) => name === 'Europe')
    expect(europe?.zones).toContainEqual({ id: 'Europe/Berlin', label: 'Berlin' })
    const america = timeZoneRegions().find(({ name }) => name === 'America')
    expect(america?.zones).toContainEqual({ id: 'America/Argentina/Salta', label: 'Argentina / Salta' })
  })
})
