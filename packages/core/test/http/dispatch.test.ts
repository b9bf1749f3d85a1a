import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { memoryStorage } from '../../src/adapters/memory-storage/memory-storage.js'
import { createApp } from '../../src/app.js'
import type { Logger } from '../../src/ports/runtime.js'
import { aWorld, quietLogger, type World } from './world.js'

let world: World
beforeAll(async () => {
  world = await aWorld()
})
afterAll(() => world.stop())

describe('every answer', () => {
  it('names its request, with the id that it came with if that is a sane one', async () => {
    const made = (await world.ask('GET', '/api/0/')).headers.get('x-request-id')
    expect(made).toMatch(/^[0-9a-f-]{36}$/)
    const given = { headers: { 'x-request-id': 'trace-1.a:b' } }
    expect((await world.ask('GET', '/api/0/', given)).headers.get('x-request-id')).toBe('trace-1.a:b')
    expect((await world.ask('POST', '/api/1/envelope/', given)).headers.get('x-request-id')).toBe('trace-1.a:b')
    const odd = { headers: { 'x-request-id': 'a b<c>' } }
    expect((await world.ask('GET', '/api/0/', odd)).headers.get('x-request-id')).not.toBe('a b<c>')
  })

  it('is guarded and not cached', async () => {
    const { headers } = await world.ask('GET', '/api/settings/')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  it('is JSON of exactly one type, errors too', async () => {
    for (const path of ['/api/settings/', '/api/0/users/me/', '/api/0/nope/', '/api/1/envelope/'])
      expect((await world.ask('GET', path)).headers.get('content-type')).toBe('application/json')
  })
})

describe('paths', () => {
  it('that are not ours are left to the host', async () => {
    const app = createApp({ url: 'https://host.example', storage: memoryStorage(), logger: quietLogger })
    const handle = (url: string, method = 'GET') => app.handle({ method, url, headers: { accept: 'text/html' } })
    for (const path of ['/', '/login', '/api', '/api/', '/api/users/', '/apixyz', '/assets/x.js'])
      expect([path, await handle(path)]).toEqual([path, null])
    for (const path of ['/api/0/x/', '/api/7/x/', '/_allauth/x', '/_health/'])
      expect([path, (await handle(path))?.status]).toEqual([path, path === '/_health/' ? 200 : 404])
  })

  it('are known with and without a slash at the end', async () => {
    expect((await world.ask('GET', '/api/settings')).status).toBe(200)
    expect((await world.ask('POST', '/api/0/setup')).status).toBe(403)
    expect((await world.ask('GET', '/_health')).body).toBe('ok')
    expect((await world.ask('GET', '/api/0/internal/health')).body).toEqual({ healthy: {}, problems: [] })
    expect((await world.ask('POST', '/api/1/envelope')).status).toBe(403)
  })

  it('of security reports are known under a prefix as well', async () => {
    const app = createApp({ url: 'https://host.example/monitoring', storage: memoryStorage(), logger: quietLogger })
    for (const path of ['/api/1/security/', '/monitoring/api/1/security', '/monitoring/api/1/security/?sentry_key=x']) {
      const request = { method: 'POST', url: path, headers: {}, body: '{}', readableEnded: true }
      expect([path, (await app.handle(request))?.status]).toEqual([path, path.endsWith('x') ? 422 : 401])
    }
  })

  it('of SDKs answer other methods with 405 and CORS headers', async () => {
    const answer = await world.ask('GET', '/api/1/envelope/')
    expect(answer.status).toBe(405)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  })

  it('with a host of their own choosing do not get into links', async () => {
    const { token } = await world.tenant()
    const answer = await world.app.handle({
      method: 'GET',
      url: '//evil.example/api/0/projects/',
      headers: { authorization: `Bearer ${token}`, host: 'evil.example' },
    })
    expect(answer === null || answer.status === 404).toBe(true)
    const request = {
      method: 'GET',
      url: '/api/0/projects/',
      headers: { authorization: `Bearer ${token}`, host: 'evil.example' },
    }
    expect(String((await world.app.handle(request))?.headers.link)).not.toContain('evil')
  })
})

describe('a fault of our own', () => {
  it('is a 500 without its words, logged once with the id of the request', async () => {
    const logged: [string, unknown][] = []
    const logger: Logger = { ...quietLogger, error: (message, fields) => logged.push([message, fields]) }
    const storage = memoryStorage()
    const broken = {
      ...storage,
      users: {
        ...storage.users,
        hasAny: async () => {
          throw new Error('connection string with a password')
        },
      },
    }
    const app = createApp({ url: 'https://host.example', storage: broken, logger })
    const response = await app.fetch(new Request('https://host.example/api/settings/'))
    expect(response.status).toBe(500)
    expect(await response.json()).toEqual({ detail: 'Internal error', code: 'internal' })
    expect(logged).toEqual([
      ['A request failed', expect.objectContaining({ requestId: response.headers.get('x-request-id') })],
    ])
  })

  it('is a 503 where the storage is away, for probes as well', async () => {
    const storage = memoryStorage()
    const away = {
      ...storage,
      ping: async () => {
        throw new Error('away')
      },
    }
    const app = createApp({ url: 'https://host.example', storage: away, logger: quietLogger })
    const response = await app.fetch(new Request('https://host.example/api/0/internal/health/'))
    expect([response.status, await response.json()]).toMatchObject([503, { problems: [{ severity: 'critical' }] }])
  })
})

describe('users/me', () => {
  it('shows and changes the caller, options one by one', async () => {
    const { token, user } = await world.tenant()
    const put = (body: unknown) => world.ask('PUT', '/api/0/users/me/', { token, body })
    expect((await put({ name: 'Ada', options: { language: 'fr', evil: 1 } })).body).toMatchObject({
      name: 'Ada',
      options: { language: 'fr' },
    })
    const me = (await put({ options: { preferredTheme: 'dark', language: null } })).body as { options: object }
    expect(me.options).toEqual({
      timezone: null,
      stacktraceOrder: null,
      language: null,
      clock24Hours: null,
      preferredTheme: 'dark',
    })
    expect((await world.ask('GET', `/api/0/users/${user.id}/`, { token })).body).toMatchObject({ id: user.id })
    expect((await world.ask('GET', '/api/0/users/999999/', { token })).status).toBe(404)
    expect((await world.ask('GET', '/api/0/users/', { token })).body).toMatchObject([{ id: user.id }])
    expect((await put({ options: { language: 7 } })).status).toBe(422)
  })
})
