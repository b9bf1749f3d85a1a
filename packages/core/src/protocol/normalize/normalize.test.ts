import { describe, expect, it } from '@jest/globals'
import { faults, normalized as normalize, RECEIVED } from '../../../test/normalized.js'

const received = RECEIVED.getTime() / 1000

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
