import { describe, expect, it } from '@jest/globals'
import { toCsv } from './csv.js'

describe('a table as CSV', () => {
  it('has a line for each row, and nothing where nothing is known', () => {
    expect(
      toCsv([
        ['id', 'count', 'user'],
        ['a', 3, null],
      ]),
    ).toBe('id,count,user\r\na,3,\r\n')
  })

  it.each([
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    [' edge ', '" edge "'],
    ['', ''],
  ])('keeps %j one cell', (text, cell) => {
    expect(toCsv([[text]])).toBe(`${cell}\r\n`)
  })

  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '  =cmd|x',
    '=HYPERLINK("http://x")',
    '\uff1d1',
    '|calc',
    '%0A=1',
  ])('lets no spreadsheet run %j', (text) => {
    expect(toCsv([[text]])).toBe(`"'${text.replaceAll('"', '""')}"\r\n`)
  })

  it('leaves numbers as they are', () => {
    expect(toCsv([[-1, 2.5]])).toBe('-1,2.5\r\n')
  })
})
