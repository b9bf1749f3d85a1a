import { randomUUID } from 'node:crypto'
import type { Actor } from '../auth/actor.js'
import { authenticate, authorize, bearerOf, checkCsrf } from '../auth/authenticate.js'
import { refuseWhileActing } from '../auth/impersonation.js'
import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import { type IngestTarget, receiveIngest } from '../ingest/receive.js'
import { answerReportDialog } from '../ingest/report-dialog/dialog.js'
import { openOrganization, requireRole } from '../orgs/access.js'
import { jsonResponse, withCookie, withHeaders } from './answers.js'
import { anonymousResponse } from './auth-answers.js'
import { type Arrival, headerOf, newCall, publicUrl } from './call.js'
import { clientIp } from './client-ip.js'
import { extendedSessionCookie } from './cookies.js'
import { authErrorResponse, errorResponse, statusOf } from './errors.js'
import { requireOwnDoor } from './host-doors.js'
import { isReportDialogPath, isSurelyOurs, locate, matchIngestPath, type Target } from './mount.js'
import { answerProbe, PROBE_PATHS, probeAt, probeOf } from './probes.js'
import type { RouteMatch, Router } from './router.js'
import { ownHostTarget } from './status-pages/own-host.js'
import type { Call, HttpRequest, HttpResponse } from './types.js'
import { webResponse } from './web.js'

const NOBODY = { actor: { kind: 'anonymous' }, isExtended: false } as const

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
}

/** Answers one request, or null when it is not ours. Never rejects. */
export async function dispatch(context: Context, router: Router, request: HttpRequest): Promise<HttpResponse | null> {
  const end = context.metrics.http.begin()
  const { route, response } = await takenBy(context, router, request)
  const isCounted = response !== null && !OF_PROBES.has(route)
  end(isCounted ? { route, method: request.method ?? 'GET', status: response.status, bytes: lengthOf(response) } : null)
  return response
}

/** An answer, and the route that gave it: its pattern, or a word for what is no route of the table. */
interface Taken {
  readonly route: string
  readonly response: HttpResponse | null
}

const UNMATCHED = 'unmatched'
/** Who watches a process must not be what is seen of it: a quiet night would be made of probes alone. */
const OF_PROBES: ReadonlySet<string> = new Set([...PROBE_PATHS, '/_health/', '/api/0/internal/health/'])

async function takenBy(context: Context, router: Router, request: HttpRequest): Promise<Taken> {
  const target = locate(request, context.config.basePath)
  const ingest = matchIngestPath(target)
  const requestId = requestIdOf(request)
  const arrival: Arrival = { context, request, target, requestId }
  if (ingest !== null) {
    const response = withHeaders(await takeIn(arrival, ingest), { 'x-request-id': requestId })
    return { route: INGEST_ROUTES[ingest.kind], response }
  }
  if (isReportDialogPath(target.path))
    return {
      route: '/api/embed/error-page/',
      response: withHeaders(await showDialog(arrival), { 'x-request-id': requestId }),
    }
  const { route, response } = await manage(arrival, router).catch(
    (error: unknown): Taken => ({ route: UNMATCHED, response: fault(arrival, error) }),
  )
  if (response === null) return { route, response }
  return {
    route,
    response: withHeaders(response, { ...SECURITY_HEADERS, 'x-request-id': requestId, ...response.headers }),
  }
}

const INGEST_ROUTES: Readonly<Record<IngestTarget['kind'], string>> = {
  envelope: '/api/:project/envelope/',
  store: '/api/:project/store/',
  security: '/api/:project/security/',
  minidump: '/api/:project/minidump/',
}

/**
 * Answers what machines ask of this process (`/health/live`, `/health/ready`, `/metrics`, GlitchTip's `/_health/`), for a port
 * of its own; null for everything else.
 */
export async function dispatchProbe(
  context: Context,
  router: Router,
  request: HttpRequest,
  isOpenToAll: boolean,
): Promise<HttpResponse | null> {
  const target = { ...locate(request, context.config.basePath), isInside: true }
  const arrival: Arrival = { context, request, target, requestId: requestIdOf(request) }
  const probe = probeAt(arrival, isOpenToAll)
  if (probe === null) return null
  const response = await answerProbe(arrival, probe, { routes: router.routes, isOpenToAll })
  return withoutBodyOf(request.method ?? 'GET', response)
}

// SDKs come this way: before the route table, without a look at sessions and tokens.
async function takeIn(
  { context, request, target, requestId }: Arrival,
  { projectId, kind }: Pick<IngestTarget, 'projectId' | 'kind'>,
): Promise<HttpResponse> {
  const ip = clientIp(request, headerOf(request), context.config.trustProxy)
  try {
    return await receiveIngest(context, request, { projectId, kind, url: publicUrl(context, target), ip })
  } catch (error) {
    context.logger.error('An ingest request could not be answered', { requestId, error })
    return withHeaders(errorResponse(error), { 'access-control-allow-origin': '*' })
  }
}

// Pages of other origins come here, with neither session nor token.
async function showDialog({ context, request, target }: Arrival): Promise<HttpResponse> {
  const ip = clientIp(request, headerOf(request), context.config.trustProxy)
  const response = await answerReportDialog(context, request, { url: publicUrl(context, target), ip })
  return withoutBodyOf(request.method ?? 'GET', response)
}

async function manage(arrival: Arrival, router: Router): Promise<Taken> {
  const { context, request } = arrival
  const method = request.method ?? 'GET'
  const probe = probeOf(arrival)
  if (probe !== null)
    return { route: probe, response: withoutBodyOf(method, await answerProbe(arrival, probe, router)) }
  const atOwnHost = await ownHostTarget(context, request, arrival.target)
  if (atOwnHost !== null) return answerAtOwnHost({ ...arrival, target: atOwnHost }, router)
  const { target } = arrival
  const match = target.isInside ? router.match(method, target.path) : null
  if (match !== null) return { route: patternOf(match), response: withoutBodyOf(method, await answer(arrival, match)) }
  if (isSurelyOurs(target.path) || isApiOfOurOwn(arrival)) return { route: UNMATCHED, response: notFound() }
  return { route: 'web', response: target.isInside ? webResponse(arrival) : null }
}

function patternOf(match: RouteMatch): string {
  return match.kind === 'route' ? match.route.path : UNMATCHED
}

// Whatever else there is at this server is not there at the host of a status page.
async function answerAtOwnHost(arrival: Arrival, router: Router): Promise<Taken> {
  const method = arrival.request.method ?? 'GET'
  const match = router.match(method, arrival.target.path)
  if (match === null) return { route: UNMATCHED, response: notFound() }
  return { route: patternOf(match), response: withoutBodyOf(method, await answer(arrival, match)) }
}

async function answer(arrival: Arrival, match: RouteMatch): Promise<HttpResponse> {
  const { context, request, target } = arrival
  const header = headerOf(request)
  const method = request.method ?? 'GET'
  try {
    if (match.kind === 'wrong_method') {
      const refusal = new AppError('method_not_allowed', `Method ${method} is not allowed here.`)
      return withHeaders(errorResponse(refusal), { allow: match.allow.join(', ') })
    }
    if (context.hostAuth !== null) requireOwnDoor(match.route)
    const { actor, isExtended } = match.route.isPublicPage === true ? NOBODY : await authenticate(context, request)
    authorize(match.route.auth, actor)
    refuseWhileActing(match.route, actor)
    await requireRoleOf(match, context, actor)
    const isAsked = match.route.isForm !== true && (isByCookie(actor, header) || isAuthApi(target))
    if (!SAFE_METHODS.has(method) && isAsked) checkCsrf(header)
    const response = await match.route.handle(newCall(arrival, match.params, actor))
    const isCookieSet = response.headers['set-cookie'] !== undefined
    const extended = isExtended && !isCookieSet ? extendedSessionCookie(context.config, header('cookie')) : null
    const answered = withHeaders(response, { 'cache-control': 'no-store', ...response.headers })
    return extended === null ? answered : withCookie(answered, extended)
  } catch (error) {
    // Who uses the auth API without being signed in is told what they could do about it.
    if (isAuthApi(target) && statusOf(error) === 401) return anonymousResponse(context)
    return fault(arrival, error)
  }
}

// A browser sends cookies of the host with a foreign page's request, too, but no bearer token.
function isByCookie({ kind }: Actor, header: Call['header']): boolean {
  return kind === 'session' || (kind === 'host' && bearerOf(header('authorization')) === null)
}

// Every member may use most routes, whose handlers open the organization in any case.
async function requireRoleOf(
  { route, params }: Extract<RouteMatch, { kind: 'route' }>,
  context: Context,
  actor: Actor,
): Promise<void> {
  if (route.auth.kind !== 'user' || route.auth.role === 'member' || params.org === undefined) return
  requireRole(await openOrganization(context, actor, params.org), route.auth.role)
}

// Logged here and nowhere else, and only what the client cannot help.
function fault({ context, target, requestId }: Arrival, error: unknown): HttpResponse {
  if (statusOf(error) === 500) context.logger.error('A request failed', { requestId, path: target.path, error })
  return isAuthApi(target) ? authErrorResponse(error) : errorResponse(error)
}

function isAuthApi({ path }: Target): boolean {
  return path.startsWith('/_allauth/')
}

function notFound(): HttpResponse {
  return jsonResponse(404, { detail: 'Not found', code: 'not_found' })
}

// At the root of somebody's app `/api/` may be the host's; under a prefix, or where we serve every page, it is ours.
function isApiOfOurOwn({ context, target }: Arrival): boolean {
  if (!target.isInside || !target.path.startsWith('/api/')) return false
  return context.web !== null || context.config.basePath !== ''
}

/** Of a stream nobody knows. */
function lengthOf({ body }: HttpResponse): number {
  if (typeof body === 'string') return Buffer.byteLength(body)
  return body instanceof Uint8Array ? body.length : 0
}

function withoutBodyOf(method: string, response: HttpResponse): HttpResponse {
  if (method !== 'HEAD' || response.body === null) return response
  if (typeof response.body === 'string' || response.body instanceof Uint8Array) {
    const length = String(Buffer.byteLength(response.body))
    return { ...response, headers: { ...response.headers, 'content-length': length }, body: null }
  }
  return { ...response, body: null }
}

function requestIdOf(request: HttpRequest): string {
  const given = headerOf(request)('x-request-id')
  return given !== null && /^[\w.:/+=-]{1,128}$/.test(given) ? given : randomUUID()
}
