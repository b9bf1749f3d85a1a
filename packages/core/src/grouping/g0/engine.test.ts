import { describe, expect, it } from '@jest/globals'
import { normalized } from '../../../test/normalized.js'
import type { Frame } from '../../protocol/event.js'
import { groupByG0 } from './engine.js'

const hashesOf = (raw: object) => [groupByG0(normalized(raw)).hash]

const app = (name: string, change: Partial<Frame> = {}): Frame => ({
  filename: '/srv/app/releases/41/src/orders.js',
  function: name,
  lineno: 10,
  in_app: true,
  ...change,
})
const library = (name: string): Frame => ({
  filename: '/srv/app/node_modules/x/index.js',
  function: name,
  in_app: false,
})

const error = (
  change: { type?: string; value?: string; frames?: readonly Frame[]; mechanism?: object } = {},
  rest: object = {},
) => {
  const {
    type = 'TypeError',
    value = 'x is null',
    frames = [app('main'), library('run'), app('pay')],
    mechanism,
  } = change
  return { platform: 'node', exception: [{ type, value, mechanism, stacktrace: { frames } }], ...rest }
}
const chain = (...errors: readonly ReturnType<typeof error>[]) => ({
  platform: 'node',
  exception: errors.flatMap((each) => each.exception),
})
const message = (text: string) => ({ message: text })

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
      error({ frames: [app('main'), app('pay')].map((frame) => ({ ...frame, filename: '/home/ann/orders.js' })) }),
    ],
    ['another text of the same error', error(), error({ value: 'y is not a function' })],
    [
      'other library frames',
      error(),
      error({ frames: [library('a'), app('main'), library('b'), app('pay'), library('c')] }),
    ],
    ['deeper recursion', error({ frames: [app('walk')] }), error({ frames: [app('walk'), app('walk'), app('walk')] })],
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
      error({ frames: [app('t', { filename: 'https://h/assets/index-Z4BF3OJZ.js?v=1' })] }),
      error({ frames: [app('t', { filename: 'https://cdn/a/index-9fe21cab.js' })] }),
    ],
    [
      'an object path before the function',
      error({ frames: [app('Object.pay')] }),
      error({ frames: [app('Order.pay')] }),
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
      'another made-up class of the JVM',
      error({ frames: [app('x', { module: 'a.B$$Lambda$14/0x0800' })] }),
      error({ frames: [app('x', { module: 'a.B$$Lambda$99/0x0900' })] }),
    ],
    ['the same custom fingerprint', error({}, { fingerprint: ['a', 1] }), { message: 'else', fingerprint: ['a', '1'] }],
    ['the same checksum', error({}, { checksum: 'F'.repeat(32) }), { message: 'else', checksum: 'f'.repeat(32) }],
    ['line ends of another system', message('a\r\nb'), message('a\nb')],
  ])('%s', (_name, one, other) => {
    expect(hashesOf(one)).toEqual(hashesOf(other))
  })
})

describe('another issue for', () => {
  it.each<[string, object, object]>([
    ['another function', error(), error({ frames: [app('main'), app('refund')] })],
    ['another caller', error(), error({ frames: [app('other'), app('pay')] })],
    ['another file', error(), error({ frames: [app('main'), app('pay', { filename: '/srv/app/cart.js' })] })],
    ['another type', error(), error({ type: 'RangeError' })],
    ['another cause', chain(error({ type: 'Cause' }), error()), chain(error({ type: 'OtherCause' }), error())],
    ['no cause', chain(error({ type: 'Cause' }), error()), error()],
    [
      'another text without a stack',
      { exception: [{ type: 'E', value: 'a' }] },
      { exception: [{ type: 'E', value: 'b' }] },
    ],
    [
      'another text where no function has a name',
      error({ value: 'a', frames: [app('?')] }),
      error({ value: 'b', frames: [app('?')] }),
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
      {
        platform: 'node',
        message: 'a',
        exception: [
          { value: 'a', mechanism: { type: 'generic', synthetic: true }, stacktrace: { frames: [app('log')] } },
        ],
      },
      {
        platform: 'node',
        message: 'b',
        exception: [
          { value: 'b', mechanism: { type: 'generic', synthetic: true }, stacktrace: { frames: [app('log')] } },
        ],
      },
    ],
    ['another fingerprint', error({}, { fingerprint: ['a'] }), error({}, { fingerprint: ['b'] })],
    ['a fingerprint split elsewhere', error({}, { fingerprint: ['ab', 'c'] }), error({}, { fingerprint: ['a', 'bc'] })],
    [
      'another default beside the fingerprint',
      error({}, { fingerprint: ['{{ default }}', 'a'] }),
      error({ type: 'RangeError' }, { fingerprint: ['{{ default }}', 'a'] }),
    ],
    ['events that say nothing, of other platforms', { platform: 'go' }, { platform: 'ruby' }],
    ['events that say nothing, at other places', { transaction: 'a' }, { transaction: 'b' }],
    [
      'another crash of a thread',
      { threads: [{ crashed: true, stacktrace: [app('a')] }] },
      { threads: [{ crashed: true, stacktrace: [app('b')] }] },
    ],
    [
      'another blocked host',
      { csp: { 'effective-directive': 'img-src', 'blocked-uri': 'https://a.example/x' } },
      { csp: { 'effective-directive': 'img-src', 'blocked-uri': 'https://b.example/x' } },
    ],
  ])('%s', (_name, one, other) => {
    expect(hashesOf(one)).not.toEqual(hashesOf(other))
  })
})

describe('a hash', () => {
  it('is 32 hex digits, and the same each time', () => {
    expect(hashesOf(error())).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)])
    expect(hashesOf(error())).toEqual(hashesOf(error()))
  })

  it('of a fingerprint that is the default is that without one, in any spelling', () => {
    for (const word of ['{{ default }}', '{{default}}', '{{  default}}'])
      expect(hashesOf(error({}, { fingerprint: [word] }))).toEqual(hashesOf(error()))
  })

  it('of a fingerprint with the default follows the error, in any spelling', () => {
    const hybrid = hashesOf(error({}, { fingerprint: ['{{ default }}', 'a'] }))
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

  it('uses all frames where none is of the app', () => {
    expect(hashesOf(error({ frames: [library('a')] }))).not.toEqual(hashesOf(error({ frames: [library('b')] })))
  })
})
