import { describe, expect, it } from '@jest/globals'
import { withAgentContexts } from './user-agent.js'

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)'

describe('a user agent', () => {
  it.each([
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/120.0.6099.144 Safari/537.36`,
      {
        browser: { type: 'browser', name: 'Chrome', version: '120.0.6099.144' },
        os: { type: 'os', name: 'Windows', version: '10' },
      },
    ],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0`,
      {
        browser: { type: 'browser', name: 'Edge', version: '120.0.0.0' },
        os: { type: 'os', name: 'Windows', version: '10' },
      },
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Mobile/15E148 Safari/604.1',
      {
        browser: { type: 'browser', name: 'Safari', version: '17.2' },
        os: { type: 'os', name: 'iOS', version: '17.2' },
        device: { type: 'device', family: 'iPhone', brand: 'Apple', model: 'iPhone' },
      },
    ],
    [
      `Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UD1A) ${WEBKIT} Chrome/120.0.6099.144 Mobile Safari/537.36`,
      {
        browser: { type: 'browser', name: 'Chrome', version: '120.0.6099.144' },
        os: { type: 'os', name: 'Android', version: '14' },
        device: { type: 'device', family: 'Pixel 8', model: 'Pixel 8' },
      },
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15',
      {
        browser: { type: 'browser', name: 'Safari', version: '17.0' },
        os: { type: 'os', name: 'Mac OS X', version: '10.15.7' },
        device: { type: 'device', family: 'Mac', brand: 'Apple' },
      },
    ],
  ])('%s', (userAgent, expected) => {
    expect(withAgentContexts(undefined, userAgent)).toEqual(expected)
  })

  it.each(['python-requests/2.31', 'node', 'sentry.python/2.68.0', 'curl/8.0', ''])(
    'of a program (%j) says nothing',
    (userAgent) => {
      expect(withAgentContexts(undefined, userAgent)).toBeUndefined()
    },
  )

  it('never overrides what the SDK said', () => {
    const sent = { browser: { name: 'Own', version: '1' }, app: { app_name: 'x' } }
    const userAgent = `Mozilla/5.0 (Windows NT 10.0) ${WEBKIT} Chrome/120.0.0.0 Safari/537.36`
    expect(withAgentContexts(sent, userAgent)).toMatchObject({ ...sent, os: { name: 'Windows' } })
  })

  it('of any length and content takes no time to speak of', () => {
    const started = performance.now()
    for (const unit of ['(', '; Android 1; ', 'Version/', 'a ', '1.'])
      withAgentContexts(undefined, `Mozilla/5.0 ${unit.repeat(50_000)}`)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})
