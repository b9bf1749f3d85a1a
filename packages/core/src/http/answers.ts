import type { HttpResponse } from './types.js'

type Headers = HttpResponse['headers']

/** sentry-cli refuses any other spelling of this type, also on errors. */
const JSON_TYPE = 'application/json'

/** An answer with `value` as JSON. */
export function jsonResponse(status: number, value: unknown, headers: Headers = {}): HttpResponse {
  return { status, headers: { 'content-type': JSON_TYPE, ...headers }, body: JSON.stringify(value) }
}

/** An answer without a body: 204 unless another status is given. */
export function emptyResponse(status = 204, headers: Headers = {}): HttpResponse {
  return { status, headers, body: null }
}

/** Plain text, for probes and robots. */
export function textResponse(status: number, text: string, headers: Headers = {}): HttpResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body: text }
}

/** The same answer with more headers; those given win. */
export function withHeaders(response: HttpResponse, headers: Headers): HttpResponse {
  return { ...response, headers: { ...response.headers, ...headers } }
}

/** The same answer with one more cookie. */
export function withCookie(response: HttpResponse, cookie: string): HttpResponse {
  const present = response.headers['set-cookie'] ?? []
  return withHeaders(response, { 'set-cookie': [...(typeof present === 'string' ? [present] : present), cookie] })
}
