import { describe, expect, it } from '@jest/globals'
import { emptyResponse } from './answers.js'
import { createRouter } from './router.js'
import type { Route } from './types.js'

const route = (method: Route['method'], path: string): Route => ({
  method,
  path,
  operation: null,
  auth: { kind: 'public' },
  handle: async () => emptyResponse(),
})

describe('router', () => {
  const router = createRouter([
    route('GET', '/api/0/issues/:id/events/:event/'),
    route('GET', '/api/0/issues/:id/events/latest/'),
    route('GET', '/api/0/issues/:id/'),
    route('PUT', '/api/0/issues/:id/'),
    route('POST', '/api/0/setup/'),
    route('GET', '/api/0/:thing/first/'),
  ])
  const pathOf = (method: string, path: string) => {
    const match = router.match(method, path)
    return match?.kind === 'route' ? match.route.path : match
  }

  it('prefers a literal segment to a parameter', () => {
    expect(pathOf('GET', '/api/0/issues/7/events/latest/')).toBe('/api/0/issues/:id/events/latest/')
    expect(pathOf('GET', '/api/0/issues/7/events/abc/')).toBe('/api/0/issues/:id/events/:event/')
  })

  it('goes back to the parameter when the literal branch leads nowhere', () => {
    expect(pathOf('GET', '/api/0/setup/first/')).toBe('/api/0/:thing/first/')
  })

  it('takes a path with and without a slash at the end', () => {
    expect(pathOf('GET', '/api/0/issues/7')).toBe('/api/0/issues/:id/')
    expect(pathOf('GET', '/api/0/issues/7/')).toBe('/api/0/issues/:id/')
    expect(router.match('GET', '/api/0/issues/7//')).toBeNull()
  })

  it('decodes parameters once, and knows no path that is not percent-encoding', () => {
    expect(router.match('GET', '/api/0/issues/a%2Fb%2525/')).toMatchObject({ params: { id: 'a/b%25' } })
    expect(router.match('GET', '/api/0/issues/%E0%A4%A/')).toBeNull()
  })

  it('has no empty parameter', () => {
    expect(router.match('GET', '/api/0/issues//')).toBeNull()
  })

  it('names the methods of a path that is asked with another', () => {
    expect(router.match('DELETE', '/api/0/issues/7/')).toEqual({
      kind: 'wrong_method',
      allow: ['GET', 'HEAD', 'PUT'],
    })
    expect(router.match('GET', '/api/0/setup/')).toEqual({ kind: 'wrong_method', allow: ['POST'] })
  })

  it('answers HEAD by the route of GET', () => {
    expect(pathOf('HEAD', '/api/0/issues/7/')).toBe('/api/0/issues/:id/')
  })

  it('refuses a table in which a route stands twice or names a parameter in two ways', () => {
    expect(() => createRouter([route('GET', '/a/:x/'), route('GET', '/a/:x')])).toThrow(/stands twice/)
    expect(() => createRouter([route('GET', '/a/:x/'), route('PUT', '/a/:y/')])).toThrow(/otherwise/)
  })
})
