import { describe, expect, it } from '@jest/globals'
import { endpointOf } from './endpoints.js'

describe('addresses for what knows no DSN', () => {
  it('are made of the DSN, below its prefix', () => {
    expect(endpointOf('https://4f1d@errors.example.com:8443/monitoring/7', 'minidump')).toBe(
      'https://errors.example.com:8443/monitoring/api/7/minidump/?sentry_key=4f1d',
    )
    expect(endpointOf('http://4f1d@localhost/1', 'envelope')).toBe('http://localhost/api/1/envelope/?sentry_key=4f1d')
  })

  it('are none for what is no DSN', () => {
    expect(
      ['', 'https://errors.example.com/1', 'https://4f1d@errors.example.com/'].map((dsn) => endpointOf(dsn, 'store')),
    ).toEqual([null, null, null])
  })
})
