import { describe, expect, it } from '@jest/globals'
import { type HashSplit, narrow, splitHash, splitText, splitValue } from './split-hash.js'

const event = { message: 'user 17 not found', platform: 'node', tags: [['region', 'eu']] } as const

describe('hashes of what is split', () => {
  it('an event is told apart by what it says without what varies, or by its tag', () => {
    expect(splitValue(splitText({ kind: 'message' }), event)).toBe('user <number> not found')
    expect(splitValue(splitText({ kind: 'tag', key: 'region' }), event)).toBe('eu')
    expect(splitValue('tag:other', event)).toBe('')
    expect(splitValue('tag:a:b', { ...event, tags: [['a:b', 'c']] })).toBe('c')
  })

  it('the same split makes the same hash, and any other one another', () => {
    const hashes = [
      splitHash('h', 'message', 'x'),
      splitHash('g', 'message', 'x'),
      splitHash('h', 'tag:x', 'x'),
      splitHash('h', 'message', 'y'),
    ]
    expect(splitHash('h', 'message', 'x')).toBe(hashes[0])
    expect(new Set(hashes).size).toBe(4)
    // What was released never changes: stored events go by it.
    expect(hashes[0]).toBe('dcf7b6a7fd9a440b43f78adbeff0e6d2')
  })

  const split: HashSplit = { by: 'tag:region', root: 'a' }

  it('the first hash that is known decides', () => {
    const known = new Map<string, string | HashSplit>([
      ['a', split],
      ['b', split],
      ['c', '7'],
      ['o', { by: 'message', root: 'o' }],
    ])
    const step = (...hashes: readonly string[]) => narrow(hashes, (hash) => known.get(hash), event)
    const made = (hash: string) => splitHash(hash, 'tag:region', 'eu')
    expect(step('x')).toBeNull()
    expect(step('x', 'c', 'a')).toBeNull()
    expect(step('a', 'c')).toEqual({ hashes: [made('a')], parents: new Map([[made('a'), 'a']]), alike: [], split })
    expect(step('x', 'b', 'c', 'o')).toEqual({
      hashes: [made('x'), made('b'), made('a')],
      parents: new Map([
        [made('x'), 'x'],
        [made('b'), 'b'],
        [made('a'), 'a'],
      ]),
      alike: ['x'],
      split,
    })
  })
})
