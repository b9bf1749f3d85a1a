import { describe, expect, it } from '@jest/globals'
import { parseTime } from './time.js'

const now = new Date('2026-03-01T12:00:00Z')
const parsed = (text: string) => parseTime(text, now, 'start').toISOString()

describe('parseTime', () => {
  it.each([
    ['now', '2026-03-01T12:00:00.000Z'],
    ['now-15m', '2026-03-01T11:45:00.000Z'],
    ['now - 24 h', '2026-02-28T12:00:00.000Z'],
    ['now-7d', '2026-02-22T12:00:00.000Z'],
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T10:00:00', '2026-01-31T10:00:00.000Z'],
    ['2026-01-31T10:00:00Z', '2026-01-31T10:00:00.000Z'],
    ['2026-01-31T10:00:00+02:00', '2026-01-31T08:00:00.000Z'],
    ['2026-01-31T10:00:00 00:00', '2026-01-31T10:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(parsed(text)).toBe(expected)
  })

  it.each(['now+1h', 'yesterday', '', '12', '2026-13-01', 'now-1w'])('refuses %j', (text) => {
    expect(() => parsed(text)).toThrow(/Wanted a date/)
  })
})
