import { describe, expect, it } from '@jest/globals'
import { type AboutEvent, normalizeEvent } from './index.js'
import { parseIp, scrubIp, scrubIpList } from './ip.js'

const normalize = (raw: unknown, change: Partial<AboutEvent> = {}) =>
  normalizeEvent(raw, {
    eventId: 'a'.repeat(32),
    receivedAt: new Date('2026-11-22T20:00:00Z'),
    sentAt: null,
    ip: '203.0.113.77',
    userAgent: null,
    scrubIp: false,
    ...change,
  })

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

describe('the request', () => {
  const request = (raw: unknown, change: Partial<AboutEvent> = {}) => normalize({ request: raw }, change).request

  it.each([
    [
      'a URL with query and fragment',
      { url: 'http://h/p?a=1&b=%20x#top' },
      {
        url: 'http://h/p',
        query_string: [
          ['a', '1'],
          ['b', ' x'],
        ],
        fragment: 'top',
      },
    ],
    [
      'a query beside the URL, which wins',
      { url: 'http://h/p?x=1', query_string: 'a=1' },
      { url: 'http://h/p', query_string: [['a', '1']] },
    ],
    [
      'a query with a question mark',
      { query_string: '?a=1&b&c=' },
      {
        query_string: [
          ['a', '1'],
          ['b', ''],
          ['c', ''],
        ],
      },
    ],
    [
      'a query as pairs',
      {
        query_string: [
          ['a', 1],
          ['a', '2'],
        ],
      },
      {
        query_string: [
          ['a', '1'],
          ['a', '2'],
        ],
      },
    ],
    ['a query as an object', { query_string: { a: 1 } }, { query_string: [['a', '1']] }],
    ['a percent sign that means itself', { query_string: 'a=100%' }, { query_string: [['a', '100%']] }],
    ['a method', { method: 'post' }, { method: 'POST' }],
    [
      'headers as an object, sorted',
      { headers: { b: 1, A: 'x' } },
      {
        headers: [
          ['A', 'x'],
          ['b', '1'],
        ],
      },
    ],
    [
      'headers as pairs',
      { headers: [['b', '1'], ['A', 'x'], null] },
      {
        headers: [
          ['A', 'x'],
          ['b', '1'],
        ],
      },
    ],
    ['headers with lists', { headers: { Host: ['h', 'i'], X: [] } }, { headers: [['Host', 'h']] }],
    [
      'cookies as text',
      { cookies: 'a=b; c=d=e; f' },
      {
        cookies: [
          ['a', 'b'],
          ['c', 'd=e'],
          ['f', ''],
        ],
      },
    ],
    ['cookies as an object', { cookies: { a: 'b' } }, { cookies: [['a', 'b']] }],
    ['cookies as pairs', { cookies: [['a', 'b']] }, { cookies: [['a', 'b']] }],
    ['a body', { data: { a: [1] } }, { data: { a: [1] } }],
    [
      'a body that is JSON in text',
      { data: ' {"a":1}' },
      { data: { a: 1 }, inferred_content_type: 'application/json' },
    ],
    ['a body that only looks like JSON', { data: '{a' }, { data: '{a' }],
    [
      'a body with its type in a header',
      { data: 'x', headers: { 'content-type': 'text/plain; charset=x' } },
      { data: 'x', headers: [['content-type', 'text/plain; charset=x']], inferred_content_type: 'text/plain' },
    ],
    ['an environment', { env: { SERVER_NAME: 'x' } }, { env: { SERVER_NAME: 'x' } }],
    ['a URL alone', 'http://h/', { url: 'http://h/' }],
  ])('may have %s', (_name, raw, wanted) => {
    expect(request(raw)).toEqual(wanted)
  })

  it('of nothing is none; an odd one leaves a note', () => {
    expect(request({})).toBeUndefined()
    expect(request([])).toBeUndefined()
    expect(normalize({ request: 5 })).toMatchObject({ errors: [{ type: 'invalid_data', name: 'request' }] })
  })

  it('hides addresses that proxies and servers put into it', () => {
    const raw = {
      headers: { 'X-Forwarded-For': '198.51.100.7, 2001:db8:1:2::3, x', Accept: '1.2.3.4' },
      env: { REMOTE_ADDR: '198.51.100.7' },
    }
    expect(request(raw, { scrubIp: true })).toEqual({
      headers: [
        ['Accept', '1.2.3.4'],
        ['X-Forwarded-For', '198.51.100.0, 2001:db8:1::, -'],
      ],
      env: { REMOTE_ADDR: '198.51.100.0' },
    })
    expect(request(raw)).toMatchObject({ env: { REMOTE_ADDR: '198.51.100.7' } })
  })

  it('learns the user agent of a browser from the request that brought the event', () => {
    const change = { userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0' }
    const event = normalize({ platform: 'javascript', request: { url: 'http://h/' } }, change)
    expect(event.request?.headers).toEqual([['User-Agent', change.userAgent]])
    expect(event.contexts?.browser).toMatchObject({ name: 'Firefox' })
    expect(normalize({ platform: 'python', request: { url: 'http://h/' } }, change).request?.headers).toBeUndefined()
    const own = { platform: 'javascript', request: { headers: { 'user-agent': 'mine' } } }
    expect(normalize(own, change).request?.headers).toEqual([['user-agent', 'mine']])
  })
})

describe('the user', () => {
  const user = (raw: unknown, change: Partial<AboutEvent> = {}, rest: object = {}) =>
    normalize({ user: raw, ...rest }, change).user

  it.each([
    ['numbers as text', { id: 42, username: 7 }, { id: '42', username: '7' }],
    ['0', { id: 0 }, { id: '0' }],
    ['an id alone', 'ann', { id: 'ann' }],
    ['other fields as data', { id: '1', segment: 'x', plan: null }, { id: '1', data: { segment: 'x' } }],
    ['data', { data: { a: 1 }, b: 2 }, { data: { a: 1, b: 2 } }],
    ['a place', { id: '1', geo: { city: 'X' } }, { id: '1', geo: { city: 'X' } }],
    ['an address', { ip_address: '198.51.100.7' }, { ip_address: '198.51.100.7' }],
    ['an address with a port', { ip_address: '198.51.100.7:80' }, { ip_address: '198.51.100.7' }],
    ['an address to be filled in', { ip_address: '{{auto}}' }, { ip_address: '203.0.113.77' }],
  ])('may have %s', (_name, raw, wanted) => {
    expect(user(raw)).toEqual(wanted)
  })

  it.each([[null], [{}], [[]], ['']])('%p is nobody', (raw) => {
    expect(normalize({ user: raw })).not.toHaveProperty('user')
  })

  it('drops an address that is none, with a note', () => {
    const event = normalize({ user: { id: '1', ip_address: 'localhost' } })
    expect(event.user).toEqual({ id: '1' })
    expect(event.errors).toEqual([{ type: 'invalid_data', name: 'user.ip_address', value: 'localhost' }])
  })

  it('of a browser has the address of the request, of a server that which the server saw', () => {
    expect(user(undefined, {}, { platform: 'javascript' })).toEqual({ ip_address: '203.0.113.77' })
    expect(user(undefined, {}, { platform: 'python' })).toBeUndefined()
    const request = { env: { REMOTE_ADDR: '198.51.100.7' } }
    expect(user(undefined, {}, { platform: 'python', request })).toEqual({ ip_address: '198.51.100.7' })
  })

  it('of an SDK that was told to send nothing personal has no address', () => {
    const sdk = { name: 'sentry.javascript.browser', settings: { infer_ip: 'never' } }
    expect(user(undefined, {}, { platform: 'javascript', sdk })).toBeUndefined()
  })

  it('has only the network of the address where addresses are scrubbed', () => {
    expect(user({ ip_address: '{{auto}}' }, { scrubIp: true })).toEqual({ ip_address: '203.0.113.0' })
    expect(user({ ip_address: '2001:db8:1:2::3' }, { scrubIp: true })).toEqual({ ip_address: '2001:db8:1::' })
  })
})

describe('addresses', () => {
  it.each([
    ['192.0.2.55', '192.0.2.0'],
    ['2001:db8:85a3:8d3:1319:8a2e:370:7348', '2001:db8:85a3::'],
    ['2001:db8::1', '2001:db8::'],
    ['::1', '::'],
    ['fe80::1%eth0', 'fe80::'],
    ['::ffff:192.0.2.55', '192.0.2.0'],
    ['64:ff9b::192.0.2.55', '64:ff9b::'],
    ['hello', null],
  ])('%s is scrubbed to %s', (ip, wanted) => {
    expect(scrubIp(ip)).toBe(wanted)
    if (wanted !== null) expect(scrubIp(wanted)).toBe(wanted)
  })

  it('are read with ports, brackets and blanks', () => {
    expect([' 1.2.3.4 ', '1.2.3.4:99', '[::1]:80', '[::1]', '1.2.3', 'x:1'].map(parseIp)).toEqual([
      '1.2.3.4',
      '1.2.3.4',
      '::1',
      '::1',
      null,
      null,
    ])
  })

  it('in a list are scrubbed one by one', () => {
    expect(scrubIpList('1.2.3.4,unknown')).toBe('1.2.3.0, -')
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
