import { describe, expect, it } from '@jest/globals'
import { nodeAt, originalLength, ruleOf } from './meta.js'

const meta = { request: { headers: { 0: { 1: { '': { rem: [['@password', 's']], len: 12 } } } } } }

describe('the remarks of an event', () => {
  it('are found by path', () => {
    const node = nodeAt(meta, ['request', 'headers', 0, 1])
    expect(ruleOf(node)).toBe('@password')
    expect(originalLength(node)).toBe(12)
    expect(nodeAt(meta, ['request', 'cookies', 0])).toBeNull()
  })

  it.each([null, undefined, 7, 'x', [], { '': null }, { '': { rem: 'x' } }, { '': { rem: [[]], len: 'x' } }])(
    'say nothing where they are %j',
    (odd) => {
      const node = nodeAt(odd, [])
      expect(ruleOf(node)).toBeNull()
      expect(originalLength(node)).toBeNull()
    },
  )

  it('know no keys that every object has', () => {
    expect(nodeAt({}, ['constructor'])).toBeNull()
    expect(nodeAt({}, ['__proto__', 'x'])).toBeNull()
  })
})
