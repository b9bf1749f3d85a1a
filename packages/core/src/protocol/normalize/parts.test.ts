import { describe, expect, it } from '@jest/globals'
import { normalized as normalize } from '../../../test/normalized.js'

describe('the message', () => {
  it.each([
    ['text', { message: 'hi' }, { formatted: 'hi' }],
    ['a number', { message: 42 }, { formatted: '42' }],
    ['an object', { message: { message: 'hi' } }, { formatted: 'hi' }],
    ['a logentry', { logentry: { message: 'hi' } }, { formatted: 'hi' }],
    ['a logentry that is text', { logentry: 'hi' }, { formatted: 'hi' }],
    ['both, where the logentry wins', { logentry: { formatted: 'entry' }, message: 'hi' }, { formatted: 'entry' }],
    ['an empty logentry beside a message', { logentry: { message: null }, message: 'hi' }, { formatted: 'hi' }],
    [
      'what the SDK formatted',
      { logentry: { message: 'a %s', formatted: 'a b', params: ['b'] } },
      { message: 'a %s', formatted: 'a b', params: ['b'] },
    ],
    ['a template without parameters', { logentry: { message: '100 %s', params: [] } }, { formatted: '100 %s' }],
  ])('is read from %s', (_name, raw, wanted) => {
    expect(normalize(raw).logentry).toEqual(wanted)
  })

  it.each([
    ['a %s and %d', ['x', 2], 'a x and 2'],
    ['a %s and %s', ['x'], 'a x and %s'],
    ['100%% of %s', ['x'], '100% of x'],
    ['%(user)s did %(n)d', { user: 'ann', n: 3 }, 'ann did 3'],
    ['{user} did {n}', { user: 'ann', n: 3 }, 'ann did 3'],
    ['{0} and {1} and {0}', ['a', 'b'], 'a and b and a'],
    ['{} and {}', ['a', 'b'], 'a and b'],
    ['{user} of a list', ['a'], '{user} of a list'],
    ['{missing} stays', { a: 1 }, '{missing} stays'],
    ['{constructor} stays', { a: 1 }, '{constructor} stays'],
    ['%s is an object', [{ a: 1 }], '{"a":1} is an object'],
    ['%s', 'bare', 'bare'],
  ])('fills %p with %p', (message, params, formatted) => {
    expect(normalize({ logentry: { message, params } }).logentry?.formatted).toBe(formatted)
  })

  it('that is nothing readable is dropped with a note', () => {
    const event = normalize({ message: [1] })
    expect(event.logentry).toBeUndefined()
    expect(event.errors).toEqual([{ type: 'invalid_data', name: 'message', value: [1] }])
  })
})

describe('breadcrumbs', () => {
  const crumb = {
    timestamp: 1795377600.5,
    type: 'http',
    category: 'fetch',
    level: 'info',
    message: 'm',
    data: { url: '/' },
  }

  it.each([
    ['a list', [crumb]],
    ['values', { values: [crumb] }],
    ['values with nulls', { values: [null, crumb] }],
  ])('come as %s', (_name, breadcrumbs) => {
    expect(normalize({ breadcrumbs }).breadcrumbs?.values).toEqual([crumb])
  })

  it('are mended one by one', () => {
    const breadcrumbs = [
      { timestamp: '2026-11-22T20:00:00Z', message: 5, level: 'log', data: null, event_id: 'x' },
      { category: 'c', timestamp: 'odd', data: [1] },
      'bare',
      {},
      { data: {} },
    ]
    const event = normalize({ breadcrumbs })
    expect(event.breadcrumbs?.values).toEqual([
      { timestamp: 1795377600, message: '5', level: 'info' },
      { category: 'c', data: { value: [1] } },
      { message: 'bare' },
    ])
    expect(event.errors).toEqual([{ type: 'invalid_data', name: 'breadcrumb.timestamp', value: 'odd' }])
  })

  it('that are no list are dropped with a note', () => {
    expect(normalize({ breadcrumbs: 'x' })).toMatchObject({ errors: [{ type: 'invalid_data', name: 'breadcrumbs' }] })
    expect(normalize({ breadcrumbs: { values: [] } }).breadcrumbs).toBeUndefined()
  })
})

describe('the rest', () => {
  it.each([
    ['contexts', { os: { name: 'x' }, empty: null, odd: 5 }, { os: { name: 'x' }, odd: { value: 5 } }],
    ['contexts', {}, undefined],
    ['extra', { a: [1] }, { a: [1] }],
    ['extra', 'text', { value: 'text' }],
    ['extra', [], undefined],
    ['modules', { a: '1', b: 2, c: null }, { a: '1', b: '2', c: '' }],
    ['modules', [{ name: 'a', version: '1' }], { a: '1' }],
    ['fingerprint', ['a', 1, null, true, ''], ['a', '1', 'true']],
    ['fingerprint', 'a', ['a']],
    ['fingerprint', [], undefined],
    ['sdk', 'raven', { name: 'raven' }],
    [
      'sdk',
      { name: 's', version: 1, packages: [{ name: 'p', version: '2' }, null], integrations: ['A', 5], settings: {} },
      { name: 's', version: '1', packages: [{ name: 'p', version: '2' }], integrations: ['A', '5'] },
    ],
    ['template', { filename: 'a.html' }, { filename: 'a.html' }],
    ['debug_meta', { images: [{ type: 'sourcemap' }] }, { images: [{ type: 'sourcemap' }] }],
  ] as const)('%s of %p is %p', (field, raw, wanted) => {
    expect(normalize({ [field]: raw })[field]).toEqual(wanted)
  })
})
