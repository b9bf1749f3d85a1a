import { describe, expect, it } from '@jest/globals'
import { redirectOf } from './redirects.js'

describe('redirectOf', () => {
  it.each([
    ['/organizations/acme/issues/7/', '/acme/issues/7'],
    ['/organizations/acme/issues/', '/acme/issues'],
    ['/organizations/acme/issues/7/events/abc/', '/acme/issues/7/events/abc'],
    ['/organizations/acme/issues/7/tags/', '/acme/issues/7'],
    ['/organizations/acme/issues/7/events/abc/json/', '/api/0/organizations/acme/issues/7/events/abc/json/'],
    ['/acme/web/issues/7', '/acme/issues/7'],
    ['/acme/web/issues/7/events/abc/', '/acme/issues/7/events/abc'],
    ['/acme/issues/7', null],
    ['/acme/issues/7/events/abc', null],
    ['/acme/web/issues/', null],
    ['/\\evil.example/web/issues/7', null],
    ['/', null],
  ])('%s leads to %s', (path, expected) => {
    expect(redirectOf(path)).toBe(expected)
  })
})
