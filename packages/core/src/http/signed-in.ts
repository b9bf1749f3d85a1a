import type { SecondFactor } from '../auth/second-factor.js'
import { startSession } from '../auth/sessions.js'
import { finishSignIn, PENDING_MS, pendingSignIn, waitForFactor } from '../auth/sign-in.js'
import type { Proof, Session, User } from '../ports/model.js'
import { withCookie } from './answers.js'
import { anonymousResponse, authenticatedResponse } from './auth-answers.js'
import { CSRF_COOKIE, endedShortCookie, PENDING_COOKIE, readCookie, sessionCookie, shortCookie } from './cookies.js'
import type { Call, HttpResponse } from './types.js'
import { newCsrfCookie } from './web.js'

/** By what somebody has shown who they are, in its order; and by which account of which provider. */
export interface ProvenBy {
  readonly proofs?: readonly Proof['by'][]
  readonly account?: Proof['account']
  /** Nobody asks for another factor then. */
  readonly trustsSecondFactor?: boolean
}

/** Signs the user in: `answer` with the cookie of a new session. */
export async function signIn(
  call: Call,
  user: User,
  answer: (user: User, session: Session) => HttpResponse,
  { proofs = ['password'], account }: ProvenBy = {},
): Promise<HttpResponse> {
  const from = { userAgent: call.header('user-agent'), ip: call.ip, proofs }
  const { session, secret: value } = await startSession(call.context, user, {
    ...from,
    ...(account === undefined ? {} : { account }),
  })
  const signedIn = { ...user, lastLoginAt: session.createdAt }
  return withCookie(withCsrf(call, answer(signedIn, session)), sessionCookie(call.context.config, value))
}

/** The same for who may have another factor to show first: the answer says then what is still wanted. */
export async function signInOrWait(call: Call, user: User, by: ProvenBy = {}): Promise<HttpResponse> {
  const value = by.trustsSecondFactor === true ? null : await waitForFactor(call.context, user, by.account)
  if (value === null) return signIn(call, user, authenticatedResponse, by)
  const pending = await pendingSignIn(call.context, value)
  return withPending(call, withCsrf(call, await anonymousResponse(call.context, pending?.factors)), value)
}

/** Signs in whoever was waiting, once they have shown another factor. Rejects as `show` does. */
export async function finishWaiting(
  call: Call,
  show: (user: User, waiting: string) => Promise<SecondFactor>,
): Promise<HttpResponse> {
  const { context } = call
  const waiting = readCookie(call.header('cookie'), PENDING_COOKIE)
  const finished = waiting === null ? null : await finishSignIn(context, waiting, (user) => show(user, waiting))
  if (finished === null) return anonymousResponse(context)
  const answer = await signIn(call, finished.user, authenticatedResponse, {
    proofs: [finished.account === undefined ? 'password' : 'provider', finished.by],
    ...(finished.account === undefined ? {} : { account: finished.account }),
  })
  return withCookie(answer, endedShortCookie(context.config, PENDING_COOKIE))
}

/** The cookie of a sign-in that waits. */
export function withPending({ context }: Call, response: HttpResponse, value: string): HttpResponse {
  const cookie = shortCookie(context.config, { name: PENDING_COOKIE, value, seconds: PENDING_MS / 1000 })
  return withCookie(response, cookie)
}

/** Gives a browser the cookie against forged requests, unless it has one. */
export function withCsrf({ header, context }: Call, response: HttpResponse): HttpResponse {
  if (readCookie(header('cookie'), CSRF_COOKIE) !== null) return response
  return withCookie(response, newCsrfCookie(context.config))
}
