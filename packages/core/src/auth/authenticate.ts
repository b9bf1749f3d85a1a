import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import { CSRF_COOKIE, CSRF_HEADER, isSameSecret, readCookie, SESSION_COOKIE } from '../http/cookies.js'
import { readHeader } from '../http/headers.js'
import type { AuthRule, HttpRequest } from '../http/types.js'
import type { Actor } from './actor.js'
import { type HostAuth, hostUserOf } from './host-auth.js'
import { whoActs } from './impersonation.js'
import { resumeSession } from './sessions.js'
import { hashToken } from './tokens.js'

const TOUCH_EVERY_MS = 60_000

type ReadHeader = (name: string) => string | null

/** Who makes the request, and whether the session's cookie is to be sent again because its end has moved. */
export interface Authenticated {
  readonly actor: Actor
  readonly isExtended: boolean
}

/**
 * Reads the bearer token or the session cookie, or asks the host. A token that is given counts alone: with an unknown one
 * nobody asks, unless the host knows it.
 */
export async function authenticate(context: Context, request: HttpRequest): Promise<Authenticated> {
  const header: ReadHeader = (name) => readHeader(request, name)
  const bearer = bearerOf(header('authorization'))
  const actor = bearer === null ? null : await tokenActor(context, bearer)
  if (actor?.kind === 'token') return { actor, isExtended: false }
  if (context.hostAuth !== null)
    return { actor: await hostActor(context, context.hostAuth, request), isExtended: false }
  if (bearer !== null) return { actor: { kind: 'anonymous' }, isExtended: false }
  const secret = readCookie(header('cookie'), SESSION_COOKIE)
  if (secret === null || secret === '') return { actor: { kind: 'anonymous' }, isExtended: false }
  const resumed = await resumeSession(context, secret)
  if (resumed === null) return { actor: { kind: 'anonymous' }, isExtended: false }
  const { session, isExtended } = resumed
  return { actor: { kind: 'session', session, ...(await whoActs(context, resumed)) }, isExtended }
}

/** Checks a route's rule. Rejects with `unauthenticated`, or `forbidden` for a token that lacks every one of its scopes. */
export function authorize(rule: AuthRule, actor: Actor): void {
  if (rule.kind === 'public') return
  if (actor.kind === 'anonymous') throw new AppError('unauthenticated', 'Wanted a token or a session, found neither')
  if (rule.kind === 'superuser' && !(actor.kind !== 'token' && actor.user.isSuperuser))
    throw new AppError('forbidden', 'Permission denied: this is for superusers, in a signed-in browser')
  if (actor.kind !== 'token' || rule.kind === 'superuser') return
  if (rule.kind === 'session') throw new AppError('forbidden', 'Permission denied: this needs a signed-in browser')
  if (rule.kind === 'account') return
  if (!rule.scopes.some((scope) => actor.token.scopes.includes(scope)))
    throw new AppError('forbidden', `Permission denied: the token needs one of ${rule.scopes.join(', ')}`)
}

/** Refuses a call that a foreign page could have made a browser send: the header, or a form, must repeat the cookie. */
export function checkCsrf(header: ReadHeader, inForm: string | null = null): void {
  const cookie = readCookie(header('cookie'), CSRF_COOKIE)
  const repeated = header(CSRF_HEADER) ?? inForm
  if (cookie !== null && cookie !== '' && repeated !== null && isSameSecret(cookie, repeated)) return
  throw new AppError('csrf', 'CSRF verification failed: the header X-CSRFToken must repeat the cookie csrftoken.')
}

async function hostActor(context: Context, host: HostAuth, request: HttpRequest): Promise<Actor> {
  const user = await hostUserOf(context, host, request)
  return user === null ? { kind: 'anonymous' } : { kind: 'host', user }
}

async function tokenActor(context: Context, value: string): Promise<Actor> {
  const now = context.clock.now()
  const found = await context.storage.tokens.findByHash(hashToken(value), now)
  if (found === null) return { kind: 'anonymous' }
  const lastUsedMs = found.token.lastUsedAt?.getTime() ?? 0
  if (now.getTime() - lastUsedMs > TOUCH_EVERY_MS) await context.storage.tokens.touch(found.token.id, now)
  return { kind: 'token', user: found.user, token: found.token }
}

/** The token of an `Authorization: Bearer` header. Other schemes belong to a proxy in front, or to SDKs. */
export function bearerOf(authorization: string | null): string | null {
  const match = authorization === null ? null : /^bearer[ \t]+(\S+)[ \t]*$/i.exec(authorization)
  return match?.[1] ?? null
}
