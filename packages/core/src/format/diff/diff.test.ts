import { describe, expect, it } from '@jest/globals'
import { anEventJson, aRequestJson } from '../../../test/event-json.js'
import type { BreadcrumbJson, EventEntryJson, EventJson, FrameJson } from '../../client/event-types.js'
import { alignSequences } from './align.js'
import { diffEvents, type EventDiff } from './events.js'
import { compareRows, flatten } from './fields.js'
import { changedSpan } from './span.js'

const aFrame = (name: string, over: Partial<FrameJson> = {}): FrameJson => ({
  function: name,
  filename: `src/${name}.ts`,
  lineNo: 10,
  inApp: true,
  ...over,
})

/** Frames oldest first. */
const failing = (frames: readonly FrameJson[], type = 'TypeError', value = 'x'): EventEntryJson => ({
  type: 'exception',
  data: { hasSystemFrames: false, values: [{ type, value, stacktrace: { frames: [...frames] } }] },
})

const crumbs = (...steps: readonly (readonly [category: string, message: string])[]): EventEntryJson => ({
  type: 'breadcrumbs',
  data: {
    values: steps.map(
      ([category, message], at): BreadcrumbJson => ({
        type: 'default',
        category,
        message,
        level: 'info',
        timestamp: `2026-01-15T11:00:0${at}Z`,
        data: null,
        event_id: null,
      }),
    ),
  },
})

const differing = (diff: EventDiff) =>
  diff.fields.flatMap(({ rows }) =>
    rows.filter(({ state }) => state !== 'same').map(({ key, isVolatile }) => (isVolatile ? `(${key})` : key)),
  )

describe('sequences beside each other', () => {
  const aligned = (one: string, other: string, likeness?: (item: string) => string) =>
    alignSequences([...one], [...other], (item) => item, likeness)
      .map((pair) => `${pair.one ?? '-'}${pair.other ?? '-'}`)
      .join(' ')

  it.each([
    ['abcd', 'bxd'],
    ['aab', 'baa'],
    ['xyz', 'abc'],
  ])('lose nothing of %s and %s', (one, other) => {
    const pairs = alignSequences([...one], [...other], (item) => item)
    expect(pairs.flatMap((pair) => pair.one ?? []).join('')).toBe(one)
    expect(pairs.flatMap((pair) => pair.other ?? []).join('')).toBe(other)
  })

  it.each([
    ['abc', 'abc', 'aa bb cc'],
    ['abc', 'ac', 'aa b- cc'],
    ['ac', 'abc', 'aa -b cc'],
    ['', 'ab', '-a -b'],
    ['ab', '', 'a- b-'],
  ])('%s and %s are %s', (one, other, pairs) => {
    expect(aligned(one, other)).toBe(pairs)
  })

  it('pairs what is alike between what is equal', () => {
    expect(aligned('axc', 'ayc', () => 'any')).toBe('aa xy cc')
    expect(aligned('aBc', 'axbc', (item) => item.toLowerCase())).toBe('aa -x Bb cc')
  })

  it('stays quick however long they are', () => {
    const long = Array.from({ length: 50_000 }, (_, at) => String(at % 7))
    expect(alignSequences(long, [...long].reverse(), (item) => item).length).toBeLessThanOrEqual(800)
  })
})

describe('named values beside each other', () => {
  it('are told apart where they come twice, and follow the order of the one', () => {
    const rows = compareRows(
      [
        ['b', '1'],
        ['a', '1'],
        ['a', '2'],
      ],
      [
        ['a', '1'],
        ['c', '3'],
      ],
    )
    expect(rows.map(({ key, state }) => `${key} ${state}`)).toEqual(['b removed', 'a same', 'a (2) removed', 'c added'])
  })

  it('stand level by level, bounded in depth and number', () => {
    expect(flatten({ a: { b: 1, c: [true, null] }, d: {} })).toEqual([
      ['a.b', '1'],
      ['a.c.0', 'true'],
      ['a.c.1', 'null'],
      ['d', '{}'],
    ])
    expect(flatten({ a: { b: { c: { d: { e: { f: 1 } } } } } })).toEqual([['a.b.c.d.e', '{"f":1}']])
    expect(flatten(Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`k${at}`, at])))).toHaveLength(500)
  })

  it.each([
    ['trace_id', 'abc', 'abd', true],
    ['headers.sentry-trace', 'a', 'b', true],
    ['key', 'f1c2d4e5b64798a0', '01c2d4e5b64798a0', true],
    ['job', '0b9f2c1e-6f0a-4d6e-9c55-0f2a51f1c111', '1b9f2c1e-6f0a-4d6e-9c55-0f2a51f1c112', true],
    ['seen', '2026-01-15T11:00:00Z', '2026-01-16T11:00:00.123Z', true],
    ['key', 'f1c2d4e5b64798a0', 'none', false],
    ['release', 'f1c2d4e5b64798a0', '01c2d4e5b64798a0', false],
    ['app.commit', 'f1c2d4e5b64798a0', '01c2d4e5b64798a0', false],
    ['tenant', 'a', 'b', false],
  ])('%s from %s to %s: %p that it differs anyway', (key, one, other, isVolatile) => {
    expect(compareRows([[key, one]], [[key, other]])[0]?.isVolatile).toBe(isVolatile)
  })

  it('are the same but for addresses of memory', () => {
    const rows = compareRows(
      [['self', '<Cart object at 0x7f3a10b2c9d0>']],
      [['self', '<Cart object at 0x7fffdeadbeef>']],
    )
    expect(rows[0]?.state).toBe('same')
  })
})

describe('the part of two texts that differs', () => {
  it.each([
    ['GET /cart/17 [200]', 'GET /cart/18 [200]', '7', '8'],
    ['abc', 'abc', '', ''],
    ['', 'abc', '', 'abc'],
    ['aa', 'aaa', '', 'a'],
    ['a👍b', 'a👎b', '👍', '👎'],
  ])('of "%s" and "%s"', (one, other, fromOne, fromOther) => {
    const { start, endOne, endOther } = changedSpan(one, other)
    expect([one.slice(start, endOne), other.slice(start, endOther)]).toEqual([fromOne, fromOther])
  })
})

describe('two events', () => {
  it('that are equal differ in nothing', () => {
    const event = anEventJson({ entries: [failing([aFrame('a'), aFrame('b')]), crumbs(['ui', 'click'])], tags: [] })
    const diff = diffEvents(event, event)
    expect([diff.changed, differing(diff)]).toEqual([0, []])
    expect(diff.stacks[0]?.frames.map(({ state }) => state)).toEqual(['same', 'same'])
  })

  it('have their frames side by side, the newest first, with what changed of each', () => {
    const one = [
      aFrame('main'),
      aFrame('load', { lineNo: 7 }),
      aFrame('pay', { vars: { total: 1, self: '0xdeadbeef' } }),
    ]
    const other = [
      aFrame('main'),
      aFrame('retry'),
      aFrame('load', { lineNo: 9 }),
      aFrame('pay', { vars: { total: 2, self: '0xdeadbabe' } }),
    ]
    const [stack] = diffEvents(
      anEventJson({ entries: [failing(one)] }),
      anEventJson({ entries: [failing(other)] }),
    ).stacks
    expect(stack?.frames.map((frame) => [frame.other?.function, frame.state, frame.changes])).toEqual([
      ['pay', 'changed', ['variables']],
      ['load', 'changed', ['line']],
      ['retry', 'added', []],
      ['main', 'same', []],
    ])
    expect(stack?.frames[0]?.variables.map(({ key, one, other }) => [key, one, other])).toEqual([['total', '1', '2']])
    expect(stack?.changed).toBe(3)
  })

  it('pair a function that was renamed in its file', () => {
    const [stack] = diffEvents(
      anEventJson({ entries: [failing([aFrame('old', { filename: 'a.ts' })])] }),
      anEventJson({ entries: [failing([aFrame('new', { filename: 'a.ts' })])] }),
    ).stacks
    expect(stack?.frames).toMatchObject([{ state: 'changed', changes: ['function'] }])
  })

  it('pair their exceptions by type, and at the same place by nothing else', () => {
    const diff = diffEvents(
      anEventJson({ entries: [failing([], 'TypeError', 'a')] }),
      anEventJson({ entries: [failing([], 'RangeError', 'b')] }),
    )
    expect(diff.stacks).toMatchObject([{ one: 'TypeError: a', other: 'RangeError: b', state: 'changed' }])
  })

  it('of threads alone have their threads side by side', () => {
    const thread: EventEntryJson = {
      type: 'threads',
      data: { values: [{ id: 1, crashed: true, stacktrace: { frames: [aFrame('run')] } }] },
    }
    expect(diffEvents(anEventJson({ entries: [thread] }), anEventJson({ entries: [thread] })).stacks).toMatchObject([
      { one: 'Thread', state: 'same', frames: [{ state: 'same' }] },
    ])
  })

  it('have the steps before them side by side, whenever they happened', () => {
    const { breadcrumbs } = diffEvents(
      anEventJson({ entries: [crumbs(['ui', 'open'], ['http', 'GET /cart/17'], ['ui', 'pay'])] }),
      anEventJson({ entries: [crumbs(['http', 'GET /cart/18'], ['ui', 'pay'], ['ui', 'again'])] }),
    )
    expect(breadcrumbs.map(({ one, other, state }) => [one?.message, other?.message, state])).toEqual([
      ['open', undefined, 'removed'],
      ['GET /cart/17', 'GET /cart/18', 'changed'],
      ['pay', 'pay', 'same'],
      [undefined, 'again', 'added'],
    ])
  })

  it.each<[string, Partial<EventJson>, Partial<EventJson>, readonly string[]]>([
    [
      'tags',
      { tags: [{ key: 'browser', value: 'Safari' }] },
      { tags: [{ key: 'browser', value: 'Chrome' }] },
      ['browser'],
    ],
    ['users', { user: aUser('1', { plan: 'free' }) }, { user: aUser('2', { plan: null }) }, ['id', 'plan']],
    ['users by id', { user: aUser('0b9f2c1e6f0a4d6e') }, { user: aUser('1b9f2c1e6f0a4d6e') }, ['id']],
    ['modules', { packages: { pg: '8.1' } }, { packages: { pg: '8.2', express: '5' } }, ['pg', 'express']],
    ['extras', { context: { cart: { size: 1 } } }, { context: { cart: { size: 2 } } }, ['cart.size']],
    [
      'contexts, ids set aside',
      { contexts: { trace: { trace_id: 'a', op: 'x' }, os: { name: 'A' } } },
      { contexts: { trace: { trace_id: 'b', op: 'y' }, os: { name: 'A' } } },
      ['(trace.trace_id)', 'trace.op'],
    ],
    ['events', { eventID: 'a' }, { eventID: 'b', dateCreated: '2026-01-15T12:00:00Z' }, ['(event_id)', '(date)']],
    [
      'requests',
      { entries: [aRequest({ method: 'GET', headers: [['Accept', '*/*']] })] },
      { entries: [aRequest({ method: 'POST', headers: [['accept', '*/*']], query: [['page', '2']] })] },
      ['method', 'query.page'],
    ],
  ])('differ in their %s', (_name, one, other, keys) => {
    expect(differing(diffEvents(anEventJson(one), anEventJson(other)))).toEqual(keys)
  })

  it('of hostile names and sizes are compared all the same', () => {
    const hostile = JSON.parse(`{"__proto__":{"a":1},"constructor":"x","toString":null}`) as Record<string, unknown>
    const deep = Array.from({ length: 3000 }).reduce<Record<string, unknown>>((inside) => ({ inside }), {})
    const event = anEventJson({
      context: { ...hostile, deep, long: 'x'.repeat(1_000_000) },
      tags: [{ key: '__proto__', value: '1' }],
    })
    expect(diffEvents(event, anEventJson()).changed).toBeGreaterThan(2)
    expect(diffEvents(event, event).changed).toBe(0)
  })
})

function aUser(id: string, more: object = {}): NonNullable<EventJson['user']> {
  return { id, email: null, username: null, ip_address: null, ...more }
}

function aRequest(over: Parameters<typeof aRequestJson>[0]): EventEntryJson {
  return { type: 'request', data: aRequestJson(over) }
}
