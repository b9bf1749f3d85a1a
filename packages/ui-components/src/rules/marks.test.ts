import { describe, expect, it } from '@jest/globals'
import { markFaults, placeOf } from './marks.js'

describe('what is underlined in rules', () => {
  it('is the word at the place of each fault', () => {
    expect(markFaults('a\ntype:A => b\n', [{ line: 2, column: 8 }])).toEqual([
      { number: 1, marks: [] },
      { number: 2, marks: [{ before: 'type:A ', marked: '=>' }] },
      { number: 3, marks: [] },
    ])
  })

  it('is a whole variable', () => {
    expect(markFaults('a:b -> {{ nmae }}, c', [{ line: 1, column: 8 }])[0]?.marks).toEqual([
      { before: 'a:b -> ', marked: '{{ nmae }}' },
    ])
  })

  it('is a space behind a line that ends too early', () => {
    expect(markFaults('type:A', [{ line: 1, column: 7 }])[0]?.marks).toEqual([{ before: 'type:A', marked: ' ' }])
    expect(markFaults('type:A', [{ line: 1, column: 99 }])[0]?.marks).toEqual([{ before: 'type:A', marked: ' ' }])
  })

  it('is each of several words of a line, once', () => {
    const faults = [
      { line: 1, column: 5 },
      { line: 1, column: 1 },
      { line: 1, column: 5 },
    ]
    expect(markFaults('one two three', faults)[0]?.marks).toEqual([
      { before: '', marked: 'one' },
      { before: ' ', marked: 'two' },
    ])
  })

  it('is found in the whole text, to be selected', () => {
    const text = 'first\nsecond line\n'
    const [from, to] = placeOf(text, { line: 2, column: 8 })
    expect(text.slice(from, to)).toBe('line')
    expect(placeOf(text, { line: 9, column: 1 })).toEqual([text.length, text.length])
  })
})
