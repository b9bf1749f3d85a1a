import type { RequestInfo } from '../event.js'
import { scrubIpList } from './ip.js'
import { DATA, LENGTH, SMALL_DATA } from './limits.js'
import { normalizePairs, type Pair, parseCookies, parseQuery } from './pairs.js'
import { cleanText, cutText, type Draft, isRecord, type Raw, type Salvage } from './salvage.js'

export interface AboutRequest {
  /** Of the client that sent the event, where that client is the user's browser; stands in for a missing header. */
  readonly userAgent: string | null
  readonly scrubIp: boolean
}

/** Query and fragment are split off the URL; headers come sorted by name; all lists of pairs have one shape. */
export function normalizeRequest(value: unknown, about: AboutRequest, salvage: Salvage): RequestInfo | undefined {
  const raw = typeof value === 'string' && value !== '' ? { url: value } : salvage.record(value, 'request')
  if (raw === undefined) return undefined
  const request: Draft<RequestInfo> = {}
  const url = splitUrl(salvage.text(raw.url, 'request.url', LENGTH.url))
  if (url.base !== undefined) request.url = url.base
  const method = salvage.text(raw.method, 'request.method', LENGTH.word)
  if (method !== undefined) request.method = method.toUpperCase()
  const query = queryOf(raw.query_string ?? raw.query, url.query, salvage)
  if (query.length > 0) request.query_string = query
  const headers = headersOf(raw.headers, about, salvage)
  if (headers.length > 0) request.headers = headers
  const cookies =
    typeof raw.cookies === 'string'
      ? parseCookies(raw.cookies, salvage)
      : normalizePairs(raw.cookies, 'request.cookies', salvage)
  if (cookies.length > 0) request.cookies = cookies
  const body = bodyOf(raw.data)
  if (body.data !== undefined) request.data = salvage.tree(body.data, 'request.data', DATA)
  const env = envOf(raw.env, about, salvage)
  if (env !== undefined) request.env = env
  const fragment = salvage.text(raw.fragment, 'request.fragment', LENGTH.url) ?? url.fragment
  if (fragment !== undefined) request.fragment = fragment
  const contentType =
    salvage.text(raw.inferred_content_type, 'request.inferred_content_type', LENGTH.name) ??
    body.contentType ??
    headerOf(request, 'content-type')?.split(';', 1)[0]
  if (contentType !== undefined && request.data !== undefined) request.inferred_content_type = contentType
  const bodySize = salvage.whole(raw.body_size, 'request.body_size')
  if (bodySize !== undefined) request.body_size = bodySize
  return Object.keys(request).length === 0 ? undefined : request
}

/** The first header of that name, given in lower case; null where there is none. */
export function headerOf(request: RequestInfo | undefined, name: string): string | null {
  return request?.headers?.find(([key]) => key.toLowerCase() === name)?.[1] ?? null
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

/** Headers in which proxies pass on the address of the user. */
const ADDRESS_HEADERS = new Set([
  'cf-connecting-ip',
  'client-ip',
  'fastly-client-ip',
  'forwarded',
  'remote-addr',
  'true-client-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-forwarded-for',
  'x-real-ip',
])

function headersOf(value: unknown, about: AboutRequest, salvage: Salvage): readonly Pair[] {
  const headers = [...normalizePairs(value, 'request.headers', salvage)]
  if (about.userAgent !== null && !headers.some(([name]) => name.toLowerCase() === 'user-agent'))
    headers.push(['User-Agent', cutText(cleanText(about.userAgent), LENGTH.path)])
  return headers
    .map(([name, text]): Pair => {
      const isAddress = about.scrubIp && ADDRESS_HEADERS.has(name.toLowerCase())
      return [name, isAddress ? scrubIpList(text) : text]
    })
    .sort(byName)
}

function envOf(value: unknown, about: AboutRequest, salvage: Salvage): Raw | undefined {
  const raw = salvage.record(value, 'request.env')
  if (raw === undefined || Object.keys(raw).length === 0) return undefined
  const env = salvage.tree(raw, 'request.env', SMALL_DATA) as Raw
  const address = env.REMOTE_ADDR
  return about.scrubIp && typeof address === 'string' ? { ...env, REMOTE_ADDR: scrubIpList(address) } : env
}

const MAX_JSON_BODY = 100_000

/** A body that was sent as text but is JSON becomes what it says. */
function bodyOf(data: unknown): { readonly data?: unknown; readonly contentType?: string } {
  if (data === null || data === undefined || data === '') return {}
  if (typeof data !== 'string' || data.length > MAX_JSON_BODY || !/^\s{0,20}[[{]/.test(data)) return { data }
  try {
    return { data: JSON.parse(data), contentType: 'application/json' }
  } catch {
    // Cut off by the SDK, or no JSON after all: shown as it is.
    return { data }
  }
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
