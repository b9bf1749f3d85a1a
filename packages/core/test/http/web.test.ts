import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { renderPage } from '../../src/http/web.js'
import type { WebAssets } from '../../src/ports/runtime.js'
import { aWorld, type World } from './world.js'

const asked: string[] = []

const web: WebAssets = {
  html: '<!doctype html>\n<html lang="en"><head lang="en"><title>Mishap</title></head><body></body></html>',
  get: (path) => {
    asked.push(path)
    if (path === 'assets/index-Ab12.js') return { body: Buffer.from('go()'), contentType: 'text/javascript' }
    if (path === 'assets/long.js') return { body: Buffer.from('go();'.repeat(1000)), contentType: 'text/javascript' }
    return path === 'favicon.svg' ? { body: Buffer.from('<svg/>'), contentType: 'image/svg+xml' } : null
  },
}

const HTML = { headers: { accept: 'text/html,application/xhtml+xml' } }

describe('the web front end', () => {
  let world: World
  beforeAll(async () => {
    world = await aWorld({ url: 'https://mishap.example/m', web })
  })
  afterAll(() => world.stop())

  it('is one page for every path, with its base, its configuration and a strict policy', async () => {
    for (const path of ['/m', '/m/', '/m/acme/issues/7', '/m/login?next=x', '/m/api-like', '/acme']) {
      const page = await world.ask('GET', path, HTML)
      expect([path, page.status]).toEqual([path, 200])
      expect(page.body).toContain(
        '<head lang="en"><base href="/m/"><script type="application/json" id="mishap-config">{"basePath":"/m",',
      )
    }
    const { headers } = await world.ask('GET', '/m/', HTML)
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(headers.get('content-security-policy')).toMatch(
      /default-src 'none'.*script-src 'self';.*frame-ancestors 'none'/,
    )
    expect(headers.get('content-security-policy')).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('may be framed by those who were named, and by nobody else', async () => {
    const frameAncestors = ["'self'", 'https://*.intranet.example']
    const framed = await aWorld({ web, frameAncestors })
    const { headers } = await framed.ask('GET', '/', HTML)
    await framed.stop()
    expect(headers.get('content-security-policy')).toMatch(/; frame-ancestors 'self' https:\/\/\*\.intranet\.example$/)
    expect(headers.get('x-frame-options')).toBeNull()
    expect((await world.ask('GET', '/m/', HTML)).headers.get('x-frame-options')).toBe('DENY')
    await expect(aWorld({ web, frameAncestors: ['https://a.example; script-src *'] })).rejects.toThrow('frameAncestors')
  })

  it('gives the browser its CSRF token once', async () => {
    const first = await world.ask('GET', '/m/', HTML)
    expect(first.cookies[0]).toMatch(/^csrftoken=[\w-]+; Path=\/m;/)
    const again = await world.ask('GET', '/m/', { ...HTML, cookie: first.cookies[0]?.split(';')[0] ?? '' })
    expect(again.cookies).toEqual([])
  })

  it('has files that are cached for good, and none that are not there', async () => {
    const script = await world.ask('GET', '/m/assets/index-Ab12.js')
    expect([script.status, script.body]).toEqual([200, 'go()'])
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect((await world.ask('GET', '/m/favicon.svg')).headers.get('content-type')).toBe('image/svg+xml')
    expect((await world.ask('GET', '/m/assets/none.js', HTML)).status).toBe(404)
    expect((await world.ask('HEAD', '/m/assets/index-Ab12.js')).body).toBe('')
  })

  it('has long files compressed for whoever can read that', async () => {
    const get = async (encoding: string) => {
      const headers = { 'accept-encoding': encoding }
      const answer = await world.app.handle({ method: 'GET', url: '/m/assets/long.js', headers })
      return { encoding: answer?.headers['content-encoding'], body: answer?.body as Uint8Array }
    }
    const gzip = await get('br;q=1.0, gzip;q=0.8')
    expect(gzip.encoding).toBe('gzip')
    expect(gzip.body.length).toBeLessThan(200)
    expect(gunzipSync(gzip.body)).toHaveLength(5000)
    expect((await get('gzip')).body).toBe(gzip.body)
    for (const encoding of ['', 'identity', 'gzip;q=0', 'x-gzip2'])
      expect([encoding, (await get(encoding)).encoding]).toEqual([encoding, undefined])
  })

  it('never asks for a path that climbs', async () => {
    asked.length = 0
    for (const path of ['/m/assets/..%2f..%2fetc', '/m/assets/..\\x', '/m/assets/a..b'])
      await world.ask('GET', path, HTML)
    expect(asked.filter((path) => path.includes('..'))).toEqual([])
  })

  it('leads from the pages of GlitchTip and Sentry to ours', async () => {
    const answer = await world.ask('GET', '/m/organizations/acme/issues/7/?query=a', HTML)
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/m/acme/issues/7?query=a'])
  })

  it('leaves the API alone', async () => {
    for (const path of ['/m/api/', '/m/api/0/nothing/', '/m/api/nothing/', '/m/_allauth/nothing'])
      expect(await world.ask('GET', path, HTML)).toMatchObject({ status: 404, body: { detail: 'Not found' } })
    expect((await world.ask('POST', '/m/login', HTML)).status).toBe(404)
    expect((await world.ask('GET', '/m/login')).status).toBe(404)
  })
})

describe('renderPage', () => {
  it('escapes what stands in it', () => {
    const page = renderPage('<html><head></head></html>', { basePath: '/a"<b', version: '</script><b>$&' })
    expect(page).toContain('<base href="/a&quot;&lt;b/">')
    expect(page).toContain('"version":"\\u003c/script>\\u003cb>$&"')
    expect(page.match(/<head>/g)).toHaveLength(1)
  })
})
