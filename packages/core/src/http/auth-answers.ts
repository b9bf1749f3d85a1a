import { allowsPasswords, openProviders } from '../auth/providers/known.js'
import type { SecondFactor } from '../auth/second-factor.js'
import { isSignupOpen } from '../auth/setup.js'
import type { Context } from '../context.js'
import type { Proof, Session, User } from '../ports/model.js'
import { jsonResponse } from './answers.js'
import type { providerJson } from './json/providers.js'
import { authUserJson } from './json/users.js'
import type { HttpResponse } from './types.js'

type Provider = ReturnType<typeof providerJson>

/** Who is signed in, as the auth API says it. */
export function authenticatedResponse(user: User, session: Session): HttpResponse {
  const data = {
    user: authUserJson(user),
    methods: methodsJson(user, session),
  }
  return jsonResponse(200, { status: 200, data, meta: { is_authenticated: true } })
}

/** The same where the host of the app has signed them in: how is its own matter. */
export function hostResponse(user: User): HttpResponse {
  const data = { user: authUserJson(user), methods: [] }
  return jsonResponse(200, { status: 200, data, meta: { is_authenticated: true } })
}

/** That somebody has to show once more who they are before this is done for them. */
export function reauthenticationResponse(user: User, session: Session, factors: readonly SecondFactor[]): HttpResponse {
  const byPassword = user.passwordHash === null ? [] : [{ id: 'reauthenticate' }]
  const byFactor = factors.length === 0 ? [] : [{ id: 'mfa_reauthenticate', types: factors }]
  const data = { flows: [...byPassword, ...byFactor], user: authUserJson(user), methods: methodsJson(user, session) }
  return jsonResponse(401, { status: 401, data, meta: { is_authenticated: true } })
}

/** That nobody is, and what one could do about it: show one of `factors`, where a sign-in waits for it, or give the address that the provider `signup` did not tell. */
export async function anonymousResponse(
  context: Context,
  factors: readonly SecondFactor[] = [],
  signup: Provider | null = null,
): Promise<HttpResponse> {
  const pending = factors.length === 0 ? [] : [{ id: 'mfa_authenticate', types: factors, is_pending: true }]
  if (context.hostAuth !== null)
    return jsonResponse(401, { status: 401, data: { flows: [] }, meta: { is_authenticated: false } })
  const providers = (await openProviders(context)).map(({ id }) => id)
  const flows = [
    ...((await allowsPasswords(context)) ? [{ id: 'login' }] : []),
    ...((await isSignupOpen(context)) ? [{ id: 'signup' }] : []),
    ...(providers.length === 0 ? [] : [{ id: 'provider_redirect', providers }]),
    ...(signup === null ? [] : [{ id: 'provider_signup', provider: signup, is_pending: true }]),
    ...pending,
  ]
  return jsonResponse(401, { status: 401, data: { flows }, meta: { is_authenticated: false } })
}

function methodsJson(user: User, { proofs, createdAt }: Session) {
  const first: Proof = { by: 'password', atMs: createdAt.getTime(), isAgain: false }
  return (proofs.length === 0 ? [first] : proofs).map(({ by, atMs, isAgain, account }) => {
    const at = { at: atMs / 1000, ...(isAgain ? { reauthenticated: true } : {}) }
    if (by === 'provider')
      return { method: 'socialaccount', ...at, provider: account?.providerId ?? '', uid: account?.subject ?? '' }
    return by === 'password' ? { method: 'password', ...at, email: user.email } : { method: 'mfa', ...at, type: by }
  })
}
