import { describe, expect, it } from '@jest/globals'
import { quietUntil } from './quiet-hours.js'

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
const NIGHTS = { start: '22:00', end: '07:00', timeZone: 'Europe/Berlin', days: EVERY_DAY }
const untilText = (hours: Parameters<typeof quietUntil>[0], at: string) =>
  quietUntil(hours, new Date(at))?.toISOString() ?? null

describe('quiet hours', () => {
  it.each([
    // Winter: an hour ahead of UTC.
    ['before they begin', NIGHTS, '2026-01-14T20:59:59.999Z', null],
    ['when they begin', NIGHTS, '2026-01-14T21:00:00.000Z', '2026-01-15T06:00:00.000Z'],
    ['a moment after they began', NIGHTS, '2026-01-14T21:00:00.250Z', '2026-01-15T06:00:00.000Z'],
    ['at midnight', NIGHTS, '2026-01-14T23:00:00.000Z', '2026-01-15T06:00:00.000Z'],
    ['a moment before they end', NIGHTS, '2026-01-15T05:59:59.999Z', '2026-01-15T06:00:00.000Z'],
    ['when they end', NIGHTS, '2026-01-15T06:00:00.000Z', null],
    // The night of 29 March 2026 has one hour less, and that of 25 October one more.
    ['in the night when clocks go forward', NIGHTS, '2026-03-28T22:30:00.000Z', '2026-03-29T05:00:00.000Z'],
    ['in the night when clocks go back', NIGHTS, '2026-10-24T20:30:00.000Z', '2026-10-25T06:00:00.000Z'],
    [
      'that begin in the hour that is skipped',
      { ...NIGHTS, start: '02:30' },
      '2026-03-29T01:10:00.000Z',
      '2026-03-29T05:00:00.000Z',
    ],
    ['before the hour that is skipped', { ...NIGHTS, start: '02:30' }, '2026-03-29T00:59:00.000Z', null],
    [
      'that end in the hour that is skipped',
      { ...NIGHTS, end: '02:30' },
      '2026-03-29T00:59:00.000Z',
      '2026-03-29T01:00:00.000Z',
    ],
    [
      'that end in the hour that comes twice',
      { ...NIGHTS, end: '02:30' },
      '2026-10-25T00:10:00.000Z',
      '2026-10-25T00:30:00.000Z',
    ],
    ['after the first end in the hour that comes twice', { ...NIGHTS, end: '02:30' }, '2026-10-25T01:10:00.000Z', null],
    [
      'within a day',
      { ...NIGHTS, start: '12:00', end: '13:00' },
      '2026-01-14T11:30:00.000Z',
      '2026-01-14T12:00:00.000Z',
    ],
    // 16 January 2026 is a Friday.
    ['that began on a day of theirs', { ...NIGHTS, days: [5] }, '2026-01-17T05:00:00.000Z', '2026-01-17T06:00:00.000Z'],
    ['on the day after', { ...NIGHTS, days: [5] }, '2026-01-17T22:00:00.000Z', null],
    ['of Sundays', { ...NIGHTS, days: [7] }, '2026-01-18T22:00:00.000Z', '2026-01-19T06:00:00.000Z'],
    [
      'of a whole weekend',
      { ...NIGHTS, start: '00:00', end: '00:00', days: [6, 7] },
      '2026-01-17T12:00:00.000Z',
      '2026-01-18T23:00:00.000Z',
    ],
    ['far west', { ...NIGHTS, timeZone: 'Pacific/Honolulu' }, '2026-01-15T08:00:00.000Z', '2026-01-15T17:00:00.000Z'],
    ['of no day', { ...NIGHTS, days: [] }, '2026-01-14T23:00:00.000Z', null],
    ['of no zone that there is', { ...NIGHTS, timeZone: 'Mars/Base' }, '2026-01-14T23:00:00.000Z', null],
    ['of nobody', null, '2026-01-14T23:00:00.000Z', null],
  ])('%s', (_, hours, at, until) => {
    expect(untilText(hours, at)).toBe(until)
  })

  it('that never end are over once a week', () => {
    const always = { ...NIGHTS, start: '00:00', end: '00:00', timeZone: 'UTC' }
    expect(untilText(always, '2026-01-14T12:00:00.000Z')).toBe('2026-01-21T00:00:00.000Z')
  })
})
