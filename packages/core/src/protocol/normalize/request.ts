import type { RequestInfo } from '../event.js'
import { DATA, LENGTH, SMALL_DATA } from './limits.js'
import { normalizePairs, type Pair, parseCookies, parseQuery } from './pairs.js'
import { type Draft, isRecord, type Raw, type Salvage } from './salvage.js'

/** Query and fragment are split off the URL; headers come sorted by name; all lists of pairs have one shape. */
export function normalizeRequest(value: unknown, salvage: Salvage): RequestInfo | undefined {
  const raw = typeof value === 'string' && value !== '' ? { url: value } : salvage.record(value, 'request')
  if (raw === undefined) return undefined
  const request: Draft<RequestInfo> = {}
  const url = splitUrl(salvage.text(raw.url, 'request.url', LENGTH.url))
  if (url.base !== undefined) request.url = url.base
  const method = salvage.text(raw.method, 'request.method', LENGTH.word)
  if (method !== undefined) request.method = method.toUpperCase()
  const query = queryOf(raw.query_string ?? raw.query, url.query, salvage)
  if (query.length > 0) request.query_string = query
  const headers = normalizePairs(raw.headers, 'request.headers', salvage)
  if (headers.length > 0) request.headers = [...headers].sort(byName)
  const cookies =
    typeof raw.cookies === 'string'
      ? parseCookies(raw.cookies, salvage)
      : normalizePairs(raw.cookies, 'request.cookies', salvage)
  if (cookies.length > 0) request.cookies = cookies
  if (raw.data !== null && raw.data !== undefined && raw.data !== '')
    request.data = salvage.tree(raw.data, 'request.data', DATA)
  const env = salvage.record(raw.env, 'request.env')
  if (env !== undefined && Object.keys(env).length > 0)
    request.env = salvage.tree(env, 'request.env', SMALL_DATA) as Raw
  const fragment = salvage.text(raw.fragment, 'request.fragment', LENGTH.url) ?? url.fragment
  if (fragment !== undefined) request.fragment = fragment
  const contentType =
    salvage.text(raw.inferred_content_type, 'request.inferred_content_type', LENGTH.name) ??
    headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1].split(';', 1)[0]
  if (contentType !== undefined && request.data !== undefined) request.inferred_content_type = contentType
  const bodySize = salvage.whole(raw.body_size, 'request.body_size')
  if (bodySize !== undefined) request.body_size = bodySize
  return Object.keys(request).length === 0 ? undefined : request
}

interface UrlParts {
  readonly base?: string | undefined
  readonly query?: string | undefined
  readonly fragment?: string | undefined
}

function splitUrl(url: string | undefined): UrlParts {
  if (url === undefined) return {}
  const hash = url.indexOf('#')
  const withoutHash = hash === -1 ? url : url.slice(0, hash)
  const fragment = hash === -1 || hash === url.length - 1 ? undefined : url.slice(hash + 1)
  const mark = withoutHash.indexOf('?')
  if (mark === -1) return { base: withoutHash, fragment }
  return { base: withoutHash.slice(0, mark), query: withoutHash.slice(mark + 1), fragment }
}

function queryOf(value: unknown, ofUrl: string | undefined, salvage: Salvage): readonly Pair[] {
  if (typeof value === 'string' && value !== '') return parseQuery(value, salvage)
  if (Array.isArray(value) || isRecord(value)) return normalizePairs(value, 'request.query_string', salvage)
  return ofUrl === undefined ? [] : parseQuery(ofUrl, salvage)
}

function byName([a]: Pair, [b]: Pair): number {
  const left = a.toLowerCase()
  const right = b.toLowerCase()
  if (left === right) return 0
  return left < right ? -1 : 1
}
