import { describe, expect, it } from '@jest/globals'
import { normalized as normalize } from '../../../test/normalized.js'

const valuesOf = (exception: unknown) => normalize({ exception }).exception?.values
const frameOf = (frame: unknown) =>
  normalize({ stacktrace: { frames: [frame, { function: 'last' }] } }).stacktrace?.frames[0]

describe('exceptions', () => {
  it.each([
    ['values', { values: [{ type: 'E', value: 'v' }] }],
    ['values that are one object', { values: { type: 'E', value: 'v' } }],
    ['a list', [{ type: 'E', value: 'v' }]],
    ['one object', { type: 'E', value: 'v' }],
    ['a list with nulls', [null, { type: 'E', value: 'v' }, null]],
  ])('come as %s', (_name, exception) => {
    expect(valuesOf(exception)).toEqual([{ type: 'E', value: 'v' }])
    expect(normalize({ exception }).errors).toEqual([])
  })

  it.each([
    ['a value that is a number', { type: 'E', value: 42 }, { type: 'E', value: '42' }],
    ['a value that is an object', { type: 'E', value: { a: 1 } }, { type: 'E', value: '{"a":1}' }],
    ['no type', { value: 'v' }, { value: 'v' }],
    ['no value', { type: 'E' }, { type: 'E' }],
    ['the type in the value', { value: 'TypeError: x is null' }, { type: 'TypeError', value: 'x is null' }],
    ['a colon in the value', { value: 'failed: x' }, { value: 'failed: x' }],
    ['a null module', { type: 'E', module: null }, { type: 'E' }],
    ['a thread', { type: 'E', thread_id: 7 }, { type: 'E', thread_id: 7 }],
  ])('may have %s', (_name, exception, wanted) => {
    expect(valuesOf([exception])).toEqual([wanted])
  })

  it('that say nothing are left out, and an event without any other is no error', () => {
    expect(normalize({ exception: { values: [{}, null, { type: '', value: null }] } })).toMatchObject({
      type: 'default',
    })
    expect(normalize({ exception: [] }).exception).toBeUndefined()
  })

  it('that are bare text are kept as a value, with a note', () => {
    const event = normalize({ exception: ['it broke'] })
    expect(event.exception?.values).toEqual([{ value: 'it broke' }])
    expect(event.errors).toEqual([{ type: 'invalid_data', name: 'exception', value: 'it broke' }])
  })

  it('keep their mechanism, odd fields mended', () => {
    const mechanism = {
      type: 'onerror',
      handled: 'false',
      synthetic: 1,
      exception_id: '2',
      parent_id: 0,
      source: 'cause',
      meta: { errno: { number: 2 } },
      data: [],
      help_link: null,
    }
    expect(valuesOf([{ type: 'E', mechanism }])?.[0]?.mechanism).toEqual({
      type: 'onerror',
      handled: false,
      synthetic: true,
      exception_id: 2,
      parent_id: 0,
      source: 'cause',
      meta: { errno: { number: 2 } },
    })
    expect(valuesOf([{ type: 'E', mechanism: 'generic' }])?.[0]?.mechanism).toEqual({ type: 'generic' })
    expect(valuesOf([{ type: 'E', mechanism: {} }])?.[0]?.mechanism).toEqual({ type: 'generic' })
  })
})

describe('stack traces', () => {
  it.each([
    ['frames', { frames: [{ function: 'f' }] }],
    ['a list', [{ function: 'f' }]],
    ['one frame', { function: 'f' }],
    ['frames that are one object', { frames: { function: 'f' } }],
    ['frames with nulls', { frames: [null, { function: 'f' }, 'x'] }],
  ])('come as %s', (_name, stacktrace) => {
    expect(valuesOf([{ type: 'E', stacktrace }])?.[0]?.stacktrace).toEqual({ frames: [{ function: 'f' }] })
  })

  it.each([[null], [{ frames: null }], [{ frames: [] }], [{}], [[]], ['x'], [{ frames: [{ odd: 1 }] }]])(
    '%p is none',
    (stacktrace) => {
      expect(valuesOf([{ type: 'E', stacktrace }])?.[0]).toEqual({ type: 'E' })
    },
  )

  it('keep frames that lack everything but one thing', () => {
    expect(frameOf({ lineno: 3 })).toEqual({ lineno: 3 })
    expect(frameOf({ filename: null, function: null, module: null, lineno: null, in_app: null })).toEqual({})
  })

  it('mend what is odd in a frame', () => {
    expect(
      frameOf({
        function: 7,
        lineno: '12',
        colno: 3.9,
        in_app: 'true',
        context_line: '',
        pre_context: ['a', null, 5],
        post_context: 'x',
        vars: ['p', 'q'],
        data: { orig_in_app: 1 },
        instruction_addr: '0x1',
      }),
    ).toEqual({
      function: '7',
      lineno: 12,
      colno: 3,
      in_app: true,
      context_line: '',
      pre_context: ['a', '', '5'],
      vars: { 0: 'p', 1: 'q' },
      data: { orig_in_app: 1 },
      instruction_addr: '0x1',
    })
    expect(frameOf({ lineno: -1, colno: 'x' })).toEqual({})
  })

  it.each([
    ['https://h.example/assets/app.js?v=3#x', '/assets/app.js', 'https://h.example/assets/app.js?v=3#x'],
    ['app:///index.bundle', '/index.bundle', 'app:///index.bundle'],
    ['webpack:///./src/a.ts', '/./src/a.ts', 'webpack:///./src/a.ts'],
    ['file:///srv/a.js', '/srv/a.js', 'file:///srv/a.js'],
    ['https://h.example/', 'https://h.example/', undefined],
    ['https://h.example', 'https://h.example', undefined],
    ['/srv/a.js', '/srv/a.js', undefined],
    ['C:\\app\\a.cs', 'C:\\app\\a.cs', undefined],
    ['node:internal/timers', 'node:internal/timers', undefined],
  ])('shorten the filename %s to %s', (filename, short, absPath) => {
    expect(frameOf({ filename })).toEqual({ filename: short, ...(absPath && { abs_path: absPath }) })
  })

  it('keep the path that came with a filename that is a URL', () => {
    expect(frameOf({ filename: 'https://h/a.js', abs_path: 'https://h/full/a.js' })).toEqual({
      filename: '/a.js',
      abs_path: 'https://h/full/a.js',
    })
  })

  it('keep registers as text', () => {
    const stacktrace = { frames: [{ function: 'f' }], registers: { x0: '0x1', x1: 5, x2: null } }
    expect(normalize({ stacktrace }).stacktrace?.registers).toEqual({ x0: '0x1', x1: '5' })
  })
})

describe('threads', () => {
  const stack = (name: string) => ({ frames: [{ function: name }] })

  it('come as values or as a list, with ids of either kind', () => {
    const threads = [{ id: 1, name: 'main', crashed: false, current: true, main: true, state: 'RUNNABLE' }, { id: 'w' }]
    expect(normalize({ threads }).threads?.values).toEqual(threads)
    expect(normalize({ threads: { values: threads } }).threads?.values).toEqual(threads)
  })

  it.each([
    [
      'the crashed thread',
      [
        { id: 1, current: true, stacktrace: stack('b') },
        { id: 2, crashed: true, stacktrace: stack('a') },
      ],
    ],
    [
      'the current thread',
      [
        { id: 1, stacktrace: stack('b') },
        { id: 2, current: true, stacktrace: stack('a') },
      ],
    ],
    ['the only thread', [{ stacktrace: stack('a') }]],
    [
      'the thread that it names',
      [
        { id: 1, crashed: true, stacktrace: stack('b') },
        { id: 9, stacktrace: stack('a') },
      ],
    ],
  ])('%s lends its stack to an exception without one', (_name, threads) => {
    const event = normalize({ exception: [{ type: 'Cause' }, { type: 'E', thread_id: 9 }], threads })
    expect(event.exception?.values.map((exception) => exception.stacktrace)).toEqual([undefined, stack('a')])
  })

  it('lend nothing where the chain has a stack, nor where no thread stands out', () => {
    const threads = [{ id: 1, stacktrace: stack('t') }, { id: 2 }]
    expect(normalize({ exception: [{ type: 'E' }], threads }).exception?.values[0]?.stacktrace).toBeUndefined()
    const withStack = normalize({
      exception: [{ type: 'Cause', stacktrace: stack('own') }, { type: 'E' }],
      threads: [{ crashed: true, stacktrace: stack('t') }],
    })
    expect(withStack.exception?.values[1]?.stacktrace).toBeUndefined()
  })
})
