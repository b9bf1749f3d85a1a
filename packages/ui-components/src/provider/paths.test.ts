import { describe, expect, it } from '@jest/globals'
import { ISSUE_TABS, isIssueTab, paths, safeNext } from './paths.js'

describe('paths', () => {
  it('escapes what it is made of', () => {
    expect(paths.issue('a/b', '1?x')).toBe('/a%2Fb/issues/1%3Fx')
    expect(paths.login('/acme/issues?query=a b')).toBe('/login?next=%2Facme%2Fissues%3Fquery%3Da%20b')
  })

  it('knows the pages of an issue from words that are none', () => {
    expect(ISSUE_TABS.every(isIssueTab)).toBe(true)
    expect(['constructor', 'event', ''].some(isIssueTab)).toBe(false)
    expect(paths.issueTab('acme', '1', 'compare', '?a=x')).toBe('/acme/issues/1/compare?a=x')
  })

  it('needs no way back to the start', () => {
    expect(paths.login('/')).toBe('/login')
  })

  it('lead to the sign-in once, however often one is refused', () => {
    const once = paths.login('/acme/issues')
    expect(paths.login(once)).toBe(once)
    expect(paths.login('/login')).toBe('/login')
    expect(paths.login('/login-page/issues')).toBe('/login?next=%2Flogin-page%2Fissues')
  })
})

describe('where signing in leads', () => {
  it('goes back to a path of the app', () => {
    expect(safeNext('?next=%2Facme%2Fissues%3Fquery%3Da')).toBe('/acme/issues?query=a')
  })

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', '/\t/evil.example', 'javascript:alert(1)', ''])(
    'never leads to %j',
    (next) => {
      expect(safeNext(`?${new URLSearchParams({ next })}`)).toBe('/')
    },
  )

  it('goes home where nothing was asked for', () => {
    expect(safeNext('')).toBe('/')
  })
})
