import { describe, expect, it } from '@jest/globals'
import { heirsOf } from './heirs.js'

/** `1:a>b` is an event of issue 1 that was grouped by a, and is by b. */
const events = (...texts: readonly string[]) =>
  texts.map((text) => {
    const [, issueId = '', before = '', after = ''] = /^(\w+):(\w+)>(\w+)$/.exec(text) ?? []
    return { issueId, before, after }
  })
const heirs = (...texts: readonly string[]) =>
  heirsOf(events(...texts)).map(({ hash, issueId }) => `${hash}:${issueId}`)

describe('who goes on with a hash of a new grouping', () => {
  it.each([
    ['an issue that keeps its hash keeps it', ['1:a>a'], ['a:1']],
    ['an issue whose only hash is another one goes on with that', ['1:a>b', '1:a>b'], ['b:1']],
    ['of issues that are joined the one with most events', ['1:a>c', '2:b>c', '2:b>c'], ['c:2']],
    ['of as many events the first', ['1:a>c', '2:b>c'], ['c:1']],
    ['of an issue that falls apart the larger part stays', ['1:a>b', '1:a>c', '1:a>c'], ['c:1']],
    ['what is grouped as before stays before any larger part', ['1:a>b', '1:a>b', '1:a>a'], ['a:1']],
    ['what somebody merged stays merged', ['1:a>x', '1:b>y'], ['x:1', 'y:1']],
    ['a part that leaves one issue may join another', ['1:a>a', '1:a>b', '2:b>b'], ['a:1', 'b:2']],
    ['nothing comes of nothing', [], []],
  ])('%s', (_name, given, wanted) => {
    expect(heirs(...given)).toEqual(wanted)
  })
})
