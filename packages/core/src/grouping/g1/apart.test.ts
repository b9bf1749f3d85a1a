import { describe, expect, it } from '@jest/globals'
import {
  app,
  chain,
  deep,
  error,
  group,
  hashesOf,
  library,
  message,
  nameless,
  SIGNAL,
} from '../../../test/g1-events.js'

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
