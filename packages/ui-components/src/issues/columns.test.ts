import { describe, expect, it } from '@jest/globals'
import { DEFAULT_COLUMNS, isSameColumns, MAX_TAG_COLUMNS, readColumns, tagOf } from './columns.js'

describe('columns of an issue list', () => {
  it('are read from names, in their order and once each', () => {
    expect(readColumns(['users', 'tag:browser.name', 'events', 'users'])).toEqual([
      'users',
      'tag:browser.name',
      'events',
    ])
  })

  it('leave out what nobody knows', () => {
    expect(readColumns(['nonsense', 'tag:', 'tag:a b', 'constructor', 'last'])).toEqual(['last'])
  })

  it('hold as many tags as the server looks up at once', () => {
    const names = Array.from({ length: 30 }, (_, at) => `tag:key${at}`)
    const columns = readColumns([...names, 'users'])
    expect(columns.filter((column) => tagOf(column) !== null)).toHaveLength(MAX_TAG_COLUMNS)
    expect(columns).toContain('users')
  })

  it('are the same only in the same order', () => {
    expect(isSameColumns(DEFAULT_COLUMNS, [...DEFAULT_COLUMNS])).toBe(true)
    expect(isSameColumns(['users', 'events'], ['events', 'users'])).toBe(false)
  })
})
