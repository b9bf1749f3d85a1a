import { describe, expect, it } from '@jest/globals'
import type { NormalizedEvent } from '../event.js'
import { type AboutEvent, normalizeEvent } from './index.js'

const RECEIVED = new Date('2026-11-22T20:00:00Z')
const received = RECEIVED.getTime() / 1000

const about: AboutEvent = {
  eventId: 'a'.repeat(32),
  receivedAt: RECEIVED,
  sentAt: null,
  ip: '203.0.113.77',
  userAgent: null,
  scrubIp: false,
}

const normalize = (raw: unknown, change: Partial<AboutEvent> = {}): NormalizedEvent =>
  normalizeEvent(raw, { ...about, ...change })

/** The faults found, as `type name`. */
const faults = (event: NormalizedEvent) => event.errors.map(({ type, name }) => `${type} ${name ?? ''}`.trim())

describe('an event', () => {
  it('of nothing has all that every event has', () => {
    expect(normalize({})).toEqual({
      event_id: 'a'.repeat(32),
      timestamp: received,
      received,
      type: 'default',
      level: 'error',
      platform: 'other',
      tags: [],
      errors: [],
    })
  })

  it.each([[null], [true], [42], ['text'], [[]], [[{ message: 'x' }]]])('that is %p is kept, with its fault', (raw) => {
    expect(faults(normalize(raw))).toEqual(['invalid_data event'])
  })

  it('keeps its plain fields as bounded text', () => {
    const event = normalize({
      platform: 'Python',
      logger: 'app',
      transaction: ' GET /x ',
      server_name: 'web-1',
      release: 1.5,
      dist: 7,
      environment: 'prod\0',
      checksum: 'abc',
    })
    expect(event).toMatchObject({
      platform: 'python',
      logger: 'app',
      transaction: 'GET /x',
      server_name: 'web-1',
      release: '1.5',
      dist: '7',
      environment: 'prod\ufffd',
      checksum: 'abc',
    })
    expect(faults(event)).toEqual([])
  })

  it('drops empty plain fields silently and writes structures out with a note', () => {
    const event = normalize({ release: '', environment: null, transaction: '  ', server_name: { host: 'a' } })
    expect(Object.keys(event)).not.toContain('release')
    expect(Object.keys(event)).not.toContain('transaction')
    expect(event.server_name).toBe('{"host":"a"}')
    expect(event.errors).toEqual([{ type: 'invalid_data', name: 'server_name', value: { host: 'a' } }])
  })

  it('reads the names that old clients gave to its parts', () => {
    const event = normalize({
      'sentry.interfaces.Exception': { values: [{ type: 'E', value: 'v' }] },
      'sentry.interfaces.Http': { url: 'http://x/' },
      'sentry.interfaces.User': { id: 1 },
      'sentry.interfaces.Message': { message: 'm' },
    })
    expect(event).toMatchObject({
      type: 'error',
      exception: { values: [{ type: 'E', value: 'v' }] },
      request: { url: 'http://x/' },
      user: { id: '1' },
      logentry: { formatted: 'm' },
    })
  })

  it('with an exception is an error, with a CSP report a csp, else a default', () => {
    expect(normalize({ exception: [{ type: 'E' }], csp: { a: 1 } }).type).toBe('error')
    expect(normalize({ csp: { 'blocked-uri': 'x' } })).toMatchObject({ type: 'csp', csp: { blocked_uri: 'x' } })
    expect(normalize({ message: 'x' }).type).toBe('default')
  })

  it('keeps the errors and the _meta that its SDK sent', () => {
    const sent = {
      errors: [{ type: 'js_no_source', value: 'a.js' }, 'x', { type: 1 }],
      _meta: { extra: { a: { '': { len: 9 } } } },
    }
    const event = normalize(sent)
    expect(event.errors).toEqual([{ type: 'js_no_source', value: 'a.js' }])
    expect(event._meta).toEqual(sent._meta)
  })

  it('that was normalised before stays as it is', () => {
    const once = normalize({
      message: { message: 'a %s', params: ['b'] },
      level: 'warn',
      platform: 'javascript',
      tags: { a: true },
      breadcrumbs: [{ message: 'x', timestamp: '2026-11-22T19:00:00Z' }],
      request: { url: 'http://h/p?q=1#f', headers: { B: '1', A: '2' }, cookies: 'a=b', data: '{"x":1}' },
      user: { id: 7, plan: 'gold', ip_address: '{{auto}}' },
      exception: { type: 'E', value: { a: 1 }, stacktrace: [{ filename: 'http://h/a.js', lineno: '3' }] },
      extra: 'odd',
      contexts: { a: 1, b: { c: 2 } },
    })
    expect(normalize(once)).toEqual(once)
  })
})

describe('hostile values', () => {
  it('NUL and lone surrogates are replaced everywhere, whole pairs are kept', () => {
    const bad = 'a\0b\ud800c\udc00d🌍'
    const event = normalize({
      message: bad,
      logger: bad,
      platform: bad,
      tags: { [bad]: bad },
      extra: { [bad]: [bad, { [bad]: bad }] },
      contexts: { [bad]: { [bad]: bad } },
      user: { id: bad, [bad]: bad },
      modules: { [bad]: bad },
      fingerprint: [bad],
      breadcrumbs: [{ message: bad, data: { [bad]: bad } }],
      request: { url: `http://x/${bad}`, headers: { [bad]: bad }, query_string: bad, data: bad },
      exception: [
        {
          type: bad,
          value: bad,
          mechanism: { type: bad, data: { [bad]: bad } },
          stacktrace: { frames: [{ function: bad, vars: { [bad]: bad }, pre_context: [bad] }] },
        },
      ],
      threads: [{ name: bad, id: bad }],
      sdk: { name: bad, packages: [{ name: bad }], integrations: [bad] },
      errors: [{ type: bad, name: bad, value: bad }],
      debug_meta: { [bad]: bad },
      template: { [bad]: bad },
      csp: { [bad]: bad },
      _meta: { [bad]: bad },
    })
    const json = JSON.stringify(event)
    expect(json).not.toMatch(/\\u0000|\\ud[89a-f]/)
    expect(event.logentry?.formatted).toBe('a\ufffdb\ufffdc\ufffdd🌍')
  })

  it('keys that would change an object are harmless', () => {
    const raw = JSON.parse(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"extra":{"__proto__":{"polluted":1},"a":1},' +
        '"contexts":{"__proto__":{"polluted":1},"os":{"name":"x"}},"tags":{"__proto__":"x"},"modules":{"__proto__":"1"},' +
        '"user":{"__proto__":{"polluted":1},"id":"1"},"toString":1}',
    )
    const event = normalize(raw)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect((event.extra as Record<string, unknown>).polluted).toBeUndefined()
    expect(Object.keys(event.extra ?? {})).toEqual(['a'])
    expect((event.contexts as Record<string, unknown>).polluted).toBeUndefined()
    expect(event.user).toEqual({ id: '1' })
  })

  it('structures a thousand deep are cut, with a note', () => {
    let deep: unknown = 'end'
    for (let level = 0; level < 1000; level++) deep = level % 2 ? [deep] : { a: deep }
    for (const field of [
      'extra',
      'contexts',
      'message',
      'tags',
      'user',
      'exception',
      'breadcrumbs',
      'level',
      '_meta',
      'x',
    ]) {
      const event = normalize({ [field]: deep })
      expect(JSON.stringify(event).length).toBeLessThan(3000)
    }
    expect(faults(normalize({ extra: { deep } }))).toEqual(['value_too_long extra'])
  })

  it('texts of a megabyte are cut, with a note that says how long they were', () => {
    const long = 'x'.repeat(1_000_000)
    const event = normalize({ message: long, exception: [{ type: long, value: long }], extra: { long } })
    expect(event.logentry?.formatted).toHaveLength(8192)
    expect(event.exception?.values[0]?.type).toHaveLength(255)
    expect(event.exception?.values[0]?.value).toHaveLength(8192)
    expect(String(event.extra?.long).endsWith('…')).toBe(true)
    expect(event.errors).toContainEqual({ type: 'value_too_long', name: 'exception.value', value: 1_000_000 })
  })

  it('a cut never leaves half of a character', () => {
    const event = normalize({ message: `${'x'.repeat(8190)}🌍🌍` })
    expect(event.logentry?.formatted).toBe(`${'x'.repeat(8190)}…`)
  })

  it.each([
    ['exception', { exception: Array.from({ length: 100 }, (_, i) => ({ type: `E${i}` })) }, 32],
    ['threads', { threads: Array.from({ length: 100 }, (_, i) => ({ id: i })) }, 64],
    ['breadcrumbs', { breadcrumbs: Array.from({ length: 300 }, (_, i) => ({ message: `b${i}` })) }, 100],
  ] as const)('too many %s are cut, with a note', (name, raw, kept) => {
    const event = normalize(raw)
    expect(event[name]?.values).toHaveLength(kept)
    expect(faults(event)).toEqual([`value_too_long ${name}`])
  })

  it('of a long chain both ends are kept, of breadcrumbs the newest, of threads those that matter', () => {
    const chain = normalize({ exception: Array.from({ length: 100 }, (_, i) => ({ type: `E${i}` })) }).exception?.values
    expect([chain?.[0]?.type, chain?.at(-1)?.type]).toEqual(['E0', 'E99'])
    const crumbs = normalize({ breadcrumbs: Array.from({ length: 300 }, (_, i) => ({ message: `b${i}` })) }).breadcrumbs
    expect([crumbs?.values[0]?.message, crumbs?.values.at(-1)?.message]).toEqual(['b200', 'b299'])
    const raw = Array.from({ length: 100 }, (_, i) => ({ id: i, crashed: i === 99 }))
    expect(normalize({ threads: raw }).threads?.values.at(-1)).toEqual({ id: 99, crashed: true })
  })

  it('all stacks together keep a bounded number of frames, the last exception first', () => {
    const frames = Array.from({ length: 500 }, (_, i) => ({ function: `f${i}` }))
    const event = normalize({ exception: Array.from({ length: 20 }, () => ({ type: 'E', stacktrace: { frames } })) })
    const counts = event.exception?.values.map((exception) => exception.stacktrace?.frames.length ?? 0)
    expect(counts?.reduce((sum, count) => sum + count, 0)).toBe(1000)
    expect(counts?.at(-1)).toBe(200)
  })

  it('many keys and values are cut, and the notes themselves are few', () => {
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`key${i}`, i]))
    const event = normalize({
      tags: wide,
      extra: wide,
      contexts: wide,
      modules: wide,
      user: wide,
      request: { headers: wide },
    })
    expect(event.tags).toHaveLength(100)
    expect(Object.keys(event.extra ?? {})).toHaveLength(200)
    expect(Object.keys(event.contexts ?? {})).toHaveLength(50)
    expect(Object.keys(event.modules ?? {})).toHaveLength(500)
    expect(event.errors.length).toBeLessThanOrEqual(50)
  })

  it('garbage in every field throws nowhere', () => {
    const garbage: readonly unknown[] = [
      null,
      true,
      0,
      -1,
      1e308,
      '',
      'x',
      [],
      [null],
      [[]],
      {},
      { values: null },
      { values: [1, 'x', null] },
      { toString: 1 },
    ]
    const fields = [
      'event_id',
      'timestamp',
      'platform',
      'level',
      'logger',
      'transaction',
      'server_name',
      'release',
      'dist',
      'environment',
      'tags',
      'modules',
      'extra',
      'fingerprint',
      'checksum',
      'exception',
      'threads',
      'stacktrace',
      'template',
      'breadcrumbs',
      'sdk',
      'request',
      'contexts',
      'user',
      'debug_meta',
      'message',
      'logentry',
      'errors',
      '_meta',
      'csp',
      'type',
      'culprit',
    ]
    for (const value of garbage) {
      const event = normalize(Object.fromEntries(fields.map((field) => [field, value])))
      expect(typeof event.level).toBe('string')
      expect(() => JSON.stringify(event)).not.toThrow()
    }
  })
})

describe('time', () => {
  const at = (timestamp: unknown, change: Partial<AboutEvent> = {}) => normalize({ timestamp }, change)

  it.each([
    ['seconds', 1795377600.25, 1795377600.25],
    ['seconds as text', '1795377600.5', 1795377600.5],
    ['milliseconds', 1795377600250, 1795377600.25],
    ['microseconds', 1795377600250000, 1795377600.25],
    ['ISO with zone', '2026-11-22T20:00:00.5+02:00', Date.UTC(2026, 10, 22, 18, 0, 0, 500) / 1000],
    ['ISO with Z', '2026-11-22T19:00:00Z', Date.UTC(2026, 10, 22, 19) / 1000],
    ['ISO without zone, which is UTC', '2026-11-22T19:00:00.123456', Date.UTC(2026, 10, 22, 19, 0, 0, 123) / 1000],
    ['ISO with a blank', '2026-11-22 19:00:00', Date.UTC(2026, 10, 22, 19) / 1000],
  ])('in %s is read', (_name, given, wanted) => {
    const event = at(given)
    expect(event.timestamp).toBeCloseTo(wanted, 3)
    expect(event.errors).toEqual([])
  })

  it.each([
    ['nonsense', 'yesterday', 'invalid_data timestamp'],
    ['an object', {}, 'invalid_data timestamp'],
    ['not a number', Number.NaN, 'invalid_data timestamp'],
    ['far in the future', '2031-01-01T00:00:00Z', 'future_timestamp timestamp'],
    ['at the beginning of time', 0, 'past_timestamp timestamp'],
  ])('that is %s becomes the time of receipt, with a note', (_name, given, fault) => {
    const event = at(given)
    expect(event.timestamp).toBe(received)
    expect(faults(event)).toEqual([fault])
  })

  it('missing becomes the time of receipt, silently', () => {
    expect(at(undefined)).toMatchObject({ timestamp: received, errors: [] })
  })

  it('of a wrong clock is corrected by what the clock was off when it sent, breadcrumbs too', () => {
    const hourBehind = new Date(RECEIVED.getTime() - 3_600_000)
    const event = normalize(
      { timestamp: received - 3610, breadcrumbs: [{ message: 'x', timestamp: received - 3620 }] },
      { sentAt: hourBehind },
    )
    expect(event.timestamp).toBeCloseTo(received - 10, 3)
    expect(event.breadcrumbs?.values[0]?.timestamp).toBeCloseTo(received - 20, 3)
    expect(event.errors).toEqual([{ type: 'clock_drift', name: 'timestamp', value: 3600 }])
  })

  it('is not corrected for the seconds that a request takes, nor by a sending time that is none', () => {
    const sentAt = new Date(RECEIVED.getTime() - 30_000)
    expect(at(received - 40, { sentAt })).toMatchObject({ timestamp: received - 40, errors: [] })
    expect(at(received - 40, { sentAt: new Date(Number.NaN) })).toMatchObject({ timestamp: received - 40, errors: [] })
  })
})

describe('level', () => {
  it.each([
    ['error', 'error'],
    ['WARNING', 'warning'],
    ['warn', 'warning'],
    ['log', 'info'],
    ['critical', 'fatal'],
    ['trace', 'debug'],
    [30, 'warning'],
    ['40', 'error'],
    ['sample', 'sample'],
  ])('%p is %s', (given, wanted) => {
    expect(normalize({ level: given })).toMatchObject({ level: wanted, errors: [] })
  })

  it('missing is error, silently; unknown is error, with a note', () => {
    expect(normalize({ level: null })).toMatchObject({ level: 'error', errors: [] })
    expect(normalize({ level: 'loud' })).toMatchObject({
      level: 'error',
      errors: [{ type: 'invalid_data', name: 'level', value: 'loud' }],
    })
  })
})

describe('tags', () => {
  const tagsOf = (raw: object) => Object.fromEntries(normalize(raw).tags)

  it.each([
    ['an object', { a: 'x', b: 1, c: true, d: null, e: ['p', 2], f: '' }],
    [
      'a list of pairs',
      [['a', 'x'], ['b', 1], ['c', true], ['d', null], ['e', ['p', 2]], ['f', ''], null, [null, 'x']],
    ],
    [
      'a list of keys and values',
      [
        { key: 'a', value: 'x' },
        { key: 'b', value: 1 },
        { key: 'c', value: true },
        { key: 'e', value: ['p', 2] },
      ],
    ],
  ])('are read from %s', (_name, tags) => {
    expect(tagsOf({ tags })).toEqual({ a: 'x', b: '1', c: 'true', e: 'p, 2' })
    expect(normalize({ tags }).errors).toEqual([])
  })

  it('are derived from the event, which wins', () => {
    const raw = {
      tags: { environment: 'tagged', mine: '1' },
      environment: 'prod',
      release: 'r1',
      dist: 'd',
      server_name: 'web-1',
      user: { id: 7, email: 'a@b.c', username: 'ann' },
      contexts: { browser: { name: 'Firefox', version: '120.0' }, os: { name: 'Linux' }, device: { model: 'X1' } },
    }
    expect(tagsOf(raw)).toEqual({
      environment: 'prod',
      mine: '1',
      release: 'r1',
      dist: 'd',
      server_name: 'web-1',
      'user.id': '7',
      'user.email': 'a@b.c',
      'user.username': 'ann',
      browser: 'Firefox 120.0',
      'browser.name': 'Firefox',
      'os.name': 'Linux',
      device: 'X1',
    })
  })

  it('are cut to 255 characters, key and value', () => {
    const [tag] = normalize({ tags: { ['k'.repeat(300)]: 'v'.repeat(300) } }).tags
    expect([tag?.[0].length, tag?.[1].length]).toEqual([255, 255])
  })
})
