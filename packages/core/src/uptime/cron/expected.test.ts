import { describe, expect, it } from '@jest/globals'
import type { CronProgress, CronSchedule, CronSetup } from '../../ports/monitor-crons.js'
import { arrive, dueAt, missing, nextRun, periodSeconds } from './expected.js'

const aJob = (schedule: CronSchedule | string, rest: Partial<CronSetup> = {}): CronSetup => ({
  ...{ slug: 'job', schedule: typeof schedule === 'string' ? { type: 'crontab', value: schedule } : schedule },
  ...{ timezone: 'UTC', marginMinutes: 5, maxRuntimeMinutes: 30, ...rest },
})
const at = (text: string) => new Date(`2026-${text}Z`)
const told = (date: Date | null) => date?.toISOString().slice(5, 19) ?? null
const progress = (settled: string | null, missed: string | null = null): CronProgress => ({
  settledAt: settled === null ? null : at(settled),
  missedAt: missed === null ? null : at(missed),
})
const every = (value: number, unit: 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'): CronSchedule => ({
  ...{ type: 'interval', value, unit },
})
const HOURLY = '0 * * * *'
const BERLIN = { timezone: 'Europe/Berlin' }

describe('an interval', () => {
  it.each([
    [every(10, 'minute'), '03-01T12:00', '03-01T12:10:00'],
    [every(2, 'hour'), '03-01T23:30', '03-02T01:30:00'],
    [every(1, 'day'), '02-28T12:00', '03-01T12:00:00'],
    [every(2, 'week'), '03-01T12:00', '03-15T12:00:00'],
    [every(1, 'month'), '01-31T12:00', '02-28T12:00:00'],
    [every(3, 'month'), '10-31T12:00', '01-31T12:00:00'],
    [every(4, 'month'), '10-31T12:00', '02-28T12:00:00'],
    [every(1, 'year'), '03-01T12:00', '03-01T12:00:00'],
  ])('%j after %s', (schedule, from, next) => {
    expect(told(nextRun(aJob(schedule), at(from)))).toBe(next)
  })

  it.each([
    [aJob(HOURLY), 3600],
    [aJob('*/5 * * * *'), 300],
    [aJob('@yearly'), 86_400],
    [aJob(every(7, 'minute')), 420],
  ])('is about so long: %#', (job, seconds) => {
    expect(periodSeconds(job, at('03-01T12:00'))).toBe(seconds)
  })
})

describe('a run that begins', () => {
  // Job, until when all is settled, what is missing, when it begins; when it was wanted, how late it is, settled then.
  it.each([
    ['is the first', aJob(HOURLY), null, null, '03-01T12:20', null, null, '03-01T12:20:00'],
    ['is in time', aJob(HOURLY), '03-01T12:20', null, '03-01T13:00:02', '03-01T13:00:00', null, '03-01T13:00:02'],
    [
      'is within its margin',
      aJob(HOURLY),
      '03-01T12:20',
      null,
      '03-01T13:05',
      '03-01T13:00:00',
      null,
      '03-01T13:05:00',
    ],
    [
      'has a clock that is fast',
      aJob(HOURLY),
      '03-01T12:20',
      null,
      '03-01T12:59:31',
      '03-01T13:00:00',
      null,
      '03-01T13:00:00',
    ],
    ['is an extra one', aJob(HOURLY), '03-01T12:20', null, '03-01T12:59:29', null, null, '03-01T12:59:29'],
    ['is late', aJob(HOURLY), '03-01T13:00', '03-01T13:00', '03-01T13:20', '03-01T13:00:00', 1200, '03-01T13:20:00'],
    [
      'is late, and told early',
      aJob(HOURLY),
      '03-01T13:00',
      '03-01T13:00',
      '03-01T13:04',
      '03-01T13:00:00',
      null,
      '03-01T13:04:00',
    ],
    [
      'comes when nobody looked for long',
      aJob(HOURLY),
      '03-01T10:00',
      null,
      '03-01T13:00',
      '03-01T13:00:00',
      null,
      '03-01T13:00:00',
    ],
    [
      'counts an interval from itself',
      aJob(every(1, 'hour')),
      '03-01T12:20',
      null,
      '03-01T12:40',
      null,
      null,
      '03-01T12:40:00',
    ],
    [
      'is in time of an interval',
      aJob(every(1, 'hour')),
      '03-01T12:20',
      null,
      '03-01T13:21',
      '03-01T13:20:00',
      null,
      '03-01T13:21:00',
    ],
    [
      'is late of an interval',
      aJob(every(1, 'hour')),
      '03-01T13:20',
      '03-01T13:20',
      '03-01T13:50',
      '03-01T13:20:00',
      1800,
      '03-01T13:50:00',
    ],
    [
      'meets a skipped hour',
      aJob('30 2 * * *', BERLIN),
      '03-28T01:30',
      null,
      '03-29T01:00:03',
      '03-29T01:00:00',
      null,
      '03-29T01:00:03',
    ],
    [
      'meets a doubled hour first',
      aJob('30 2 * * *', BERLIN),
      '10-24T00:30',
      null,
      '10-25T00:30:03',
      '10-25T00:30:00',
      null,
      '10-25T00:30:03',
    ],
    [
      'meets a doubled hour again',
      aJob('30 2 * * *', BERLIN),
      '10-25T00:30',
      null,
      '10-25T01:30:03',
      null,
      null,
      '10-25T01:30:03',
    ],
  ])('%s', (_, job, settled, missed, begins, wanted, lateSeconds, after) => {
    const arrival = arrive(job, progress(settled, missed), at(begins))
    expect(told(arrival.expectedAt)).toBe(wanted)
    expect(arrival.lateMs).toBe(lateSeconds === null ? null : lateSeconds * 1000)
    expect(told(arrival.progress.settledAt)).toBe(after)
    expect(arrival.progress.missedAt).toBeNull()
  })

  it('does not go back when it is told after another', () => {
    const { progress: after } = arrive(aJob(HOURLY), progress('03-01T14:00'), at('03-01T13:00'))
    expect(told(after.settledAt)).toBe('03-01T14:00:00')
  })
})

describe('a run that does not begin', () => {
  it.each([
    ['was never waited for', aJob(HOURLY), null, '03-01T14:00', null, null],
    ['is not yet missing', aJob(HOURLY), '03-01T12:20', '03-01T13:04:59', null, null],
    ['is missing', aJob(HOURLY), '03-01T12:20', '03-01T13:05', '03-01T13:00:00', '03-01T13:00:00'],
    ['is one of many', aJob(HOURLY), '03-01T12:20', '03-01T20:30', '03-01T13:00:00', '03-01T20:25:00'],
    ['of an interval', aJob(every(1, 'hour')), '03-01T12:20', '03-01T13:25', '03-01T13:20:00', '03-01T13:20:00'],
    ['of years of minutes', aJob(every(1, 'minute')), '01-01T00:00', '12-31T00:00', '01-01T00:01:00', '12-30T23:55:00'],
    ['of a skipped hour', aJob('30 2 * * *', BERLIN), '03-28T01:30', '03-29T01:05', '03-29T01:00:00', '03-29T01:00:00'],
    ['of a doubled hour', aJob('30 2 * * *', BERLIN), '10-25T00:30', '10-25T23:00', null, null],
    ['of both hours', aJob('30 * * * *', BERLIN), '10-25T00:30', '10-25T01:35', '10-25T01:30:00', '10-25T01:30:00'],
  ])('%s', (_, job, settled, now, missed, after) => {
    const found = missing(job, progress(settled), at(now))
    expect(told(found?.expectedAt ?? null)).toBe(missed)
    expect(told(found?.progress.settledAt ?? null)).toBe(after)
    expect(told(found?.progress.missedAt ?? null)).toBe(missed)
  })
})

describe('it is looked at a job', () => {
  const ran = (...times: readonly string[]) => times.map((time) => ({ updatedAt: at(time) }))
  it.each([
    ['never before its first run', aJob(HOURLY), null, [], null],
    ['when a run is missing', aJob(HOURLY), '03-01T12:20', [], '03-01T13:05:00'],
    ['when a run has taken too long', aJob(HOURLY), '03-01T12:20', ran('03-01T12:25', '03-01T12:20'), '03-01T12:50:00'],
    ['when one is missing before', aJob(HOURLY), '03-01T12:20', ran('03-01T12:50'), '03-01T13:05:00'],
    ['not for a run that may take long', aJob(HOURLY, { maxRuntimeMinutes: null }), null, ran('03-01T12:50'), null],
  ])('%s', (_, job, settled, running, due) => {
    expect(told(dueAt(job, progress(settled), running))).toBe(due)
  })
})
