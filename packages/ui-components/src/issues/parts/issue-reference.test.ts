import { describe, expect, it } from '@jest/globals'
import { readReference } from './issue-reference.js'

describe('an issue', () => {
  it.each([
    ['https://errors.example.com/acme/issues/17', '17'],
    ['https://errors.example.com/monitoring/acme/issues/17/events/latest?x=1', '17'],
    ['/acme/issues/17#stack', '17'],
    [' 17 ', '17'],
    ['#17', '17'],
  ])('is named by %j', (text, id) => {
    expect(readReference(text)).toEqual({ kind: 'id', id })
  })

  it.each(['SHOP-API-1K', 'cannot read properties', 'https://errors.example.com/acme/issues', '17 items'])(
    'is searched for by %j',
    (text) => {
      expect(readReference(text)).toEqual({ kind: 'search', text })
    },
  )

  it('is not named by nothing', () => {
    expect(readReference('  ')).toBeNull()
  })
})
