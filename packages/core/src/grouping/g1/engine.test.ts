import { describe, expect, it } from '@jest/globals'
import { normalized } from '../../../test/normalized.js'
import type { Frame } from '../../protocol/event.js'
import { groupEvent } from '../index.js'

const hashesOf = (raw: object) => groupEvent(normalized(raw), { version: 'g1' }).hashes
const firstOf = (raw: object) => hashesOf(raw)[0]

const app = (name: string, change: Partial<Frame> = {}): Frame => ({
  filename: '/srv/app/releases/41/src/orders.js',
  function: name,
  lineno: 10,
  in_app: true,
  ...change,
})
const library = (name: string, change: Partial<Frame> = {}): Frame => ({
  filename: '/srv/app/node_modules/x/index.js',
  function: name,
  in_app: false,
  ...change,
})

interface Change {
  readonly platform?: string
  readonly type?: string
  readonly value?: string
  readonly frames?: readonly Frame[]
  readonly mechanism?: object
}

const exception = ({
  type = 'TypeError',
  value = 'x is null',
  frames = [app('main'), library('run'), app('pay')],
  mechanism,
}: Change) => ({ type, value, mechanism, stacktrace: { frames } })
const error = (change: Change = {}, rest: object = {}) => ({
  platform: change.platform ?? 'node',
  exception: [exception(change)],
  ...rest,
})
const SIGNAL = { type: 'signalhandler', synthetic: true }
const chain = (...changes: readonly Change[]) => ({ platform: 'node', exception: changes.map(exception) })
const message = (text: string, rest: object = {}) => ({ message: text, ...rest })
const deep = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => app(`f${from + at}`, { filename: `m${from + at}.js` }))

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

describe('another issue for', () => {
  it.each<[string, object, object]>([
    ['another function', error(), error({ frames: [app('main'), app('refund')] })],
    ['another caller', error(), error({ frames: [app('other'), app('pay')] })],
    [
      'another caller of one wrapper',
      error({ frames: [app('pay'), app('fail')] }),
      error({ frames: [app('refund'), app('fail')] }),
    ],
    [
      'another of the eight nearest frames',
      error({ frames: deep(0, 8) }),
      error({ frames: [app('other'), ...deep(1, 8)] }),
    ],
    ['another file', error(), error({ frames: [app('main'), app('pay', { filename: '/srv/app/cart.js' })] })],
    ['another type', error(), error({ type: 'RangeError' })],
    ['another cause', chain({ type: 'Cause' }, {}), chain({ type: 'OtherCause' }, {})],
    ['no cause', chain({ type: 'Cause' }, {}), error()],
    [
      'another line that throws in the same function',
      error({ frames: [app('main'), app('pay', { context_line: 'return order.card.id' })] }),
      error({ frames: [app('main'), app('pay', { context_line: 'return order.user.id' })] }),
    ],
    [
      'another text without a stack',
      { exception: [{ type: 'E', value: 'a' }] },
      { exception: [{ type: 'E', value: 'b' }] },
    ],
    [
      'another text where no function has a name',
      error({ value: 'a', frames: [app('?'), app('?', { filename: 'b.js' })] }),
      error({ value: 'b', frames: [app('?'), app('?', { filename: 'b.js' })] }),
    ],
    [
      'another text of a single frame',
      error({ value: 'a', frames: [app('x')] }),
      error({ value: 'b', frames: [app('x')] }),
    ],
    ['another message', message('a'), message('b')],
    ['an exception with the text of a message', message('hello world'), { exception: [{ value: 'hello world' }] }],
    [
      'the same text cut elsewhere',
      { exception: [{ type: 'ab', value: 'c' }] },
      { exception: [{ type: 'a', value: 'bc' }] },
    ],
    [
      'another message with the stack of the same logger',
      error({ value: 'a', mechanism: { type: 'generic', synthetic: true }, frames: [app('log')] }, { message: 'a' }),
      error({ value: 'b', mechanism: { type: 'generic', synthetic: true }, frames: [app('log')] }, { message: 'b' }),
    ],
    [
      'another message logged through one function of Python',
      message('a', {
        platform: 'python',
        threads: [{ current: true, stacktrace: { frames: [app('main'), app('log')] } }],
      }),
      message('b', {
        platform: 'python',
        threads: [{ current: true, stacktrace: { frames: [app('main'), app('log')] } }],
      }),
    ],
    ['another fingerprint', error({}, { fingerprint: ['a'] }), error({}, { fingerprint: ['b'] })],
    ['a fingerprint split elsewhere', error({}, { fingerprint: ['ab', 'c'] }), error({}, { fingerprint: ['a', 'bc'] })],
    [
      'another default beside the fingerprint',
      error({}, { fingerprint: ['{{ default }}', 'a'] }),
      error({ type: 'RangeError' }, { fingerprint: ['{{ default }}', 'a'] }),
    ],
    ['events that say nothing, of other platforms', { platform: 'go' }, { platform: 'ruby' }],
    ['events that say nothing, of other loggers', { logger: 'a' }, { logger: 'b' }],
    ['events that say nothing, at other places', { transaction: 'a' }, { transaction: 'b' }],
    [
      'another crash of a thread',
      { threads: [{ crashed: true, stacktrace: [app('a')] }] },
      { threads: [{ crashed: true, stacktrace: [app('b')] }] },
    ],
    ['another signal of a crash without names', nameless({ name: 'SIGSEGV' }), nameless({ name: 'SIGABRT' })],
    [
      'another crash of a library below one frame of the app',
      error({ platform: 'native', mechanism: SIGNAL, frames: [app('main'), library('read'), library('memcpy')] }),
      error({ platform: 'native', mechanism: SIGNAL, frames: [app('main'), library('draw'), library('memcpy')] }),
    ],
    [
      'another code of an NSError',
      error({ platform: 'cocoa', mechanism: { type: 'NSError', meta: { ns_error: { domain: 'd', code: 1 } } } }),
      error({ platform: 'cocoa', mechanism: { type: 'NSError', meta: { ns_error: { domain: 'd', code: 2 } } } }),
    ],
    [
      'a group with a member of another kind',
      group({ id: 0 }, { id: 1, type: 'A' }, { id: 2, type: 'B' }),
      group({ id: 0 }, { id: 1, type: 'A' }, { id: 2, type: 'C' }),
    ],
    [
      'another blocked host',
      { csp: { 'effective-directive': 'img-src', 'blocked-uri': 'https://a.example/x' } },
      { csp: { 'effective-directive': 'img-src', 'blocked-uri': 'https://b.example/x' } },
    ],
    [
      'another template',
      { template: { filename: 'a.html', context_line: '{% x %}' } },
      { template: { filename: 'b.html', context_line: '{% x %}' } },
    ],
  ])('%s', (_name, one, other) => {
    const others = hashesOf(other)
    expect(hashesOf(one).filter((hash) => others.includes(hash))).toEqual([])
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

interface Member {
  readonly id: number
  readonly type?: string
}

function group(root: Member, ...members: readonly Member[]) {
  const values = [root, ...members].map(({ id, type = 'ExceptionGroup' }) => ({
    ...exception({ type }),
    mechanism: { type: 'chained', exception_id: id, ...(id === 0 ? { is_exception_group: true } : { parent_id: 0 }) },
  }))
  return { platform: 'node', exception: values.reverse() }
}

function nameless(signal: object) {
  const frames = [
    { package: '/app/game', instruction_addr: '0x1', in_app: true },
    { package: '/app/lib.so', instruction_addr: '0x2', in_app: true },
  ]
  return error({
    platform: 'native',
    type: 'Crash',
    value: 'crashed',
    frames,
    mechanism: { type: 'signalhandler', synthetic: true, meta: { signal } },
  })
}
