import { describe, expect, it } from '@jest/globals'
import type { NormalizedEvent } from '../../protocol/event.js'
import { matchesGlob } from './glob.js'
import { type FilterReason, type FilterSettings, filterEvent, NO_FILTERS } from './index.js'
import { matchesNetwork } from './ip-ranges.js'

const nowhere = { ip: null, userAgent: null }
const ALL: FilterSettings = {
  browserExtensions: true,
  localhost: true,
  legacyBrowsers: true,
  webCrawlers: true,
  healthChecks: true,
  errorMessages: ['TypeError: *undefined*', 'network error'],
  releases: ['0.*', '*-beta'],
  ipRanges: ['10.0.0.0/8', '2001:db8::/32', '192.0.2.7'],
}

const anEvent = (parts: Partial<NormalizedEvent>): NormalizedEvent => ({
  event_id: 'a'.repeat(32),
  timestamp: 1,
  received: 1,
  type: 'error',
  level: 'error',
  platform: 'javascript',
  tags: [],
  errors: [],
  ...parts,
})

const throwing = (type: string, value: string, absPath = 'https://x.test/app.js') =>
  anEvent({ exception: { values: [{ type, value, stacktrace: { frames: [{ abs_path: absPath }] } }] } })

const agent = (userAgent: string) => anEvent({ request: { headers: [['User-Agent', userAgent]] } })

describe('a project that wants no noise', () => {
  const cases: [string, NormalizedEvent, FilterReason | null][] = [
    ['an error out of an extension', throwing('Error', 'x', 'chrome-extension://abc/inject.js'), 'browser-extensions'],
    ['a known extension error', throwing('Error', 'Extension context invalidated.'), 'browser-extensions'],
    [
      'a report of what an extension loaded',
      anEvent({ type: 'csp', csp: { blocked_uri: 'chrome-extension' } }),
      'browser-extensions',
    ],
    ['a report of what a page loaded', anEvent({ type: 'csp', csp: { blocked_uri: 'https://x.test/' } }), null],
    ['a user on localhost', anEvent({ user: { ip_address: '127.0.0.0' } }), 'localhost'],
    ['an ordinary error', throwing('Error', 'x'), null],
    ['a page on localhost', anEvent({ request: { url: 'http://localhost:3000/a' } }), 'localhost'],
    ['a page on a subdomain of localhost', anEvent({ request: { url: 'http://app.localhost/a' } }), 'localhost'],
    ['a host that only looks local', anEvent({ request: { url: 'https://localhost.example.com/a' } }), null],
    ['Googlebot', agent('Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'), 'web-crawlers'],
    ['a monitor', agent('Mozilla/5.0 (compatible; UptimeRobot/2.0)'), null],
    ['a Cubot phone', agent('Mozilla/5.0 (Linux; Android 9; CUBOT X19) Chrome/120.0'), null],
    ['Internet Explorer', agent('Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1)'), 'legacy-browsers'],
    [
      'an old Chrome by its context',
      anEvent({ contexts: { browser: { name: 'Chrome', version: '40.0.1' } } }),
      'legacy-browsers',
    ],
    ['a current Chrome', anEvent({ contexts: { browser: { name: 'Chrome', version: '140.0' } } }), null],
    ['a health check by transaction', anEvent({ transaction: 'GET /api/healthz' }), 'filtered-transaction'],
    ['a health check by path', anEvent({ request: { url: 'https://x.test/_health/' } }), 'filtered-transaction'],
    ['a page about health', anEvent({ transaction: 'GET /health/articles' }), null],
    ['a message by glob', throwing('TypeError', 'x is undefined'), 'error-message'],
    ['a value alone', throwing('Error', 'Network Error'), 'error-message'],
    ['a log message', anEvent({ logentry: { formatted: 'network error' } }), 'error-message'],
    ['a release by glob', anEvent({ release: '1.2-beta' }), 'release-version'],
    ['another release', anEvent({ release: '1.2' }), null],
  ]

  it.each(cases)('%s', (_name, event, expected) => {
    expect(filterEvent(event, ALL, nowhere)).toBe(expected)
  })

  it('knows the sender by the address of the request', () => {
    expect(filterEvent(anEvent({}), ALL, { ip: '10.1.2.3', userAgent: null })).toBe('ip-address')
  })

  it('hears everything while nothing is switched on', () => {
    for (const [, event] of cases)
      expect(filterEvent(event, NO_FILTERS, { ip: '10.1.2.3', userAgent: 'Googlebot' })).toBeNull()
  })
})

describe('globs', () => {
  it.each([
    ['abc', 'abc', true],
    ['abc', 'a*', true],
    ['abc', '*c', true],
    ['abc', 'a?c', true],
    ['abc', 'b', false],
    ['ABC', 'abc', true],
    ['a.c', 'a.c', true],
    ['abc', 'a.c', false],
    ['', '*', true],
    ['abc', '', false],
  ])('%j against %j: %s', (text, glob, expected) => {
    expect(matchesGlob(text, glob)).toBe(expected)
  })

  it('takes no time to speak of on the worst pair', () => {
    const started = performance.now()
    matchesGlob('a'.repeat(8_000), `${'a*'.repeat(200)}b`)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

describe('networks', () => {
  it.each([
    ['10.9.9.9', true],
    ['11.0.0.1', false],
    ['192.0.2.7', true],
    ['192.0.2.8', false],
    ['::ffff:10.1.1.1', true],
    ['2001:db8::1', true],
    ['2001:db9::1', false],
    ['nonsense', false],
  ])('%s: %s', (ip, expected) => {
    expect(matchesNetwork(ip, ALL.ipRanges)).toBe(expected)
  })

  it('ignores what is no network', () => {
    expect(matchesNetwork('10.0.0.1', ['10.0.0.0/99', 'x/8', '10.0.0.0/'])).toBe(false)
  })
})
