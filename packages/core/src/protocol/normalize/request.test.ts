import { describe, expect, it } from '@jest/globals'
import { normalized as normalize } from '../../../test/normalized.js'
import type { AboutEvent } from './index.js'
import { parseIp, scrubIp, scrubIpList } from './ip.js'

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
