import { randomBytes } from 'node:crypto'
import type { Config } from '../config.js'
import type { WebAssets } from '../ports/runtime.js'
import { textResponse, withCookie } from './answers.js'
import { type Arrival, headerOf } from './call.js'
import { gzipOf } from './compressed.js'
import { CSRF_COOKIE, csrfCookie, readCookie } from './cookies.js'
import { redirectOf } from './redirects.js'
import type { HttpResponse } from './types.js'

/**
 * Serves the web front end: its files, redirects from the pages of GlitchTip and Sentry, and for every other GET that
 * wants HTML the one page, which finds its way by itself. Null where there is no front end or nothing of it was asked for.
 */
export function webResponse({ context, request, target }: Arrival): HttpResponse | null {
  const { web, config } = context
  const isRead = request.method === 'GET' || request.method === 'HEAD' || request.method === undefined
  if (web === null || !isRead) return null
  const header = headerOf(request)
  const file = fileOf(web, target.path, header('accept-encoding'))
  if (file !== null) return withoutBody(request.method, file)
  if (!(header('accept') ?? '').includes('text/html')) return null
  const elsewhere = redirectOf(target.path)
  if (elsewhere !== null)
    return { status: 302, headers: { location: config.basePath + elsewhere + target.search }, body: null }
  const page = withoutBody(request.method, pageResponse(config, web))
  return readCookie(header('cookie'), CSRF_COOKIE) === null ? withCookie(page, newCsrfCookie(config)) : page
}

/** A fresh token for a browser that has none yet. */
export function newCsrfCookie(config: Config): string {
  return csrfCookie(config, randomBytes(24).toString('base64url'))
}

// Only what comes with the front end runs; whatever an event holds stays text.
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
].join('; ')

function pageResponse(config: Config, web: WebAssets): HttpResponse {
  const framing = config.frameAncestors.join(' ')
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `${PAGE_POLICY}; frame-ancestors ${framing === '' ? "'none'" : framing}`,
      // Older browsers know all or nothing.
      ...(framing === '' ? { 'x-frame-options': 'DENY' } : {}),
      'x-robots-tag': 'noindex',
    },
    body: renderPage(web.html, config),
  }
}

/** The page with its base and configuration put in right after `<head>`, before anything that needs them. */
export function renderPage(html: string, { basePath, version }: Pick<Config, 'basePath' | 'version'>): string {
  const settings = JSON.stringify({ basePath, version }).replaceAll('<', '\\u003c')
  const base = `<base href="${escapeAttribute(`${basePath}/`)}">`
  const script = `<script type="application/json" id="mishap-config">${settings}</script>`
  return html.replace(/<head(?:\s[^>]*)?>/i, (head) => head + base + script)
}

function fileOf(web: WebAssets, path: string, acceptEncoding: string | null): HttpResponse | null {
  const name = path.slice(1)
  const isBuilt = name.startsWith('assets/')
  if (!isBuilt && !/^[\w-]+\.\w+$/.test(name)) return null
  const file = name.includes('..') ? null : web.get(name)
  if (file === null) return isBuilt ? textResponse(404, 'Not found') : null
  // Names of built files hold a hash of what is in them.
  const cacheControl = isBuilt ? 'public, max-age=31536000, immutable' : 'public, max-age=3600'
  const gzip = gzipOf(web, name, file, acceptEncoding)
  return {
    status: 200,
    headers: {
      'content-type': file.contentType,
      'cache-control': cacheControl,
      vary: 'accept-encoding',
      ...(gzip === null ? {} : { 'content-encoding': 'gzip' }),
    },
    body: gzip ?? file.body,
  }
}

function withoutBody(method: string | undefined, response: HttpResponse): HttpResponse {
  return method === 'HEAD' ? { ...response, body: null } : response
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
