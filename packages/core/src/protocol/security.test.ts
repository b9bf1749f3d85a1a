import { describe, expect, it } from '@jest/globals'
import { normalizeEvent } from './normalize/index.js'
import { securityEvents } from './security.js'

const about = { environment: 'production', release: '1.0', userAgent: null, maxReports: 10 }
const read = (value: unknown) => securityEvents(new TextEncoder().encode(JSON.stringify(value)), about)
const normalized = (raw: unknown) =>
  normalizeEvent(raw, {
    eventId: 'a'.repeat(32),
    receivedAt: new Date('2026-01-01T00:00:00Z'),
    sentAt: null,
    ip: null,
    userAgent: null,
    scrubIp: true,
  })

describe('security reports', () => {
  it('a report-uri report becomes a csp event of its page', () => {
    const [raw] = read({
      'csp-report': {
        'document-uri': 'https://shop.test/cart',
        referrer: 'https://shop.test/',
        'violated-directive': 'style-src cdn.example.com',
        'blocked-uri': 'https://evil.test/x.css',
        'original-policy': "default-src 'none'",
        'status-code': 200,
      },
    })
    const event = normalized(raw)
    expect(event).toMatchObject({ type: 'csp', level: 'error', environment: 'production', release: '1.0' })
    expect(event.csp).toMatchObject({ effective_directive: 'style-src', blocked_uri: 'https://evil.test/x.css' })
    expect(event.request?.url).toBe('https://shop.test/cart')
  })

  it('the array of the Reporting API gives one event a report, and skips other kinds', () => {
    const report = (directive: string) => ({
      type: 'csp-violation',
      age: 5,
      url: 'https://shop.test/',
      user_agent: 'Mozilla/5.0',
      body: {
        documentURL: 'https://shop.test/',
        effectiveDirective: directive,
        blockedURL: 'inline',
        disposition: 'report',
      },
    })
    const events = read([report('script-src'), { type: 'deprecation', body: {} }, report('img-src')]).map(normalized)
    expect(events.map((event) => event.csp?.effective_directive)).toEqual(['script-src', 'img-src'])
    expect(events[0]).toMatchObject({ level: 'info', request: { headers: [['User-Agent', 'Mozilla/5.0']] } })
  })

  it.each([
    ['expectct', { 'expect-ct-report': { hostname: 'a.test', port: 443 } }, 'Expect-CT failed for a.test'],
    ['expectstaple', { 'expect-staple-report': { hostname: 'a.test' } }, 'Expect-Staple failed for a.test'],
    ['hpkp', { hostname: 'a.test', 'known-pins': ['x'] }, 'Public key pinning failed for a.test'],
    [
      'nel',
      [{ type: 'network-error', url: 'https://a.test/x', body: { type: 'tcp.timed_out' } }],
      'Network error: tcp.timed_out',
    ],
  ])('%s becomes a message', (logger, report, message) => {
    const event = normalized(read(report)[0])
    expect(event).toMatchObject({ logger, type: 'default' })
    expect(event.logentry?.formatted ?? event.logentry?.message).toBe(message)
  })

  it.each([['not json'], [{}], [[]], ['x'], [null], [{ 'csp-report': 'text' }]])('refuses %j', (value) => {
    expect(() => read(value)).toThrow(expect.objectContaining({ code: 'invalid_body' }))
  })

  it('reads no more reports than it may', () => {
    expect(read(Array.from({ length: 50 }, () => ({ 'expect-ct-report': { hostname: 'a.test' } })))).toHaveLength(10)
  })
})
