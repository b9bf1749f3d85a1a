import { describe, expect, it } from '@jest/globals'
import { compactNumber, counted, humanBytes, percent } from './number.js'
import { clip, inlineValue, jsonText, safeUrl, sourceWindow, visibleText } from './text.js'
import { absoluteTime, humanDuration, parseTime, relativeTime } from './time.js'

const NOON = Date.parse('2026-01-15T12:00:00Z')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('times', () => {
  it.each<[number, string]>([
    [0, 'now'],
    [-4_900, 'now'],
    [-5_000, '5s ago'],
    [-59 * MINUTE - 59_000, '59m ago'],
    [-HOUR, '1h ago'],
    [-23.9 * HOUR, '23h ago'],
    [-29 * DAY, '29d ago'],
    [-31 * DAY, '1mo ago'],
    [-800 * DAY, '2y ago'],
    [2 * HOUR, 'in 2h'],
  ])('%d ms from now reads "%s"', (span, text) => {
    expect(relativeTime(NOON + span, NOON)).toBe(text)
  })

  it('shows the date in the zone that is asked for', () => {
    expect(absoluteTime(NOON, { timeZone: 'UTC' })).toBe('Jan 15, 2026, 12:00:00 UTC')
    expect(absoluteTime(NOON, { timeZone: 'Asia/Tokyo' })).toContain('21:00:00')
  })

  it.each<[number, string]>([
    [0, '0ms'],
    [0.42, '0.4ms'],
    [85, '85ms'],
    [1234, '1.2s'],
    [59_999, '59s'],
    [184_000, '3m 4s'],
    [2 * HOUR, '2h'],
    [51 * HOUR, '2d 3h'],
    [-1500, '-1.5s'],
    [Number.NaN, '–'],
  ])('%d ms last "%s"', (ms, text) => {
    expect(humanDuration(ms)).toBe(text)
  })

  it.each<[string | number | Date | null, number | null]>([
    ['2026-01-15T12:00:00Z', NOON],
    [NOON / 1000, NOON],
    [NOON, NOON],
    [new Date(NOON), NOON],
    ['not a time', null],
    ['', null],
    [null, null],
    [1e30, null],
  ])('%p is read as %p', (value, ms) => {
    expect(parseTime(value)).toBe(ms)
  })
})

describe('numbers', () => {
  it('are short from a thousand on', () => {
    expect([999, 1000, 12_345, 1_284_000].map((value) => compactNumber(value))).toEqual(['999', '1K', '12.3K', '1.3M'])
  })

  it('claim neither all nor none by rounding', () => {
    expect([percent(0, 9), percent(1, 1000), percent(1, 3), percent(999, 1000), percent(9, 9), percent(1, 0)]).toEqual([
      '0%',
      '<1%',
      '33%',
      '>99%',
      '100%',
      '0%',
    ])
  })

  it('count things and bytes', () => {
    expect([counted(1, 'frame'), counted(1200, 'frame'), counted(2, 'entry', 'entries')]).toEqual([
      '1 frame',
      '1,200 frames',
      '2 entries',
    ])
    expect([0, 999, 1400, 32_000, 5_300_000].map(humanBytes)).toEqual(['0 B', '999 B', '1.4 kB', '32 kB', '5.3 MB'])
  })
})

describe('text', () => {
  it('shows what would hide, reorder or break', () => {
    expect(visibleText('a\0b\x1b[0m\x7f')).toBe('a\\x00b\\x1b[0m\\x7f')
    expect(visibleText('admin\u202etxt.exe')).toBe('admin[U+202E]txt.exe')
    expect(visibleText('half \ud83d pair, whole 👩‍💻')).toBe('half \ufffd pair, whole 👩‍💻')
    expect(visibleText('tab\tand\nline')).toBe('tab\tand\nline')
  })

  it('is cut between characters', () => {
    expect(clip('abc', 3)).toBe('abc')
    expect(clip('ab👍', 3)).toBe('ab…')
    expect(clip('x'.repeat(1_000_000), 10)).toHaveLength(11)
  })

  it('of a minified line shows what is around the call', () => {
    const line = `${'a'.repeat(5000)}HERE${'b'.repeat(5000)}`
    expect(sourceWindow('short', 3)).toBe('short')
    expect(sourceWindow(line, 5001, 30)).toBe(`…${'a'.repeat(10)}HERE${'b'.repeat(16)}…`)
    expect(sourceWindow(line, null, 10)).toBe(`${'a'.repeat(10)}…`)
    expect(sourceWindow(line, 99_999_999, 10)).toBe(`…${'b'.repeat(10)}`)
  })

  it('writes any value on one line', () => {
    const ring: Record<string, unknown> = {}
    ring.self = ring
    expect([inlineValue('a'), inlineValue({ b: 1 }), inlineValue(null), inlineValue(undefined)]).toEqual([
      'a',
      '{"b":1}',
      'null',
      'undefined',
    ])
    expect(jsonText(ring)).toBe('[object Object]')
  })

  it.each<[string | null, string | null]>([
    ['https://example.com/a b', 'https://example.com/a%20b'],
    ['HTTP://example.com', 'http://example.com/'],
    ['javascript:alert(1)', null],
    ['java\nscript:alert(1)', null],
    [' https://example.com', null],
    ['data:text/html,x', null],
    ['https://', null],
    [`https://example.com/${'x'.repeat(9000)}`, null],
    [null, null],
  ])('%s becomes the link %s', (text, link) => {
    expect(safeUrl(text)).toBe(link)
  })
})
