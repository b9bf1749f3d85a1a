import { describe, expect, it } from '@jest/globals'
import { ownPath } from './own-path.js'

const root = { url: new URL('https://mishap.example'), basePath: '' }
const mounted = { url: new URL('https://host.example/monitoring'), basePath: '/monitoring' }

describe('the path of ours that an address leads to', () => {
  it.each([
    ['/acme/issues?query=is%3Aunresolved#top', '/acme/issues?query=is%3Aunresolved#top'],
    ['https://mishap.example/login/finalize', '/login/finalize'],
    ['profile', '/profile'],
    ['/', '/'],
  ])('%s is %s', (address, path) => {
    expect(ownPath(root, address)).toBe(path)
  })

  it('has the mount prefix, given or not', () => {
    expect(ownPath(mounted, '/acme/issues')).toBe('/monitoring/acme/issues')
    expect(ownPath(mounted, '/monitoring/acme/issues')).toBe('/monitoring/acme/issues')
    expect(ownPath(mounted, '/monitoringother')).toBe('/monitoring/monitoringother')
  })

  it.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '\\\\evil.example',
    'https:/\\evil.example',
    ' //evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://mishap.example.evil.example/',
    'https://mishap.example@evil.example/',
    'https://user@mishap.example/',
    'http://mishap.example/',
    'https://mishap.example:444/',
    '/.//evil.example',
    '/x/..//evil.example',
    `/${'x'.repeat(2000)}`,
  ])('%j leads elsewhere', (address) => {
    expect(ownPath(root, address)).toBeNull()
  })
})
