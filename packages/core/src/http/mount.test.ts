import { describe, expect, it } from '@jest/globals'
import { locate, matchIngestPath } from './mount.js'

const at = (url: string, basePath: string, originalUrl?: string) =>
  locate({ method: 'GET', url, headers: {}, ...(originalUrl === undefined ? {} : { originalUrl }) }, basePath)

describe('locate', () => {
  it('takes the path as it is at the root', () => {
    expect(at('/api/0/?a=1', '')).toEqual({ path: '/api/0/', search: '?a=1', isInside: true })
  })

  it('cuts the prefix off where the host has not', () => {
    expect(at('/monitoring/api/1/envelope/?x', '/monitoring').path).toBe('/api/1/envelope/')
    expect(at('/monitoring', '/monitoring').path).toBe('/')
    expect(at('/monitoring/issues', '/monitoring', '/monitoring/issues').path).toBe('/issues')
  })

  it('leaves a path alone where the host has cut it', () => {
    expect(at('/api/1/envelope/', '/monitoring', '/monitoring/api/1/envelope/').path).toBe('/api/1/envelope/')
    expect(at('/monitoring/issues', '/monitoring', '/monitoring/monitoring/issues').path).toBe('/monitoring/issues')
  })

  it('tells a path outside of the mount where the host keeps the original one', () => {
    expect(at('/shop', '/monitoring', '/shop').isInside).toBe(false)
    expect(at('/monitoringly', '/monitoring', '/monitoringly').isInside).toBe(false)
    expect(at('/login', '/monitoring').isInside).toBe(true)
  })

  it('does not cut a prefix that is called like the API twice', () => {
    expect(at('/api/1/envelope/', '/api').path).toBe('/api/1/envelope/')
    expect(at('/api/api/1/envelope/', '/api').path).toBe('/api/1/envelope/')
    expect(at('/api/api/0/', '/api').path).toBe('/api/0/')
  })

  it('reads absolute URLs and ignores fragments', () => {
    expect(at('https://host/m/api/0/?q=a/b#x', '/m')).toMatchObject({ path: '/api/0/', search: '?q=a/b' })
    expect(at('https://host', '')).toMatchObject({ path: '/', search: '' })
    expect(at('/a#b?c', '')).toMatchObject({ path: '/a', search: '' })
  })
})

describe('matchIngestPath', () => {
  it.each([
    ['/api/1/envelope/', { projectId: '1', kind: 'envelope' }],
    ['/api/42/store', { projectId: '42', kind: 'store' }],
    ['/api/7/security/', { projectId: '7', kind: 'security' }],
    ['/api/7/security', { projectId: '7', kind: 'security' }],
    ['/api/tunnel/', { projectId: null, kind: 'envelope' }],
    ['/api/tunnel', { projectId: null, kind: 'envelope' }],
    ['/api/tunnel/x', null],
    ['/api/1/envelope/x', null],
    ['/api/a/envelope/', null],
    ['/api/1234567890123456789/envelope/', null],
    ['/api/0/organizations/', null],
    ['/api/1/constructor', null],
    ['/api/', null],
  ])('%s', (path, expected) => {
    expect(matchIngestPath({ path, isInside: true })).toEqual(expected)
  })

  it('leaves a tunnel outside of the mount to the host', () => {
    expect(matchIngestPath({ path: '/api/tunnel/', isInside: false })).toBeNull()
    expect(matchIngestPath({ path: '/api/1/envelope/', isInside: false })).not.toBeNull()
  })
})
