import { checkCsrf } from '../../auth/authenticate.js'
import { limitAttempts } from '../../auth/limit.js'
import { admit, connect } from '../../auth/providers/admit.js'
import { joinByProvider } from '../../auth/providers/join.js'
import type { KnownProvider } from '../../auth/providers/known.js'
import { reasonOf, refused, type SignInRefusal } from '../../auth/providers/refusal.js'
import {
  beginRoundTrip,
  type Process,
  ROUND_TRIP_MS,
  type RoundTrip,
  readReturn,
  takeRoundTrip,
} from '../../auth/providers/round-trip.js'
import { endSession } from '../../auth/sessions.js'
import { waitForFactor } from '../../auth/sign-in.js'
import { newSessionSecret } from '../../auth/tokens.js'
import type { Context } from '../../context.js'
import { AppError, invalidField } from '../../errors.js'
import { acceptInvitation, openInvitation } from '../../orgs/invitations.js'
import type { IdentityClaims } from '../../ports/identity-client.js'
import type { User } from '../../ports/model.js'
import { jsonResponse, withCookie } from '../answers.js'
import { aboutUser, record } from '../audit.js'
import { endedShortCookie, readCookie, shortCookie } from '../cookies.js'
import { whenStale } from '../fresh.js'
import { oneOf, optional, readFields, text } from '../input.js'
import { ownPath } from '../own-path.js'
import { keepProviderSignup, recordJoining } from '../provider-signup.js'
import { signIn, withPending } from '../signed-in.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { PUBLIC } from './rules.js'

const BASE = '/_allauth/browser/v1/auth/provider'

/** To providers and back. What went wrong on the way is said by the page that people come back to. */
export const providerRoutes: readonly Route[] = [
  { method: 'POST', path: `${BASE}/begin`, operation: 'beginSignIn', auth: PUBLIC, handle: postBegin },
  { method: 'POST', path: `${BASE}/redirect`, operation: null, auth: PUBLIC, isForm: true, handle: postRedirect },
  { method: 'GET', path: '/accounts/oidc/:provider/login/callback/', operation: null, auth: PUBLIC, handle: comeBack },
  { method: 'GET', path: '/accounts/:provider/login/callback/', operation: null, auth: PUBLIC, handle: comeBack },
]

/** Tells the browser that began a sign-in from every other one. */
const BROWSER_COOKIE = 'signinbrowser'
const FINISH_PATH = '/login/finalize'

const FIELDS = {
  provider: text({ min: 1, max: 30 }),
  callbackUrl: text({ min: 1, max: 2000 }),
  process: oneOf('login', 'connect'),
}

/** For pages whose policy lets forms go nowhere else: they go there by themselves. */
async function postBegin(call: Call): Promise<HttpResponse> {
  const input = readFields(await call.json(), FIELDS)
  const stale = input.process === 'connect' && call.actor.kind === 'session' ? await whenStale(call) : null
  if (stale !== null) return stale
  const { location, cookie } = await begin(call, input)
  return withCookie(jsonResponse(200, { status: 200, data: { location } }), cookie)
}

async function postRedirect(call: Call): Promise<HttpResponse> {
  const form = await call.form()
  const { csrfmiddlewaretoken } = readFields(form, { csrfmiddlewaretoken: optional(text({ max: 200 })) })
  checkCsrf(call.header, csrfmiddlewaretoken ?? null)
  try {
    const input = readFields(form, FIELDS)
    const next = input.process === 'connect' ? ownPath(call.context.config, input.callbackUrl) : null
    // Whoever is to show once more who they are does so on that page, and begins again.
    if (next !== null && call.actor.kind === 'session' && (await whenStale(call)) !== null)
      return redirect(failure(call, { process: 'connect', next }, 'expired'))
    const { location, cookie } = await begin(call, input)
    return withCookie(redirect(location), cookie)
  } catch (error) {
    return redirect(failure(call, { process: 'login', next: '/' }, reasonToShow(call, error)))
  }
}

async function begin(
  call: Call,
  input: { readonly provider: string; readonly callbackUrl: string; readonly process: Process },
): Promise<{ readonly location: string; readonly cookie: string }> {
  const { context, actor, ip } = call
  await limitAttempts(context, { key: `provider:address:${ip ?? 'unknown'}`, limit: 60 })
  const next = ownPath(context.config, input.callbackUrl)
  if (next === null) throw invalidField('callback_url', 'invalid_callback_url', 'This leads away from this server.')
  if (input.process === 'connect' && actor.kind !== 'session')
    throw new AppError('unauthenticated', 'Wanted a session to connect an account with, found none')
  const known = readCookie(call.header('cookie'), BROWSER_COOKIE)
  // The same one for all that the browser begins at once.
  const browser = known !== null && /^[\w-]{43}$/.test(known) ? known : newSessionSecret()
  const session = actor.kind === 'session' ? actor.session : null
  const { provider: providerId, process } = input
  const location = await beginRoundTrip(context, { providerId, process, next, session, browser })
  const cookie = shortCookie(context.config, { name: BROWSER_COOKIE, value: browser, seconds: ROUND_TRIP_MS / 1000 })
  return { location, cookie }
}

async function comeBack(call: Call): Promise<HttpResponse> {
  const { context, query, params, header, url } = call
  const [browser, state] = [readCookie(header('cookie'), BROWSER_COOKIE), query.get('state')]
  const trip = await takeRoundTrip(context, { browser, state })
  if (trip === null || browser === null || state === null || trip.providerId !== params.provider)
    return redirect(failure(call, { process: 'login', next: '/' }, 'expired'))
  try {
    const arrival = await readReturn(context, { providerId: trip.providerId, browser, state, query: url.search })
    const answer =
      trip.process === 'connect'
        ? await connectHere(call, { ...trip, ...arrival })
        : await enter(call, { ...trip, ...arrival })
    return withCookie(answer, endedShortCookie(context.config, BROWSER_COOKIE))
  } catch (error) {
    return redirect(failure(call, trip, reasonToShow(call, error)))
  }
}

interface Returned extends RoundTrip {
  readonly provider: KnownProvider
  readonly claims: IdentityClaims
}

async function connectHere(
  call: Call,
  returned: Returned & { readonly sessionHash: string | null },
): Promise<HttpResponse> {
  const { context, actor } = call
  const isOwn = actor.kind === 'session' && actor.impersonator === null && actor.session.idHash === returned.sessionHash
  if (!isOwn) throw refused('other_session')
  if ((await whenStale(call)) !== null) throw refused('expired')
  await connect(context, actor.user, returned)
  await record(call, { ...aboutUser(actor.user), action: 'account.connected', after: aboutIdentity(returned) })
  return redirect(returned.next)
}

async function enter(call: Call, returned: Returned): Promise<HttpResponse> {
  const { context, actor, ip } = call
  const invitation = await invitationIn(context, returned.next)
  const admission = await admit(context, { ...returned, ip, isInvited: invitation !== null })
  if (admission.kind === 'nameless') return keepProviderSignup(call, redirect(finishing(call, returned.next)), returned)
  const { user, kind } = admission
  if (kind !== 'known') {
    const action = kind === 'made' ? 'account.created' : 'account.connected'
    await record(asServer(call), { ...aboutUser(user), action, after: aboutIdentity(returned) })
  }
  await recordJoining(asServer(call), user, returned, await joinByProvider(context, user, returned))
  if (actor.kind === 'session') await endSession(context, actor.session)
  if (kind !== 'made' || invitation === null) return signInOrGoOn(call, user, returned)
  // It was worth one account: who has it is a member now, and the link leads nobody else in.
  const { organizationId, role } = await acceptInvitation(context, user, invitation)
  const target = { kind: 'member', id: invitation.id, name: user.email }
  await record(asServer(call), { organizationId, target, action: 'member.joined', after: { role } })
  return signInOrGoOn(call, user, { ...returned, next: `${context.config.basePath}/${invitation.slug}` })
}

async function signInOrGoOn(call: Call, user: User, { provider, claims, next }: Returned): Promise<HttpResponse> {
  const account = { providerId: provider.id, subject: claims.subject }
  const waiting = provider.trustsSecondFactor ? null : await waitForFactor(call.context, user, account)
  if (waiting !== null) return withPending(call, redirect(finishing(call, next)), waiting)
  return signIn(call, user, () => redirect(next), { proofs: ['provider'], account })
}

/** The page that asks for what is still missing. GlitchTip's front end has it under the same path. */
function finishing({ context: { config } }: Call, next: string): string {
  const page = config.basePath + FINISH_PATH
  return next.split('?', 1)[0] === page ? next : `${page}?${new URLSearchParams({ next: withoutBase(config, next) })}`
}

/** Where it is said why nobody is signed in, or nothing connected. */
function failure({ context: { config } }: Call, { process, next }: RoundTrip, reason: SignInRefusal): string {
  const error = { socialLoginError: 'true', reason }
  const isWayIn = process === 'login'
  const to = new URL(isWayIn ? `${config.basePath}/login` : next, config.url.origin)
  for (const [name, value] of Object.entries(error)) to.searchParams.set(name, value)
  const goal = withoutBase(config, next)
  if (isWayIn && goal !== '/' && !goal.startsWith('/login')) to.searchParams.set('next', goal)
  return to.pathname + to.search
}

function reasonToShow({ context, requestId }: Call, error: unknown): SignInRefusal {
  const reason = reasonOf(error)
  // Whoever runs the server has to know why nobody gets in; what people did wrong they are told themselves.
  if (reason === null || reason === 'unavailable' || reason === 'denied')
    context.logger.warn('A sign-in by a provider failed', { requestId, error })
  return reason ?? 'unavailable'
}

// The link of an invitation lets somebody have an account also where registration is closed.
async function invitationIn(context: Context, next: string) {
  const [, id, token] = /^\/accept\/([^/?#]+)\/([^/?#]+)\/?$/.exec(withoutBase(context.config, next)) ?? []
  if (id === undefined || token === undefined) return null
  return openInvitation(context, id, token).then(
    ({ organization }) => ({ id, token, slug: organization.slug }),
    () => null,
  )
}

function aboutIdentity({ provider, claims }: Returned) {
  return { provider: provider.id, account: claims.email ?? claims.subject }
}

/** What follows from the word of a provider is nobody's doing. */
function asServer(call: Call): Call {
  return { ...call, actor: { kind: 'anonymous' } }
}

function withoutBase({ basePath }: Context['config'], path: string): string {
  return path.slice(basePath.length) || '/'
}

function redirect(location: string): HttpResponse {
  return { status: 302, headers: { location }, body: null }
}
