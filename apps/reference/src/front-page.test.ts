import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type App, createApp, type HttpRequest, memoryStorage, type WebAssets } from '@mishap/core'
import { withFrontPage } from './front-page.js'

const web: WebAssets = { html: '<!doctype html><html><head></head><body></body></html>', get: () => null }

describe.each(['http://127.0.0.1:1', 'https://example.com/errors'])('the front page at %s', (url) => {
  const base = new URL(url).pathname.replace(/\/$/, '')
  let app: App
  beforeAll(() => {
    app = createApp({ url, web, storage: memoryStorage() })
  })
  afterAll(() => app.stop())

  const ask = async (path: string, accept: string | null, method = 'GET') => {
    const headers = accept === null ? {} : { accept }
    const request: HttpRequest = { method, url: base + path, headers }
    return withFrontPage(app, url).handle(request)
  }

  it.each(['*/*', '*/*;q=0.8', ' */* , text/plain', 'text/*', '', null])(
    'is there for whoever takes anything: %j',
    async (accept) => {
      const answer = await ask('/', accept)
      expect(answer?.status).toBe(200)
      expect(answer?.headers['content-type']).toBe('text/html; charset=utf-8')
      expect(String(answer?.body)).toContain('mishap-config')
      expect((await ask('/?from=checker', accept))?.status).toBe(200)
    },
  )

  it('has no body for HEAD', async () => {
    expect(await ask('/', '*/*', 'HEAD')).toMatchObject({ status: 200, body: null })
  })

  it('is not what somebody gets who wants JSON, sends something, or asks for something else', async () => {
    expect(await ask('/', 'application/json')).toBeNull()
    expect(await ask('/', 'application/json, text/plain, */*')).toBeNull()
    expect(await ask('/', '*/*', 'POST')).toBeNull()
    expect(await ask('/nothing', '*/*')).toBeNull()
    expect(await ask('/api/0/nothing/', '*/*')).toMatchObject({ status: 404, body: expect.stringContaining('detail') })
  })
})

it('an API without its front end has no front page', async () => {
  const app = createApp({ url: 'http://127.0.0.1:1', storage: memoryStorage() })
  const request = { method: 'GET', url: '/', headers: { accept: '*/*' } }
  expect(await withFrontPage(app, 'http://127.0.0.1:1').handle(request)).toBeNull()
  await app.stop()
})
