import { describe, expect, it } from '@jest/globals'
import { normalizeEvent } from '../protocol/normalize/index.js'
import { remoteEvent } from './event-document.js'

const EVENT_ID = '0123456789abcdef0123456789abcdef'
const CREATED = '2026-02-01T10:00:00Z'
const detail = {
  eventID: EVENT_ID,
  dateCreated: CREATED,
  dateReceived: '2026-02-01T10:00:05Z',
  platform: 'node',
  title: 'Oops',
}

const shown = {
  ...detail,
  type: 'error',
  tags: [
    { key: 'level', value: 'fatal' },
    { key: 'environment', value: 'prod' },
    { key: 'server_name', value: 'web-1' },
    { key: 'color', value: 'red' },
  ],
  release: { version: 'web@2' },
  contexts: { runtime: { name: 'node' } },
  context: { note: 'extra' },
  packages: { express: '4.0.0' },
  user: { id: '1', email: 'ada@example.com', ip_address: '10.0.0.1', username: null },
  sdk: { name: 'sentry.javascript.node', version: '8.0.0' },
  entries: [
    {
      type: 'exception',
      data: {
        values: [
          {
            type: 'TypeError',
            value: 'it broke',
            mechanism: { type: 'generic', handled: false, data: { inApp: 'kept' } },
            stacktrace: {
              frames: [
                {
                  filename: 'a.js',
                  absPath: '/srv/a.js',
                  function: 'run',
                  lineNo: 12,
                  colNo: 5,
                  inApp: true,
                  context: [
                    [11, 'before'],
                    [12, 'here'],
                    [13, 'after'],
                  ],
                  vars: { lineNo: 7 },
                },
              ],
            },
          },
        ],
      },
    },
    { type: 'breadcrumbs', data: { values: [{ category: 'http', message: 'GET /' }] } },
    {
      type: 'request',
      data: { url: 'https://shop.example/', method: 'GET', query: [['a', 'b']], headers: [['Host', 'x']] },
    },
    { type: 'spans', data: [] },
    'nonsense',
  ],
}

describe('an event of another server', () => {
  it('is what its page shows, where nothing else is given', () => {
    const event = remoteEvent(shown, null)
    expect(event).toMatchObject({ eventId: EVENT_ID, receivedAt: new Date('2026-02-01T10:00:05Z') })
    const normalized = normalizeEvent(event?.document, {
      ...{ eventId: EVENT_ID, receivedAt: new Date('2026-02-01T10:00:05Z'), sentAt: null, ip: null, userAgent: null },
      scrubIp: false,
    })
    expect(normalized).toMatchObject({
      ...{ event_id: EVENT_ID, level: 'fatal', environment: 'prod', release: 'web@2', server_name: 'web-1' },
      timestamp: Date.parse(CREATED) / 1000,
      extra: { note: 'extra' },
      modules: { express: '4.0.0' },
      user: { id: '1', email: 'ada@example.com', ip_address: '10.0.0.1' },
      breadcrumbs: { values: [{ category: 'http', message: 'GET /' }] },
      request: { url: 'https://shop.example/', method: 'GET' },
    })
    expect(normalized.tags).toContainEqual(['color', 'red'])
    expect(normalized.exception?.values[0]).toMatchObject({
      ...{ type: 'TypeError', value: 'it broke', mechanism: { handled: false } },
      stacktrace: {
        frames: [
          {
            ...{ filename: 'a.js', abs_path: '/srv/a.js', lineno: 12, colno: 5, in_app: true },
            ...{ pre_context: ['before'], context_line: 'here', post_context: ['after'], vars: { lineNo: 7 } },
          },
        ],
      },
    })
  })

  it('is the document that the SDK sent, without what the server has put into it', () => {
    const raw = {
      event_id: EVENT_ID,
      timestamp: 1769940000.5,
      received: 1769940001,
      project: 7,
      hashes: ['x'],
      title: 'TypeError: it broke',
      exception: { values: [{ type: 'TypeError', value: 'it broke' }] },
      tags: [['sentry:release', 'web@2'], ['color', 'red'], ['bad'], null],
      environment: null,
      _meta: {},
      grouping_config: { id: 'x' },
    }
    const event = remoteEvent({ ...detail, dateReceived: undefined }, raw)
    expect(event?.receivedAt).toEqual(new Date(1769940001000))
    expect(event?.document).toEqual({
      ...{ event_id: EVENT_ID, timestamp: 1769940000.5, platform: 'node', tags: [['color', 'red']] },
      exception: raw.exception,
    })
  })

  it('says its message where the document forgets it, as GlitchTip does', () => {
    const message = { type: 'message', data: { formatted: 'hello world', message: 'hello %s', params: ['world'] } }
    const raw = { timestamp: 1769940000, title: 'hello world' }
    expect(remoteEvent({ ...detail, entries: [message] }, raw)?.document.logentry).toMatchObject({
      ...{ formatted: 'hello world', message: 'hello %s', params: ['world'] },
    })
    expect(remoteEvent(detail, raw)?.document.logentry).toEqual({ formatted: 'Oops' })
  })

  it.each([
    ['without an id', { ...detail, eventID: 'latest' }],
    ['without a time', { ...detail, dateCreated: null }],
    ['that is a transaction', { ...detail, type: 'transaction' }],
    ['of nothing', {}],
  ])('is none %s', (_, entry) => {
    expect(remoteEvent(entry, null)).toBeNull()
  })

  it('is bounded, however deep its parts are', () => {
    let deep: Record<string, unknown> = { end: true }
    for (let depth = 0; depth < 5000; depth += 1) deep = { inner: deep }
    const event = remoteEvent({ ...detail, entries: [{ type: 'exception', data: { values: [deep] } }] }, null)
    expect(JSON.stringify(event?.document).length).toBeLessThan(1000)
  })
})
