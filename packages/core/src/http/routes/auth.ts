import { logIn } from '../../auth/login.js'
import { hasPasskeys } from '../../auth/passkeys/passkeys.js'
import { openProviders, requirePasswords } from '../../auth/providers/known.js'
import { type SecondFactor, useSecondFactor } from '../../auth/second-factor.js'
import { endSession } from '../../auth/sessions.js'
import { isSignupOpen, setUp, signUp } from '../../auth/setup.js'
import { pendingSignIn } from '../../auth/sign-in.js'
import type { Context } from '../../context.js'
import { AppError } from '../../errors.js'
import { jsonResponse, withCookie } from '../answers.js'
import { anonymousResponse, authenticatedResponse, hostResponse } from '../auth-answers.js'
import { endedSessionCookie, endedShortCookie, PENDING_COOKIE, readCookie } from '../cookies.js'
import { nullable, object, optional, readFields, secret, text } from '../input.js'
import { providerJson } from '../json/providers.js'
import { userJson } from '../json/users.js'
import { waitingSignup } from '../provider-signup.js'
import { finishWaiting, signIn, signInOrWait, withCsrf } from '../signed-in.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { PUBLIC } from './rules.js'

const BASE = '/_allauth/browser/v1'

/** Signing in and out, in the shapes of the auth API that GlitchTip's front end speaks; and the first user. */
export const authRoutes: readonly Route[] = [
  { method: 'GET', path: `${BASE}/config`, operation: null, auth: PUBLIC, handle: getConfig },
  { method: 'GET', path: `${BASE}/auth/session`, operation: 'getSession', auth: PUBLIC, handle: getSession },
  { method: 'DELETE', path: `${BASE}/auth/session`, operation: 'logout', auth: PUBLIC, handle: deleteSession },
  { method: 'POST', path: `${BASE}/auth/login`, operation: 'login', auth: PUBLIC, handle: postLogin },
  {
    ...{ method: 'POST', path: `${BASE}/auth/2fa/authenticate`, operation: 'authenticateByCode' },
    ...{ auth: PUBLIC, handle: postSecondFactor },
  },
  { method: 'HEAD', path: `${BASE}/auth/login`, operation: null, auth: PUBLIC, handle: getCsrf },
  { method: 'GET', path: `${BASE}/auth/login`, operation: null, auth: PUBLIC, handle: getCsrf },
  { method: 'POST', path: `${BASE}/auth/signup`, operation: 'signup', auth: PUBLIC, handle: postSignup },
  { method: 'POST', path: '/api/0/setup/', operation: 'setup', auth: PUBLIC, handle: postSetup },
]

/** The two ends of an invitation's link. */
const INVITATION = { id: text({ min: 1, max: 20 }), token: text({ min: 1, max: 200 }) }
const CREDENTIALS = { email: text({ min: 1, max: 254 }), password: secret(4096) }

async function getConfig(call: Call): Promise<HttpResponse> {
  const data = {
    account: {
      login_methods: ['email'],
      is_open_for_signup: await isSignupOpen(call.context),
      email_verification_by_code_enabled: false,
      login_by_code_enabled: false,
    },
    socialaccount: { providers: (await openProviders(call.context)).map(providerJson) },
    mfa: { supported_types: supportedFactors(call.context) },
    usersessions: { track_activity: false },
  }
  return withCsrf(call, jsonResponse(200, { status: 200, data }))
}

async function getSession(call: Call): Promise<HttpResponse> {
  const { actor, context } = call
  if (actor.kind === 'session') return withCsrf(call, authenticatedResponse(actor.user, actor.session))
  if (actor.kind === 'host') return withCsrf(call, hostResponse(actor.user))
  const pending = await pendingSignIn(context, readCookie(call.header('cookie'), PENDING_COOKIE))
  const signup = pending === null ? await waitingSignup(call, 'find') : null
  const provider = signup && (await openProviders(context)).find(({ id }) => id === signup.providerId)
  return withCsrf(call, await anonymousResponse(context, pending?.factors, provider ? providerJson(provider) : null))
}

function supportedFactors(context: Context): readonly SecondFactor[] {
  if (context.config.secretKey === '') return []
  return hasPasskeys(context) ? ['totp', 'recovery_codes', 'webauthn'] : ['totp', 'recovery_codes']
}

// Any status will do: clients come here for the cookie.
async function getCsrf(call: Call): Promise<HttpResponse> {
  return withCsrf(call, jsonResponse(405, { status: 405 }, { allow: 'POST' }))
}

async function deleteSession({ actor, context }: Call): Promise<HttpResponse> {
  if (actor.kind === 'session') await endSession(context, actor.session)
  const answer = withCookie(await anonymousResponse(context), endedSessionCookie(context.config))
  return withCookie(answer, endedShortCookie(context.config, PENDING_COOKIE))
}

async function postLogin(call: Call): Promise<HttpResponse> {
  if (call.actor.kind === 'session') return jsonResponse(409, { status: 409 })
  const { email, password } = readFields(await call.json(), CREDENTIALS)
  await requirePasswords(call.context)
  return signInOrWait(call, await logIn(call.context, { email, password, ip: call.ip }))
}

async function postSecondFactor(call: Call): Promise<HttpResponse> {
  const { context } = call
  const { code } = readFields(await call.json(), { code: text({ min: 1, max: 20 }) })
  return finishWaiting(call, (user) => useSecondFactor(context, user, code))
}

async function postSignup(call: Call): Promise<HttpResponse> {
  if (call.actor.kind === 'session') return jsonResponse(409, { status: 409 })
  const body = await call.json()
  const { invitation: given } = readFields(body, { invitation: optional(nullable(object)) })
  const invitation = given ? readFields(given, INVITATION) : null
  if (invitation === null && !(await isSignupOpen(call.context))) return jsonResponse(403, { status: 403 })
  const account = readFields(body, CREDENTIALS)
  return signIn(call, await signUp(call.context, { ...account, invitation, ip: call.ip }), authenticatedResponse)
}

async function postSetup(call: Call): Promise<HttpResponse> {
  requireOwnPage(call)
  const input = readFields(await call.json(), {
    ...CREDENTIALS,
    name: optional(text({ max: 255 })),
    token: optional(text({ max: 200 })),
  })
  const user = await setUp(call.context, {
    email: input.email,
    password: input.password,
    ...(input.name === undefined ? {} : { name: input.name }),
    token: input.token ?? null,
    ip: call.ip,
  })
  return signIn(call, user, (made) => jsonResponse(201, userJson(made)))
}

/**
 * Nobody has a CSRF cookie yet when the first user is made, and a server on loopback asks for no token: so a browser must
 * say that the request comes from our own page. JSON alone makes it ask first; other clients send neither header.
 */
function requireOwnPage({ header, context }: Call): void {
  const type = (header('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  const origin = header('origin')
  const host = origin === null ? null : hostOf(origin)
  const isOwn = origin === null || (host !== null && (host === context.config.url.host || host === header('host')))
  if (type !== 'application/json' || !isOwn || header('sec-fetch-site') === 'cross-site')
    throw new AppError('csrf', 'Set-up takes JSON from its own page, not from another site.')
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host
  } catch {
    // `null` is what browsers send for pages without an origin.
    return null
  }
}
