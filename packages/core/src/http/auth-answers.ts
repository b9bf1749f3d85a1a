import type { SecondFactor } from '../auth/second-factor.js'
import { isSignupOpen } from '../auth/setup.js'
import type { Context } from '../context.js'
import type { Proof, Session, User } from '../ports/model.js'
import { jsonResponse } from './answers.js'
import { authUserJson } from './json/users.js'
import type { HttpResponse } from './types.js'

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

/** That nobody is, and what one could do about it: show one of `factors`, where a sign-in waits for it. */
export async function anonymousResponse(
  context: Context,
  factors: readonly SecondFactor[] = [],
): Promise<HttpResponse> {
  const pending = factors.length === 0 ? [] : [{ id: 'mfa_authenticate', types: factors, is_pending: true }]
  if (context.hostAuth !== null)
    return jsonResponse(401, { status: 401, data: { flows: [] }, meta: { is_authenticated: false } })
  const flows = [{ id: 'login' }, ...((await isSignupOpen(context)) ? [{ id: 'signup' }] : []), ...pending]
  return jsonResponse(401, { status: 401, data: { flows }, meta: { is_authenticated: false } })
}

function methodsJson(user: User, { proofs, createdAt }: Session) {
  const first: Proof = { by: 'password', atMs: createdAt.getTime(), isAgain: false }
  return (proofs.length === 0 ? [first] : proofs).map(({ by, atMs, isAgain }) => {
    const at = { at: atMs / 1000, ...(isAgain ? { reauthenticated: true } : {}) }
    return by === 'password' ? { method: 'password', ...at, email: user.email } : { method: 'mfa', ...at, type: by }
  })
}
