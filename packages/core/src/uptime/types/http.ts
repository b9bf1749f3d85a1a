import type { HttpMethod, HttpRequestSetup } from '../../ports/monitor-request.js'
import type { MonitorSetup } from '../../ports/monitors.js'
import { failedAssertion } from '../assertions/check.js'
import type { Unseal } from '../secrets.js'
import { expiry } from './expiry.js'
import { timeoutOf } from './timeout.js'
import type { MonitorKind } from './type.js'

/** So much of an answer is looked through, as GlitchTip does. */
const MAX_BODY_BYTES = 2_000_000
/** So much is read to be shown where something is wrong. */
const SHOWN_BODY_BYTES = 4_096

/**
 * Of a ping any answer will do; otherwise its status must be the expected one, and the expected text in it. Then all
 * assertions must hold. Of `HTTP` any status below 400 will do where nothing is said of statuses.
 */
export function httpKind(http: HttpMethod | 'any'): MonitorKind {
  return {
    http,
    asserts: ['status', 'body', 'json', 'header', 'responseTime'],
    fault: (url) => {
      const parsed = URL.canParse(url) ? new URL(url) : null
      const isGood = parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.hostname !== ''
      return isGood ? null : 'Wanted an address such as https://example.com/health'
    },
    probe: (monitor, unseal) => {
      const request = monitor.request ?? usualRequest(http)
      return {
        ...{ kind: 'http', method: http === 'any' ? request.method : http, url: monitor.url },
        ...{ headers: linesOf(request, unseal), body: request.body, verifyTls: request.verifyTls },
        ...{ timeoutMs: timeoutOf(monitor), maxRedirects: request.redirects },
        maxBytes: needsBody(monitor) ? MAX_BODY_BYTES : SHOWN_BODY_BYTES,
      }
    },
    judge: (monitor, answer, now) => {
      const responseMs = answer.timings.total
      const failure =
        usualFailure(http, monitor, answer) ??
        failedAssertion(monitor.assertions, { ...answer, responseMs }) ??
        expiry(monitor, answer, now)
      return { reason: null, detail: '', ...failure, responseMs }
    },
  }
}

/** How it is asked where nothing is said. */
export function usualRequest(http: HttpMethod | 'any'): HttpRequestSetup {
  const method = http === 'any' ? 'GET' : http
  return { method, headers: [], body: '', auth: { kind: 'none' }, redirects: 10, verifyTls: true }
}

function linesOf({ headers, auth }: HttpRequestSetup, unseal: Unseal) {
  const lines = headers.map(({ name, value }) => ({ name, value: typeof value === 'string' ? value : unseal(value) }))
  if (auth.kind === 'none') return lines
  const value =
    auth.kind === 'bearer'
      ? `Bearer ${unseal(auth.token)}`
      : `Basic ${Buffer.from(`${auth.username}:${unseal(auth.password)}`).toString('base64')}`
  return [...lines, { name: 'authorization', value }]
}

function needsBody({ expectedBody, assertions }: MonitorSetup): boolean {
  return expectedBody !== '' || assertions.some(({ kind }) => kind === 'body' || kind === 'json')
}

function usualFailure(
  http: HttpMethod | 'any',
  { expectedStatus, expectedBody, assertions }: MonitorSetup,
  { status, body }: { readonly status: number | null; readonly body: string },
) {
  if (http === 'HEAD') return null
  if (expectedStatus !== null && status !== expectedStatus)
    return { reason: 'wrong_status', detail: `Wanted status ${expectedStatus}, found ${status}` } as const
  const isAnyStatus = expectedStatus === null && !assertions.some(({ kind }) => kind === 'status')
  if (http === 'any' && isAnyStatus && (status ?? 0) >= 400)
    return { reason: 'wrong_status', detail: `Wanted a status below 400, found ${status}` } as const
  if (body.includes(expectedBody)) return null
  const detail = `Wanted ${shown(expectedBody)} in the answer, which begins ${shown(body)}`
  return { reason: 'wrong_body', detail } as const
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 200))
}
