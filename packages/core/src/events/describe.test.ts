import { describe, expect, it } from '@jest/globals'
import { normalized } from '../../test/normalized.js'
import { describeEvent } from './describe.js'

const described = (raw: object) => describeEvent(normalized(raw))
const frame = (name: string | null, change: object = {}) => ({
  function: name,
  filename: `${name}.py`,
  in_app: true,
  ...change,
})
const system = (name: string) => frame(name, { in_app: false })

describe('the title', () => {
  it.each([
    ['type and value', { exception: [{ type: 'KeyError', value: "'name'" }] }, "KeyError: 'name'"],
    ['the type alone', { exception: [{ type: 'KeyError' }] }, 'KeyError'],
    ['the value of something without a type', { exception: [{ value: 'oops' }] }, 'Error: oops'],
    [
      'the last of a chain',
      {
        exception: [
          { type: 'Cause', value: 'c' },
          { type: 'Outer', value: 'o' },
        ],
      },
      'Outer: o',
    ],
    ['the first line that is not blank', { exception: [{ type: 'E', value: '\n  \r\n first\nsecond' }] }, 'E: first'],
    ['one line', { message: 'a\tb\u001b[31m  c' }, 'a b [31m c'],
    ['the message', { message: 'hello' }, 'hello'],
    ['the message with its parameters', { logentry: { message: 'hello %s', params: ['ann'] } }, 'hello ann'],
    [
      'a message to which JavaScript added a stack',
      {
        platform: 'node',
        message: 'hello',
        exception: [{ value: 'hello', mechanism: { type: 'generic', synthetic: true }, stacktrace: [frame('log')] }],
      },
      'hello',
    ],
    [
      'the same from an older SDK',
      { platform: 'node', message: 'hello', exception: [{ value: 'hello', stacktrace: [frame('log')] }] },
      'hello',
    ],
    [
      'a rejection of a string in JavaScript',
      {
        platform: 'node',
        exception: [{ type: 'Error', value: 'just text', mechanism: { type: 'generic', synthetic: true } }],
      },
      'Error: just text',
    ],
    [
      'the function of a crash',
      {
        platform: 'native',
        exception: [
          {
            type: 'SIGSEGV',
            value: 'Segfault',
            mechanism: { type: 'signal', synthetic: true },
            stacktrace: [frame('main'), frame('crash'), system('abort')],
          },
        ],
      },
      'crash',
    ],
    [
      'the text of a crash without functions',
      {
        platform: 'native',
        exception: [{ type: 'SIGSEGV', value: 'Segfault', mechanism: { type: 'signal', synthetic: true } }],
      },
      'Segfault',
    ],
    ['the transaction where nothing else is said', { transaction: 'GET /x' }, 'GET /x'],
    [
      'the crashed function where only threads came',
      { threads: [{ crashed: true, stacktrace: [frame('run')] }] },
      'run',
    ],
    ['nothing', {}, '<untitled>'],
    [
      'a CSP report',
      { csp: { 'effective-directive': 'script-src', 'blocked-uri': 'https://cdn.example/a.js' } },
      "Blocked 'script' from 'cdn.example'",
    ],
    [
      'an old CSP report',
      { csp: { 'violated-directive': 'img-src https://x', 'blocked-uri': '' } },
      "Blocked 'img' from 'self'",
    ],
    [
      'an inline CSP report',
      { csp: { 'effective-directive': 'style-src', 'blocked-uri': 'inline' } },
      "Blocked 'style' from 'inline'",
    ],
    [
      'a CSP report of data',
      { csp: { 'effective-directive': 'img-src', 'blocked-uri': 'data:image/png,xx' } },
      "Blocked 'img' from 'data:'",
    ],
    [
      'an odd CSP report',
      { csp: { 'effective-directive': 5, 'blocked-uri': { toString: 1 } } },
      "Blocked '' from 'self'",
    ],
  ])('is made of %s', (_name, raw, title) => {
    expect(described(raw).title).toBe(title)
  })

  it('has at most 100 characters, the last of them a mark', () => {
    const { title } = described({ exception: [{ type: 'E', value: 'x'.repeat(200) }] })
    expect(title).toBe(`E: ${'x'.repeat(96)}…`)
    expect(described({ message: 'y'.repeat(100) }).title).toBe('y'.repeat(100))
  })

  it('keeps markup as the text that it is', () => {
    expect(described({ message: '<script>alert(1)</script>' }).title).toBe('<script>alert(1)</script>')
  })
})

describe('the culprit', () => {
  const error = (frames: readonly object[], rest: object = {}) => ({
    exception: [{ type: 'E', stacktrace: { frames } }],
    ...rest,
  })

  it.each([
    ['what the SDK said', { culprit: 'a', transaction: 'b' }, 'a'],
    ['the transaction', error([frame('f')], { transaction: 'GET /x' }), 'GET /x'],
    ['the innermost frame of the app', error([frame('a'), frame('b'), system('c')]), 'b.py in b'],
    ['the innermost frame where none is of the app', error([system('a'), system('b')]), 'b.py in b'],
    ['the module rather than the file', error([frame('f', { module: 'app.views' })]), 'app.views in f'],
    ['the file alone', error([frame(null, { filename: 'x.py' })]), 'x.py'],
    ['JavaScript as it writes it', error([frame('f', { module: 'orders' })], { platform: 'node' }), 'f(orders)'],
    ['JavaScript without a name', error([{ filename: '/a.js', in_app: true }], { platform: 'javascript' }), '/a.js'],
    [
      'JavaScript without a name in V8',
      error([{ filename: '/a.js', function: 'Object.<anonymous>', in_app: true }], { platform: 'javascript' }),
      '/a.js',
    ],
    ['the function alone of native code', error([frame('f', { package: 'lib' })], { platform: 'cocoa' }), 'f'],
    ['a frame of another platform', error([frame('f', { platform: 'native' })], { platform: 'python' }), 'f'],
    [
      'the last exception with a stack',
      { exception: [{ type: 'Cause', stacktrace: [frame('f')] }, { type: 'E' }] },
      'f.py in f',
    ],
    ['the stack of a thread', { message: 'm', threads: [{ current: true, stacktrace: [frame('f')] }] }, 'f.py in f'],
    ['the URL', { message: 'm', request: { url: 'http://h/p?q=1' } }, 'http://h/p'],
    [
      'the directive of a CSP report',
      { csp: { 'effective-directive': 'img-src' }, request: { url: 'http://h/' } },
      'img-src',
    ],
    [
      'nothing for a crash, whose function is its title',
      error([frame('f')], {
        platform: 'native',
        exception: [{ mechanism: { type: 's', synthetic: true }, value: 'v', stacktrace: [frame('f')] }],
      }),
      '',
    ],
    [
      'the library of a crash',
      {
        platform: 'native',
        exception: [
          {
            mechanism: { type: 's', synthetic: true },
            stacktrace: [frame('f', { package: '/usr/lib/libsystem.dylib' })],
          },
        ],
      },
      'libsystem.dylib',
    ],
    ['nothing', { message: 'm' }, ''],
  ])('is %s', (_name, raw, culprit) => {
    expect(described(raw).culprit).toBe(culprit)
  })

  it('has at most 200 characters', () => {
    expect(described({ culprit: 'x'.repeat(300) }).culprit).toBe(`${'x'.repeat(199)}…`)
  })
})

describe('the metadata', () => {
  it('of an error has what a list shows', () => {
    const stacktrace = [frame('outer'), frame('<redacted>'), frame('inner'), frame('?'), system('sys')]
    const raw = {
      exception: [
        { type: 'Cause', mechanism: { type: 'm', handled: false } },
        { type: 'E', value: 'v', stacktrace, mechanism: { type: 'm', handled: true } },
      ],
    }
    expect(described(raw).metadata).toEqual({
      type: 'E',
      value: 'v',
      filename: 'inner.py',
      function: 'inner',
      isUnhandled: true,
    })
  })

  it('is bounded', () => {
    const { metadata } = described({ exception: [{ type: 't'.repeat(500), value: 'v'.repeat(5000) }] })
    expect([metadata.type?.length, metadata.value?.length]).toEqual([128, 1024])
  })

  it('of a crash has no type, of a message its title', () => {
    const crash = {
      platform: 'native',
      exception: [{ type: 'T', value: 'v', mechanism: { type: 's', synthetic: true } }],
    }
    expect(described(crash).metadata).toEqual({ value: 'v' })
    expect(described({ message: 'hi' }).metadata).toEqual({ title: 'hi' })
  })
})
