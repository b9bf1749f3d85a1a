import { textResponse } from '../http/answers.js'
import type { HttpResponse } from '../http/types.js'
import type { IngestKind } from '../ports/runtime.js'
import { dashedId } from '../protocol/ids.js'

/** What an ingest path takes. A minidump is kept as the envelope that it is turned into. */
export type IngestRoute = IngestKind | 'minidump'

/** On every answer to an SDK, refusals too: without them a browser shows neither the reason nor the limits. */
export const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-sentry-error, x-sentry-rate-limits, retry-after',
}

/** What a client is told when its request will be stored. */
export function acceptedResponse(kind: IngestRoute, eventId: string): HttpResponse {
  if (kind === 'security') return { status: 201, headers: CORS_HEADERS, body: null }
  // Crash reporters show it, and keep it as the name of the report.
  if (kind === 'minidump') return textResponse(200, dashedId(eventId), CORS_HEADERS)
  return { status: 200, headers: ACCEPTED_HEADERS, body: `{"id":"${eventId}"}` }
}

const ACCEPTED_HEADERS: HttpResponse['headers'] = { 'content-type': 'application/json', ...CORS_HEADERS }

/** For browsers that ask first: those of the SDKs do not, but proxies and own clients may. */
export const PREFLIGHT: HttpResponse = {
  status: 204,
  headers: {
    ...CORS_HEADERS,
    'access-control-allow-methods': 'POST, OPTIONS',
    'access-control-allow-headers':
      'accept, authorization, baggage, content-encoding, content-type, origin, sentry-trace, x-requested-with, x-sentry-auth',
    'access-control-max-age': '86400',
  },
  body: null,
}

/** Header values take neither line ends nor anything beyond ASCII. */
export function headerSafe(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200)
}
