import { describe, expect, it } from '@jest/globals'
import type { ExceptionJson } from '../client/event-types.js'
import { exceptionChain, exceptionTitle } from './chain.js'

function exception(type: string, id?: number, parent?: number, source?: string): ExceptionJson {
  if (id === undefined) return { type }
  return {
    type,
    mechanism: {
      type: 'chained',
      exception_id: id,
      ...(parent === undefined ? {} : { parent_id: parent }),
      ...(source === undefined ? {} : { source }),
    },
  }
}

function read(values: readonly ExceptionJson[]): readonly string[] {
  return exceptionChain(values).map(
    ({ exception: { type }, depth, sentence }) =>
      `${'  '.repeat(depth)}${sentence === '' ? '' : `${sentence}: `}${type}`,
  )
}

describe('a chain of exceptions', () => {
  it('without ids goes from what was raised last to what was raised first', () => {
    expect(read([exception('KeyError'), exception('ValueError'), exception('AppError')])).toEqual([
      'AppError',
      'caused by: ValueError',
      'caused by: KeyError',
    ])
  })

  it('tells a cause from what was being handled', () => {
    const values = [
      exception('KeyError', 2, 1, '__context__'),
      exception('ValueError', 1, 0, '__cause__'),
      exception('AppError', 0),
    ]
    expect(read(values)).toEqual(['AppError', 'caused by: ValueError', 'raised while handling: KeyError'])
  })

  it('shows groups as trees', () => {
    const values = [
      exception('OSError', 4, 2, '__cause__'),
      exception('TypeError', 3, 0, 'exceptions[2]'),
      exception('ValueError', 2, 0, 'exceptions[1]'),
      exception('KeyError', 1, 0, 'exceptions[0]'),
      exception('ExceptionGroup', 0),
    ]
    expect(read(values)).toEqual([
      'ExceptionGroup',
      '  1 of 3 in the group: KeyError',
      '  2 of 3 in the group: ValueError',
      '  caused by: OSError',
      '  3 of 3 in the group: TypeError',
    ])
  })

  it.each<[string, readonly ExceptionJson[]]>([
    ['a ring', [exception('A', 0, 1), exception('B', 1, 0)]],
    ['one that is its own parent', [exception('A', 0, 0), exception('B', 1, 0)]],
    ['a parent that is not there', [exception('A', 5, 99), exception('B', 6, 5)]],
    ['ids given twice', [exception('A', 0), exception('B', 0), exception('C', 0, 0)]],
    ['ids on some only', [exception('A', 0), exception('B')]],
  ])('loses none in %s', (_name, values) => {
    expect(
      exceptionChain(values)
        .map(({ index }) => index)
        .sort(),
    ).toEqual([...values.keys()])
  })

  it('titles an exception by what it has', () => {
    expect(exceptionTitle({ type: 'TypeError', value: 'x is undefined' })).toBe('TypeError: x is undefined')
    expect(exceptionTitle({ value: 'boom' })).toBe('boom')
    expect(exceptionTitle({})).toBe('Unknown error')
  })
})
