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
    ['/acme/issues/7/comments', '/acme/issues/7/activity'],
    ['/acme/issues/7/merged/', '/acme/issues/7/grouping'],
    ['/acme/settings/projects/new', '/acme/projects/new'],
    ['/acme/settings/projects/web', null],
    ['/profile/auth-tokens', '/profile/tokens'],
    ['/profile/auth-tokens/new/', '/profile/tokens'],
    ['/profile/multi-factor-auth', '/profile/security'],
    ['/profile/wizard/4f1d3a0c', '/account/settings/wizard/4f1d3a0c'],
    ['/profile/tokens', null],
    ['/settings/account/api/auth-tokens/', '/profile/tokens'],
    ['/orgredirect/organizations/:orgslug/settings/auth-tokens/', '/profile/tokens'],
    ['/system-info', '/admin/overview'],
    ['/constructor', null],
    ['/acme/issues/7', null],
    ['/acme/issues/7/events/abc', null],
    ['/acme/web/issues/', null],
    ['/\\evil.example/web/issues/7', null],
    ['/', null],
  ])('%s leads to %s', (path, expected) => {
    expect(redirectOf(path)).toBe(expected)
  })
})
