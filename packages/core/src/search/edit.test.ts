import { describe, expect, it } from '@jest/globals'
import { addClause, printClause, printValue, replaceToken } from './edit.js'
import { parseSearch } from './parse.js'

describe('writing searches', () => {
  it.each([
    ['Chrome', 'Chrome'],
    ['Chrome Mobile', '"Chrome Mobile"'],
    ['shop@1.2.0+7', 'shop@1.2.0+7'],
    ['5 * 3', '"5 \\* 3"'],
    ['say "x"', '"say \\"x\\""'],
    ['C:\\temp', '"C:\\\\temp"'],
    ['//cdn', '"//cdn"'],
    ['[a]', '"[a]"'],
    ['>5', '">5"'],
    ['f(x)', '"f(x)"'],
    ['', '""'],
  ])('the value %j is written as %s, and read as it was', (value, written) => {
    expect(printValue(value)).toBe(written)
    const { root, faults } = parseSearch(printClause({ key: 'tag', values: [value] }))
    expect(faults).toEqual([])
    expect(root).toMatchObject({ kind: 'field', field: null, key: 'tag', values: [{ pattern: [value] }] })
  })

  it('conditions are written with all that they have', () => {
    expect(printClause({ key: 'level', values: ['error', 'fatal'], isNegated: true })).toBe('!level:[error,fatal]')
    expect(printClause({ key: 'level', values: ['x'], isTag: true })).toBe('tags[level]:x')
    expect(printClause({ key: 'my tag', values: ['x y'] })).toBe('"my tag":"x y"')
    expect(printClause({ key: 'a:b', values: ['x'] })).toBe('tags[a:b]:x')
  })

  it.each([
    ['a b c', 'b', 'x:y', 'a x:y c'],
    ['a b c', 'b', '', 'a c'],
    ['a OR b', 'b', '', 'a'],
    ['a OR b', 'a', '', 'b'],
    ['a OR b OR c', 'b', '', 'a OR c'],
    ['a AND b c', 'a', '', 'b c'],
    ['a', 'a', '', ''],
  ])('%s: %s becomes "%s"', (text, token, by, expected) => {
    const found = parseSearch(text).tokens.find((one) => one.text === token)
    const changed = replaceToken(text, found ?? { from: 0, to: 0 }, by)
    expect(changed).toBe(expected)
    expect(parseSearch(changed).faults).toEqual([])
  })

  it('what is added holds for all of it', () => {
    expect(addClause('', 'level:error')).toBe('level:error')
    expect(addClause('a b', 'level:error')).toBe('a b level:error')
    expect(addClause('a OR b', 'level:error')).toBe('(a OR b) level:error')
  })
})
