import { describe, expect, it } from '@jest/globals'
import { crontabFault, nextOccurrence, previousOccurrence, timezoneFault } from './crontab.js'

const after = (text: string, from: string, count: number, timezone = 'UTC'): readonly string[] => {
  const found: string[] = []
  for (let at: Date | null = new Date(`${from}Z`); found.length < count; ) {
    at = nextOccurrence({ text, timezone }, at)
    if (at === null) break
    found.push(at.toISOString().slice(0, 16))
  }
  return found
}

describe('a crontab', () => {
  it.each([
    ['* * * * *', '2026-03-01T11:59:30', ['2026-03-01T12:00', '2026-03-01T12:01']],
    ['*/20 * * * *', '2026-03-01T12:00', ['2026-03-01T12:20', '2026-03-01T12:40', '2026-03-01T13:00']],
    ['5/20 * * * *', '2026-03-01T12:00', ['2026-03-01T12:05', '2026-03-01T12:25', '2026-03-01T12:45']],
    ['0 8-10/2,22 * * *', '2026-03-01T08:00', ['2026-03-01T10:00', '2026-03-01T22:00', '2026-03-02T08:00']],
    ['0 0 * * MON-wed', '2026-03-01T00:00', ['2026-03-02T00:00', '2026-03-03T00:00', '2026-03-04T00:00']],
    ['0 0 1 jan,JUL *', '2026-03-01T00:00', ['2026-07-01T00:00', '2027-01-01T00:00']],
    ['0 0 13 * 5', '2026-03-01T00:00', ['2026-03-06T00:00', '2026-03-13T00:00', '2026-03-20T00:00']],
    ['0 0 * * 7', '2026-03-01T00:00', ['2026-03-08T00:00', '2026-03-15T00:00']],
    ['0 0 29 2 *', '2026-03-01T00:00', ['2028-02-29T00:00', '2032-02-29T00:00']],
    ['@hourly', '2026-03-01T12:00', ['2026-03-01T13:00', '2026-03-01T14:00']],
    ['@daily', '2026-03-01T12:00', ['2026-03-02T00:00', '2026-03-03T00:00']],
    ['@weekly', '2026-03-02T12:00', ['2026-03-08T00:00', '2026-03-15T00:00']],
    ['@monthly', '2026-03-01T12:00', ['2026-04-01T00:00', '2026-05-01T00:00']],
    ['@yearly', '2026-03-01T12:00', ['2027-01-01T00:00', '2028-01-01T00:00']],
  ])('%s comes after %s', (text, from, moments) => {
    expect(crontabFault(text)).toBeNull()
    expect(after(text, from, moments.length)).toEqual(moments)
  })

  it.each([
    ['nothing', ''],
    ['four fields', '* * * *'],
    ['seconds', '* * * * * *'],
    ['no minute', '60 * * * *'],
    ['a step of nothing', '*/0 * * * *'],
    ['backwards', '5-1 * * * *'],
    ['letters', 'a b c d e'],
    ['no moment', '@reboot'],
    ['no macro', '@every 5m'],
    ['a date', '2030-01-01T00:00:00'],
    ['never', '0 0 31 2 *'],
    ['too long', `${'1,'.repeat(200)}1 * * * *`],
    ['endless', `* * * * *${' '.repeat(5000)}x`],
  ])('has a fault: %s', (_, text) => {
    expect(crontabFault(text)).toMatch(/^Wanted /)
  })

  it('of a fault or a zone that is none has no moments', () => {
    const from = new Date('2026-03-01T12:00Z')
    expect(nextOccurrence({ text: '0 0 31 2 *', timezone: 'UTC' }, from)).toBeNull()
    expect(previousOccurrence({ text: '* * *', timezone: 'UTC' }, from)).toBeNull()
    expect(nextOccurrence({ text: '* * * * *', timezone: 'Mars/Olympus' }, from)).toBeNull()
  })

  it.each([
    ['Europe/Berlin', true],
    ['UTC', true],
    ['Asia/Kathmandu', true],
    ['Mars/Olympus', false],
    ['+02:00', false],
    ['', false],
    ['x'.repeat(100_000), false],
  ])('may be of a zone (%#)', (zone, isGood) => {
    expect(timezoneFault(zone) === null).toBe(isGood)
  })

  // Berlin: 29 March 02:00 is 03:00 (01:00 UTC), 25 October 03:00 is 02:00 (01:00 UTC). New York: 8 March and 1 November.
  it.each([
    [
      'a skipped time comes when the gap ends',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-03-28T02:00',
      ['2026-03-29T01:00', '2026-03-30T00:30'],
    ],
    [
      'so does one of a list',
      '30 2,14 * * *',
      'Europe/Berlin',
      '2026-03-28T14:00',
      ['2026-03-29T01:00', '2026-03-29T12:30'],
    ],
    [
      'what runs every so often runs on',
      '*/30 * * * *',
      'Europe/Berlin',
      '2026-03-29T00:10',
      ['2026-03-29T00:30', '2026-03-29T01:00', '2026-03-29T01:30'],
    ],
    [
      'a time that comes twice counts the first time',
      '30 2 * * *',
      'Europe/Berlin',
      '2026-10-24T12:00',
      ['2026-10-25T00:30', '2026-10-26T01:30'],
    ],
    [
      'what runs every hour runs in both',
      '30 * * * *',
      'Europe/Berlin',
      '2026-10-24T23:40',
      ['2026-10-25T00:30', '2026-10-25T01:30', '2026-10-25T02:30'],
    ],
    [
      'midnight stays midnight',
      '0 0 * * *',
      'Europe/Berlin',
      '2026-10-24T12:00',
      ['2026-10-24T22:00', '2026-10-25T23:00'],
    ],
    [
      'the gap of another place',
      '15 2 * * *',
      'America/New_York',
      '2026-03-07T12:00',
      ['2026-03-08T07:00', '2026-03-09T06:15'],
    ],
    [
      'a place with half an hour',
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2026-10-02T16:00',
      ['2026-10-03T15:30', '2026-10-04T15:15'],
    ],
    [
      'a place without such days',
      '30 2 * * *',
      'Asia/Kolkata',
      '2026-03-28T21:00',
      ['2026-03-29T21:00', '2026-03-30T21:00'],
    ],
  ])('when clocks change: %s', (_, text, timezone, from, moments) => {
    expect(after(text, from, moments.length, timezone)).toEqual(moments)
  })

  it.each([
    ['0 12 * * *', 'UTC', '2026-03-01T12:00', '2026-02-28T12:00'],
    ['0 12 * * *', 'UTC', '2026-03-01T12:01', '2026-03-01T12:00'],
    ['30 2 * * *', 'Europe/Berlin', '2026-10-25T12:00', '2026-10-25T00:30'],
    ['30 2 * * *', 'Europe/Berlin', '2026-03-29T12:00', '2026-03-29T01:00'],
    ['30 * * * *', 'Europe/Berlin', '2026-10-25T01:40', '2026-10-25T01:30'],
  ])('%s of %s came before %s', (text, timezone, before, moment) => {
    expect(
      previousOccurrence({ text, timezone }, new Date(`${before}Z`))
        ?.toISOString()
        .slice(0, 16),
    ).toBe(moment)
  })
})
