import { describe, expect, it } from '@jest/globals'
import { app, chain, deep, error, firstOf, group, hashesOf, library, message } from '../../../test/g1-events.js'
import { normalized } from '../../../test/normalized.js'
import { groupEvent } from '../index.js'

describe('one issue for', () => {
  it.each<[string, object, object]>([
    [
      'another line',
      error(),
      error({ frames: [app('main', { lineno: 99, colno: 5 }), library('run'), app('pay', { lineno: 1 })] }),
    ],
    [
      'another deployment',
      error(),
      error({
        frames: [app('main'), library('run'), app('pay')].map((frame) => ({
          ...frame,
          filename: '/home/ann/orders.js',
        })),
      }),
    ],
    ['another text of the same error', error(), error({ value: 'y is not a function' })],
    [
      'other library frames',
      error(),
      error({ frames: [library('a'), app('main'), library('b'), app('pay'), library('c')] }),
    ],
    ['deeper recursion', error({ frames: [app('walk')] }), error({ frames: [app('walk'), app('walk'), app('walk')] })],
    [
      'deeper recursion through four functions',
      error({ frames: ['main', 'a', 'b', 'c', 'd'].map((name) => app(name)) }),
      error({ frames: ['main', 'a', 'b', 'c', 'd', 'a', 'b', 'c', 'd', 'a', 'b', 'c', 'd'].map((name) => app(name)) }),
    ],
    [
      'a stack that overflowed elsewhere in its round',
      error({
        type: 'RangeError',
        value: 'Maximum call stack size exceeded',
        frames: ['z', 'ping', 'pong', 'ping', 'pong', 'leaf'].map((name) => app(name)),
      }),
      error({
        type: 'RangeError',
        value: 'Maximum call stack size exceeded',
        frames: ['pong', 'ping', 'pong', 'ping'].map((name) => app(name)),
      }),
    ],
    [
      'callers further away than eight frames of the app',
      error({ frames: deep(0, 12) }),
      error({ frames: [app('other'), ...deep(4, 12)] }),
    ],
    [
      'another release, environment, level, user, URL and time',
      error(),
      error(
        {},
        {
          release: '2',
          environment: 'x',
          level: 'fatal',
          user: { id: 9 },
          request: { url: 'http://h/9' },
          transaction: 'other',
          server_name: 'b',
          timestamp: 1,
        },
      ),
    ],
    [
      'a bundle with another hash',
      error({ frames: [app('total', { filename: 'https://h/assets/index-Z4BF3OJZ.js?v=1' })] }),
      error({ frames: [app('total', { filename: 'https://cdn/a/index-9fe21cab.js' })] }),
    ],
    [
      'minified names of another build',
      error({
        platform: 'javascript',
        frames: [
          app('t', { filename: 'https://h/a/main.9fe21cab.js', lineno: 1, colno: 9000 }),
          app('e', { filename: 'https://h/a/main.9fe21cab.js', lineno: 1, colno: 12_345 }),
        ],
      }),
      error({
        platform: 'javascript',
        frames: [
          app('n', { filename: 'https://h/a/main.01acb3d2.js', lineno: 1, colno: 8000 }),
          app('r', { filename: 'https://h/a/main.01acb3d2.js', lineno: 1, colno: 22_345 }),
        ],
      }),
    ],
    [
      'an object path before the function',
      error({ frames: [app('Object.pay')] }),
      error({ frames: [app('Order.pay')] }),
    ],
    [
      'another id in the text of a weak stack',
      error({ value: 'user 1 is gone', frames: [app('load')] }),
      error({ value: 'user 22 is gone', frames: [app('load')] }),
    ],
    [
      'another id in a text without a stack',
      { exception: [{ type: 'E', value: 'user 1 of 10.0.0.1' }] },
      { exception: [{ type: 'E', value: 'user 2 of 10.9.9.9' }] },
    ],
    ['another id in a message', message('order 17 failed'), message('order 18 failed')],
    [
      'other parameters of one template',
      { logentry: { message: 'hello %s', params: ['ann'] } },
      { logentry: { message: 'hello %s', params: ['bob'], formatted: 'hello bob' } },
    ],
    [
      'another page with the same inline script',
      error({ frames: [app('go', { filename: 'http://h/orders/17' })] }, { platform: 'javascript' }),
      error({ frames: [app('go', { filename: 'http://h/orders/18' })] }, { platform: 'javascript' }),
    ],
    [
      'edited callers',
      error({ frames: [app('main', { context_line: 'pay(order)' }), app('pay', { context_line: 'throw new E(a)' })] }),
      error({
        frames: [app('main', { context_line: 'await pay(x)' }), app('pay', { context_line: '  throw  new E(a)' })],
      }),
    ],
    ['the same custom fingerprint', error({}, { fingerprint: ['a', 1] }), { message: 'else', fingerprint: ['a', '1'] }],
    [
      'a fingerprint with variables that come out the same',
      error({}, { fingerprint: ['{{ type }}', '{{ tags.region }}'], tags: { region: 'eu' } }),
      message('x', { fingerprint: ['TypeError', 'eu'] }),
    ],
    ['the same checksum', error({}, { checksum: 'F'.repeat(32) }), { message: 'else', checksum: 'f'.repeat(32) }],
    [
      'a message to which another version of the SDK adds a stack',
      error({ type: 'Error', value: 'hello', mechanism: { type: 'generic', synthetic: true } }, { message: 'hello' }),
      message('hello', { platform: 'node' }),
    ],
    [
      'a message of Python with and without its stack',
      message('hello', {
        platform: 'python',
        threads: [{ current: true, stacktrace: { frames: [app('a'), app('b')] } }],
      }),
      message('hello', { platform: 'python' }),
    ],
    ['line ends of another system', message('a\r\nb'), message('a\nb')],
    ['composed and decomposed letters', message('caf\u00e9'), message('cafe\u0301')],
    ['equal causes in a row', chain({ type: 'Cause' }, { type: 'Cause' }, {}), chain({ type: 'Cause' }, {})],
    [
      'members of a group in another order and number',
      group({ id: 0 }, { id: 1, type: 'A' }, { id: 2, type: 'B' }, { id: 3, type: 'A' }),
      group({ id: 0 }, { id: 1, type: 'B' }, { id: 2, type: 'A' }),
    ],
    [
      'a group of one kind and the exception alone',
      group({ id: 0 }, { id: 1, type: 'A' }, { id: 2, type: 'A' }),
      chain({ type: 'A' }),
    ],
    [
      'the stack of a crash by signal, however it is called',
      error({
        platform: 'native',
        type: 'SIGSEGV',
        value: 'at 0x1',
        frames: [app('a'), app('b')],
        mechanism: { type: 'signalhandler', synthetic: true },
      }),
      error({
        platform: 'native',
        type: 'SIGBUS',
        value: 'at 0x2',
        frames: [app('a'), app('b')],
        mechanism: { type: 'signalhandler', synthetic: true },
      }),
    ],
  ])('%s', (_name, one, other) => {
    expect(firstOf(one)).toBe(firstOf(other))
  })
})

describe('a hash', () => {
  it('is 32 hex digits, and the same each time', () => {
    for (const hash of hashesOf(error())) expect(hash).toMatch(/^[0-9a-f]{32}$/)
    expect(hashesOf(error())).toEqual(hashesOf(error()))
  })

  it('of the frames of the app comes first, that of all frames behind it', () => {
    const [ofApp, ofAll] = hashesOf(error())
    const [sameApp, otherAll] = hashesOf(error({ frames: [app('main'), app('pay')] }))
    expect(sameApp).toBe(ofApp)
    expect(otherAll).not.toBe(ofAll)
    const flagged = [app('main', { in_app: false }), library('run'), app('pay')]
    expect(hashesOf(error({ frames: flagged }))[0]).not.toBe(ofApp)
    expect(hashesOf(error({ frames: flagged }))[1]).toBe(ofAll)
  })

  it('is one where all frames or none are of the app', () => {
    expect(hashesOf(error({ frames: [app('a'), app('b')] }))).toHaveLength(1)
    expect(hashesOf(error({ frames: [library('a'), library('b')] }))).toHaveLength(1)
  })

  it('of a fingerprint that is the default is that without one, in any spelling', () => {
    for (const word of ['{{ default }}', '{{default}}', '{{  default}}'])
      expect(hashesOf(error({}, { fingerprint: [word] }))).toEqual(hashesOf(error()))
  })

  it('of a fingerprint with the default follows the error, in any spelling', () => {
    const hybrid = hashesOf(error({}, { fingerprint: ['{{ default }}', 'a'] }))
    expect(hybrid).toHaveLength(2)
    expect(hashesOf(error({}, { fingerprint: ['{{default}}', 'a'] }))).toEqual(hybrid)
    expect(hashesOf(error({ value: 'other text' }, { fingerprint: ['{{default}}', 'a'] }))).toEqual(hybrid)
    expect(hybrid).not.toEqual(hashesOf(error()))
  })

  it('is the checksum where that is one, else made of it; the fingerprint goes before both', () => {
    expect(hashesOf(error({}, { checksum: 'F'.repeat(32) }))).toEqual(['f'.repeat(32)])
    expect(hashesOf(error({}, { checksum: 'mine' }))).not.toEqual(hashesOf(error()))
    expect(hashesOf(error({}, { checksum: 'mine', fingerprint: ['a'] }))).toEqual(
      hashesOf(error({}, { fingerprint: ['a'] })),
    )
  })

  it('never is that of another engine', () => {
    expect(groupEvent(normalized(error()), { version: 'g0' }).hashes).not.toEqual(hashesOf(error()))
  })
})
