import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { KeptPage } from '../../status-pages/kept.js'
import type { Call, HttpResponse } from '../types.js'
import type { Shell } from './render/document.js'

/** What is made of a page, as it is sent: once for everybody who asks within the minute. */
interface Made {
  readonly body: Uint8Array
  readonly gzip: Uint8Array
  readonly etag: string
  readonly headers: HttpResponse['headers']
}

/** Something of a page, made where it was not yet, compressed where the client takes it, with nothing where it has it. */
export function answerKept(
  call: Call,
  kept: KeptPage,
  name: string,
  make: () => { readonly body: string; readonly headers: HttpResponse['headers'] },
): HttpResponse {
  const made = (kept.made.get(name) as Made | undefined) ?? finish(make())
  kept.made.set(name, made)
  const headers = { ...made.headers, etag: made.etag, ...cachingOf(kept) }
  if ((call.header('if-none-match') ?? '').split(/\s*,\s*/).includes(made.etag))
    return { status: 304, headers, body: null }
  const isPacked = /(?:^|[\s,])gzip(?:$|[\s,;])(?!\s*q=0(?:[,\s]|$))/.test(call.header('accept-encoding') ?? '')
  return {
    status: 200,
    headers: isPacked ? { ...headers, 'content-encoding': 'gzip' } : headers,
    body: isPacked ? made.gzip : made.body,
  }
}

/** A page of ours that is nobody's to keep. */
export function answerShell(
  status: number,
  { body, policy }: Shell,
  headers: HttpResponse['headers'] = {},
): HttpResponse {
  return {
    status,
    headers: { ...htmlHeaders(policy, "'none'"), 'cache-control': 'no-store', 'x-robots-tag': 'noindex', ...headers },
    body,
  }
}

export function htmlHeaders(policy: string, ancestors: string): HttpResponse['headers'] {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `${policy}; frame-ancestors ${ancestors}`,
    ...(ancestors === "'none'" ? { 'x-frame-options': 'DENY' } : {}),
  }
}

function finish({ body, headers }: { readonly body: string; readonly headers: HttpResponse['headers'] }): Made {
  const bytes = Buffer.from(body)
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  return { body: bytes, gzip: gzipSync(bytes, { level: 9 }), etag, headers }
}

/** Caches on the way may keep what is public for the minute that we keep it, and longer while we cannot be reached. */
function cachingOf({ page }: KeptPage): HttpResponse['headers'] {
  if (page.access !== 'public')
    return { vary: 'accept-encoding, cookie', 'cache-control': 'private, no-cache', 'x-robots-tag': 'noindex' }
  return {
    vary: 'accept-encoding',
    'cache-control': 'public, max-age=60, stale-while-revalidate=60, stale-if-error=86400',
  }
}
