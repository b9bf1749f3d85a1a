import { describe, expect, it } from '@jest/globals'
import type { MaintenanceWindowJson } from '@mishap/core/client'
import { cronFault, nextWindows } from './windows.js'

const now = new Date('2026-01-15T12:00:00Z')
const starts = (window: MaintenanceWindowJson, at = now) =>
  nextWindows(window, { now: at, count: 3 }).map(({ start }) => start.toISOString())

const weekly = {
  ...{ kind: 'weekly', days: [4, 7], time: '02:30', minutes: 120, timezone: 'Europe/Berlin', until: null },
} as const satisfies MaintenanceWindowJson

describe('windows that come', () => {
  it('are one where there is one, until it is over', () => {
    const window = { kind: 'single', start: '2026-01-15T11:00:00Z', end: '2026-01-15T13:00:00Z' } as const
    expect(starts(window)).toEqual(['2026-01-15T11:00:00.000Z'])
    expect(starts(window, new Date('2026-01-15T13:00:00Z'))).toEqual([])
  })

  it('are on days of the week in their own time zone', () => {
    expect(starts({ ...weekly, days: [...weekly.days] })).toEqual([
      '2026-01-18T01:30:00.000Z',
      '2026-01-22T01:30:00.000Z',
      '2026-01-25T01:30:00.000Z',
    ])
  })

  it('have the one that goes on first, and end where they are told to', () => {
    const during = new Date('2026-01-18T02:00:00Z')
    expect(starts({ ...weekly, days: [7], until: '2026-01-26T00:00:00Z' }, during)).toEqual([
      '2026-01-18T01:30:00.000Z',
      '2026-01-25T01:30:00.000Z',
    ])
  })

  it('keep their hour when the clocks change', () => {
    const window = { ...weekly, days: [7], time: '04:00' }
    expect(starts(window, new Date('2026-03-20T00:00:00Z')).slice(0, 2)).toEqual([
      '2026-03-22T03:00:00.000Z',
      '2026-03-29T02:00:00.000Z',
    ])
  })

  it('begin once where the clocks go back, and at the end of what they skip where they go forward', () => {
    const nightly = { kind: 'cron', cron: '30 2 * * *', minutes: 10, timezone: 'Europe/Berlin', until: null } as const
    expect(starts(nightly, new Date('2026-10-24T12:00:00Z')).slice(0, 2)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ])
    expect(starts(nightly, new Date('2026-03-28T12:00:00Z')).slice(0, 2)).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ])
  })

  it('are none where the window cannot be read', () => {
    expect(starts({ ...weekly, days: [] })).toEqual([])
    expect(starts({ ...weekly, days: [1], time: 'noon' })).toEqual([])
    expect(starts({ ...weekly, days: [1], timezone: 'Mars/Olympus' })).toEqual([])
    expect(starts({ kind: 'cron', cron: '61 * * * *', minutes: 5, timezone: 'UTC', until: null })).toEqual([])
  })
})

describe('a cron expression', () => {
  it('has five fields that can be read, and a day that comes', () => {
    expect(cronFault('0 3 * * 1')).toBeNull()
    expect(cronFault('@daily')).toBeNull()
    expect(cronFault('@never')).not.toBeNull()
    expect(cronFault('0 3 * *')).toContain('4 were found')
    expect(cronFault('')).toContain('0 were found')
    expect(cronFault('61 * * * *')).not.toBeNull()
    expect(cronFault('0 0 31 2 *')).toBe('No day is like that.')
  })
})
