import { describe, expect, it } from '@jest/globals'
import type { MaintenanceSchedule } from '../../ports/maintenance.js'
import { endOf, isActive, nextWindow } from './window.js'

const at = (text: string) => new Date(`${text}Z`)
const shown = (window: { start: Date; end: Date } | null) =>
  window === null ? null : [window.start, window.end].map((date) => date.toISOString().slice(0, 16)).join(' to ')

const SINGLE: MaintenanceSchedule = { kind: 'single', start: at('2026-03-01T12:00'), end: at('2026-03-01T13:00') }
const weekly = (days: readonly number[], time: string, minutes: number, until: Date | null = null) =>
  ({ kind: 'weekly', days, time, minutes, timezone: 'Europe/Berlin', until }) as const
const cron = (text: string, minutes: number, timezone = 'UTC', until: Date | null = null) =>
  ({ kind: 'cron', cron: text, minutes, timezone, until }) as const

describe('the window of a maintenance', () => {
  it.each<[string, MaintenanceSchedule, string, boolean, string | null]>([
    ['a single one comes', SINGLE, '2026-03-01T11:59', false, '2026-03-01T12:00 to 2026-03-01T13:00'],
    ['it begins at its start', SINGLE, '2026-03-01T12:00', true, '2026-03-01T12:00 to 2026-03-01T13:00'],
    ['it is over at its end', SINGLE, '2026-03-01T13:00', false, null],
    // 1 March 2026 is a Sunday; Berlin is an hour ahead.
    ['sundays', weekly([7], '03:00', 60), '2026-03-01T02:30', true, '2026-03-01T02:00 to 2026-03-01T03:00'],
    ['until the end', weekly([7], '03:00', 60), '2026-03-01T03:00', false, '2026-03-08T02:00 to 2026-03-08T03:00'],
    [
      'mondays and fridays',
      weekly([1, 5], '22:00', 60),
      '2026-03-02T22:00',
      false,
      '2026-03-06T21:00 to 2026-03-06T22:00',
    ],
    ['over midnight', weekly([6], '23:30', 120), '2026-03-01T00:15', true, '2026-02-28T22:30 to 2026-03-01T00:30'],
    ['for days', weekly([5], '18:00', 3_600), '2026-03-01T12:00', true, '2026-02-27T17:00 to 2026-03-02T05:00'],
    ['none at its last day', weekly([7], '03:00', 60, at('2026-03-08T02:00')), '2026-03-02T00:00', false, null],
    [
      'the last one goes on to its end',
      weekly([7], '03:00', 60, at('2026-03-08T02:30')),
      ...(['2026-03-08T02:45', true, '2026-03-08T02:00 to 2026-03-08T03:00'] as const),
    ],
    ['of a crontab', cron('0 4 1 * *', 30), '2026-03-02T00:00', false, '2026-04-01T04:00 to 2026-04-01T04:30'],
    ['one into the other', cron('*/10 * * * *', 15), '2026-03-01T12:12', true, '2026-03-01T12:00 to 2026-03-01T12:15'],
    ['of no crontab', cron('0 0 31 2 *', 30), '2026-03-02T00:00', false, null],
    ['of no place', cron('* * * * *', 30, 'Mars/Base'), '2026-03-02T00:00', false, null],
  ])('%s', (_, schedule, now, active, window) => {
    expect(isActive(schedule, at(now))).toBe(active)
    expect(shown(nextWindow(schedule, at(now)))).toBe(window)
  })

  // Berlin: 29 March 02:00 is 03:00 (01:00 UTC), 25 October 03:00 is 02:00 (01:00 UTC); both are Sundays.
  it.each<[string, MaintenanceSchedule, string, boolean, string]>([
    [
      'the day before clocks go on',
      weekly([6], '02:30', 60),
      '2026-03-28T00:00',
      false,
      '2026-03-28T01:30 to 2026-03-28T02:30',
    ],
    [
      'a start that is skipped',
      weekly([7], '02:30', 60),
      '2026-03-29T00:45',
      false,
      '2026-03-29T01:00 to 2026-03-29T02:00',
    ],
    [
      'its length is what it is',
      weekly([7], '01:30', 60),
      '2026-03-29T01:15',
      true,
      '2026-03-29T00:30 to 2026-03-29T01:30',
    ],
    [
      'a week later it is summer',
      weekly([7], '02:30', 60),
      '2026-03-30T00:00',
      false,
      '2026-04-05T00:30 to 2026-04-05T01:30',
    ],
    [
      'a start that comes twice',
      weekly([7], '02:30', 60),
      '2026-10-25T00:45',
      true,
      '2026-10-25T00:30 to 2026-10-25T01:30',
    ],
    [
      'not the second time',
      weekly([7], '02:30', 30),
      '2026-10-25T01:45',
      false,
      '2026-11-01T01:30 to 2026-11-01T02:00',
    ],
    [
      'a crontab of New York',
      cron('15 2 8 3 *', 30, 'America/New_York'),
      ...(['2026-03-08T07:10', true, '2026-03-08T07:00 to 2026-03-08T07:30'] as const),
    ],
  ])('when clocks change: %s', (_, schedule, now, active, window) => {
    expect(isActive(schedule, at(now))).toBe(active)
    expect(shown(nextWindow(schedule, at(now)))).toBe(window)
  })

  it('is over for good when none can go on any more', () => {
    expect(endOf(SINGLE)).toEqual(SINGLE.kind === 'single' ? SINGLE.end : null)
    expect(endOf(weekly([1], '00:00', 60))).toBeNull()
    expect(endOf(cron('* * * * *', 60, 'UTC', at('2026-03-01T00:00')))).toEqual(at('2026-03-01T01:00'))
  })
})
