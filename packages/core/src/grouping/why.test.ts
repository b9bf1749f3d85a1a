import { describe, expect, it } from '@jest/globals'
import { normalized } from '../../test/normalized.js'
import { hashLeaves } from './hash.js'
import {
  type ContributionNode,
  compareGrouping,
  compileGroupingRules,
  contributingLeaves,
  dryRunGrouping,
  explainGrouping,
  groupEvent,
} from './index.js'

const frame = (name: string, in_app = true) => ({ function: name, filename: `/srv/${name}.js`, in_app })
const error = (type: string, names: readonly string[], rest: object = {}) =>
  normalized({
    platform: 'node',
    exception: [
      {
        type,
        value: 'user 17 is gone',
        stacktrace: { frames: [frame('lib', false), ...names.map((name) => frame(name))] },
      },
    ],
    ...rest,
  })
const strong = error('TypeError', ['main', 'pay'], { message: 'paying failed' })

const nodesOf = (node: ContributionNode): readonly ContributionNode[] => [node, ...node.children.flatMap(nodesOf)]

describe('why an event is in its issue', () => {
  it.each([
    ['a strong stack', strong],
    ['a weak stack', normalized({ exception: [{ type: 'E', value: 'user 1', stacktrace: { frames: [frame('a')] } }] })],
    [
      'a stack that overflowed',
      error('RangeError', ['b', 'a', 'b', 'a', 'c'], {
        exception: [
          { type: 'RecursionError', stacktrace: { frames: ['b', 'a', 'b', 'a', 'c'].map((name) => frame(name)) } },
        ],
      }),
    ],
    [
      'a chain',
      normalized({
        exception: [
          { type: 'A', value: 'x 1' },
          { type: 'B', value: 'y' },
        ],
      }),
    ],
    ['a message', normalized({ message: 'order 17' })],
    ['a thread', normalized({ message: 'x', threads: [{ crashed: true, stacktrace: { frames: [frame('a')] } }] })],
    ['a CSP report', normalized({ csp: { effective_directive: 'img-src', blocked_uri: 'https://a.example/x' } })],
    ['a fingerprint', error('E', ['a', 'b'], { fingerprint: ['{{ default }}', 'x'] })],
    ['a checksum', normalized({ checksum: 'mine' })],
    ['nothing', normalized({})],
  ])('of %s, the leaves of the tree are what was hashed', (_name, event) => {
    const { variants, hashes } = explainGrouping(event, { version: 'g1' })
    expect(hashes).toEqual(groupEvent(event, { version: 'g1' }).hashes)
    expect(variants.map(({ root }) => hashLeaves('g1', contributingLeaves(root)))).toEqual(hashes)
  })

  it('each part that does not count says why', () => {
    const { variants } = explainGrouping(strong)
    const silent = nodesOf(variants[0]!.root).filter(
      ({ contributes, id }) => !contributes && !['filename', 'function'].includes(id),
    )
    expect(silent.map(({ id, hint }) => [id, hint])).toEqual([
      ['value', 'the stack is strong, so the text may change'],
      ['frame', 'not in the app'],
      ['message', 'the exception says more'],
    ])
  })

  it.each([
    [
      strong,
      'Grouped by the type TypeError and 2 frames of the app; the text does not count: the stack is strong, so the text may change.',
    ],
    [normalized({ message: 'order 17' }), 'Grouped by the message without what varies.'],
    [
      normalized({ logentry: { message: 'order %s', params: [1] } }),
      'Grouped by the template of the message, whatever was filled in.',
    ],
    [normalized({ fingerprint: ['a', 'b'] }), 'Grouped by the fingerprint that the SDK sent: a, b.'],
    [
      normalized({ exception: [{ type: 'E', value: 'x', stacktrace: { frames: [frame('a')] } }] }),
      'Grouped by the type E, the text without what varies and 1 frame of the app; the text counts because a single frame says too little.',
    ],
  ])('one sentence tells it: %#', (event, sentence) => {
    expect(explainGrouping(event).sentence).toBe(sentence)
  })

  it('of the first engine, the leaves are there as well', () => {
    const { variants, hashes } = explainGrouping(strong, { version: 'g0' })
    expect(hashLeaves('g0', contributingLeaves(variants[0]!.root))).toBe(hashes[0])
  })
})

describe('two events compared', () => {
  const compare = (one: typeof strong, other: typeof strong) =>
    compareGrouping(explainGrouping(one), explainGrouping(other))

  it('differ leaf by leaf', () => {
    const { isSame, sentence, parts } = compare(strong, error('TypeError', ['main', 'refund']))
    expect(isSame).toBe(false)
    expect(sentence).toBe('Different issues, because of a file and a function.')
    expect(parts).toEqual([
      { id: 'type', one: 'TypeError', other: 'TypeError', isEqual: true },
      { id: 'filename', one: 'main.js', other: 'main.js', isEqual: true },
      { id: 'function', one: 'main', other: 'main', isEqual: true },
      { id: 'filename', one: 'pay.js', other: 'refund.js', isEqual: false },
      { id: 'function', one: 'pay', other: 'refund', isEqual: false },
    ])
  })

  it('are one where all that counts is equal', () => {
    expect(compare(strong, error('TypeError', ['main', 'pay']))).toMatchObject({
      isSame: true,
      sentence: 'All parts that count are equal.',
    })
  })

  it('keep what they share where one has more', () => {
    const { parts } = compare(strong, error('TypeError', ['boot', 'main', 'pay']))
    expect(parts.filter(({ isEqual }) => !isEqual)).toEqual([
      { id: 'filename', one: null, other: 'boot.js', isEqual: false },
      { id: 'function', one: null, other: 'boot', isEqual: false },
    ])
  })
})

describe('a dry run', () => {
  const rules = (fingerprint: string) => ({
    version: 'g1' as const,
    rules: compileGroupingRules({ fingerprint }).rules,
  })
  const none = { version: 'g1' as const }
  const events = [
    { issueId: '1', event: error('A', ['x', 'y'], { tags: { region: 'eu' } }) },
    { issueId: '1', event: error('A', ['x', 'y'], { tags: { region: 'us' } }) },
    { issueId: '2', event: error('B', ['x', 'y']) },
    { issueId: '3', event: error('C', ['x', 'y']) },
    { issueId: '4', event: error('D', ['x', 'y']) },
  ]

  it('counts issues that would be joined, split and left', () => {
    const run = dryRunGrouping(events, {
      before: none,
      after: rules('error.type:A -> {{ default }}, {{ tags.region }}\nerror.type:B -> bc\nerror.type:C -> bc'),
    })
    expect(run).toMatchObject({ joins: 2, splits: 1, unchanged: 1, sentence: 'would join 2 issues, split 1, leave 1' })
    expect(run.changes).toEqual([
      { issueIds: ['1'], groups: 2, events: 2 },
      { issueIds: ['2', '3'], groups: 1, events: 2 },
    ])
  })

  it('leaves issues alone that somebody merged', () => {
    const merged = [
      { issueId: '1', event: error('A', ['x', 'y']) },
      { issueId: '1', event: error('B', ['x', 'y']) },
    ]
    expect(dryRunGrouping(merged, { before: none, after: rules('error.type:A -> a') })).toMatchObject({
      joins: 0,
      splits: 0,
      unchanged: 1,
    })
  })

  it('of no events has nothing to tell', () => {
    expect(dryRunGrouping([], { before: none, after: none }).sentence).toBe('would join 0 issues, split 0, leave 0')
  })
})
