import { bearerOf } from '../auth/authenticate.js'
import { hashToken } from '../auth/tokens.js'
import type { MetricsAccess } from '../config.js'
import type { Context } from '../context.js'
import { matchesNetwork } from '../ingest/filters/ip-ranges.js'
import { readinessOf } from '../instance/readiness.js'
import { jsonResponse, textResponse } from './answers.js'
import { type Arrival, headerOf } from './call.js'
import { clientIp } from './client-ip.js'
import { isSameSecret } from './cookies.js'
import { scrape } from './scrape.js'
import type { HttpResponse, Route } from './types.js'

/** What machines ask of this process: no session, no route and no storage is needed to answer it. */
export type Probe = '/health/live' | '/health/ready' | '/metrics' | '/_health'

const PROBES: Readonly<Record<string, Probe | undefined>> = Object.assign(Object.create(null), {
  '/health/live': '/health/live',
  '/health/ready': '/health/ready',
  '/metrics': '/metrics',
  '/_health': '/_health',
})

/** Where they are, without a slash at the end. */
export const PROBE_PATHS: readonly string[] = Object.keys(PROBES)

const NEVER_KEPT = { 'cache-control': 'no-store' }

/**
 * What is asked for among everything else that the app answers; null where it is none of these. At the root of somebody's
 * app, where we serve no pages, `/health/` may be the host's.
 */
export function probeOf(arrival: Arrival): Probe | null {
  const { target, context } = arrival
  const probe = target.isInside ? probeAt(arrival) : null
  // The table has a route for GlitchTip's.
  if (probe === null || probe === '/_health') return null
  return probe === '/metrics' || context.web !== null || context.config.basePath !== '' ? probe : null
}

/** The same on a port of its own. Metrics that nobody may read are not there. */
export function probeAt({ target: { path }, context: { config } }: Arrival, isOpenToAll = false): Probe | null {
  const probe = PROBES[path.endsWith('/') ? path.slice(0, -1) : path] ?? null
  return probe === '/metrics' && !isOpenToAll && !isOpen(config.metrics) ? null : probe
}

/** Answers it. `isOpenToAll`: who may connect may read metrics, unless somebody said who may. */
export async function answerProbe(
  arrival: Arrival,
  probe: Probe,
  { routes, isOpenToAll = false }: { readonly routes: readonly Route[]; readonly isOpenToAll?: boolean },
): Promise<HttpResponse> {
  const method = arrival.request.method ?? 'GET'
  if (method !== 'GET' && method !== 'HEAD')
    return refusal(405, 'method_not_allowed', `Method ${method} is not allowed here.`, { allow: 'GET, HEAD' })
  switch (probe) {
    case '/_health':
    case '/health/live':
      return textResponse(200, 'ok', NEVER_KEPT)
    case '/health/ready':
      return ready(arrival.context)
    case '/metrics':
      return (isOpenToAll && !isOpen(arrival.context.config.metrics)) || mayRead(arrival)
        ? scrape(arrival.context, headerOf(arrival.request)('accept'), routes)
        : refusal(403, 'forbidden', 'Metrics are for those who have the token or ask from an allowed network.')
  }
}

async function ready(context: Context): Promise<HttpResponse> {
  const readiness = await readinessOf(context)
  return jsonResponse(readiness.status === 'ready' ? 200 : 503, readiness, NEVER_KEPT)
}

function refusal(status: number, code: string, detail: string, headers = {}): HttpResponse {
  return jsonResponse(status, { detail, code }, { ...NEVER_KEPT, ...headers })
}

function isOpen({ token, allow }: MetricsAccess): boolean {
  return token !== null || allow.length > 0
}

function mayRead({ context, request }: Arrival): boolean {
  const { token, allow } = context.config.metrics
  const header = headerOf(request)
  const given = bearerOf(header('authorization'))
  // Hashes have one length, so that comparing them tells nothing of the token's.
  if (token !== null && given !== null && isSameSecret(hashToken(given), hashToken(token))) return true
  if (allow.length === 0) return false
  const { trustProxy } = context.config
  // A proxy that is not trusted hides who asks: its own address must not open this to everybody.
  const isForwarded = header('x-forwarded-for') !== null || header('forwarded') !== null
  return (trustProxy || !isForwarded) && matchesNetwork(clientIp(request, header, trustProxy), allow)
}
