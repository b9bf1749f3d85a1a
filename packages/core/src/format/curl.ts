import type { RequestJson } from '../client/event-types.js'
import { safeUrl } from './text.js'

/** RFC 9110's token: what a method and a header's name may consist of. Also keeps `-H @file` from being one. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const CONTROL = /[\0-\x08\x0b-\x1f\x7f]/

/** curl sets these itself, and rightly. */
const LEFT_OUT = new Set(['content-length', 'host', 'connection', 'transfer-encoding', 'accept-encoding'])

/**
 * The request as a command for a POSIX shell, null where its address is not `http(s)`. Everything that came with the
 * event is quoted; control characters, which a terminal would obey while they are pasted, are escaped or left out.
 * Values that were scrubbed stay as they are (`[Filtered]`), for the reader to fill in.
 */
export function toCurl(request: RequestJson): string | null {
  const url = fullUrl(request)
  if (url === null) return null
  const parts = ['curl']
  const body = bodyText(request)
  const method = request.method?.toUpperCase() ?? ''
  const usual = body === null ? 'GET' : 'POST'
  if (TOKEN.test(method) && method !== usual) parts.push(method === 'HEAD' ? '--head' : `--request ${quote(method)}`)
  // Brackets and braces would be patterns to curl.
  if (/[[\]{}]/.test(url)) parts.push('--globoff')
  parts.push(quote(url))
  for (const [name, value] of request.headers) {
    const isCookie = name.toLowerCase() === 'cookie' && request.cookies !== null && request.cookies.length > 0
    if (!TOKEN.test(name) || LEFT_OUT.has(name.toLowerCase()) || isCookie) continue
    parts.push(`--header ${quote(`${name}: ${oneLine(value)}`)}`)
  }
  if (request.cookies !== null && request.cookies.length > 0) {
    const pairs = request.cookies.map(([name, value]) => `${oneLine(name)}=${oneLine(value)}`).join('; ')
    parts.push(`--header ${quote(`Cookie: ${pairs}`)}`)
  }
  if (body !== null) parts.push(`--data-raw ${quote(body)}`)
  return parts.join(' \\\n  ')
}

/** The address with the query and fragment that the SDK sent apart from it; null where it is not `http(s)`. */
export function fullUrl(request: Pick<RequestJson, 'url' | 'query'>): string | null {
  const url = safeUrl(request.url)
  if (url === null || request.query.length === 0 || url.includes('?')) return url
  const query = request.query
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
  return `${url}?${query}`
}

function bodyText({ data, method, headers }: RequestJson): string | null {
  if (data === null || data === undefined || data === '' || method?.toUpperCase() === 'GET') return null
  if (typeof data === 'string') return data
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  if (type.includes('x-www-form-urlencoded') && typeof data === 'object') {
    const fields = new URLSearchParams()
    for (const [name, value] of Object.entries(data)) fields.append(name, String(value))
    return fields.toString()
  }
  return JSON.stringify(data)
}

function oneLine(text: string): string {
  return text.replace(/[\0-\x08\x0a-\x1f\x7f]+/g, ' ')
}

/** Inside single quotes a shell takes everything for itself but the quote. */
function quote(text: string): string {
  if (!CONTROL.test(text)) return `'${text.replaceAll("'", "'\\''")}'`
  // ANSI-C quoting (bash, zsh, ksh, POSIX 2024); NUL cannot be an argument at all.
  const escaped = text
    .replace(/[\\']/g, '\\$&')
    .replaceAll('\0', '')
    .replace(/[\x01-\x1f\x7f]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
  return `$'${escaped}'`
}
