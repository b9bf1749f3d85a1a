import { endSession } from '../../auth/sessions.js'
import type { Session } from '../../ports/model.js'
import { jsonResponse, withCookie } from '../answers.js'
import { aboutUser, record } from '../audit.js'
import { anonymousResponse } from '../auth-answers.js'
import { endedSessionCookie } from '../cookies.js'
import { listOf, readFields, text } from '../input.js'
import { sessionOf } from '../own-user.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { SESSION } from './rules.js'

const PATH = '/_allauth/browser/v1/auth/sessions'

/** Where the caller is signed in, which the auth API has for those who use its sessions. */
export const browserSessionRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, operation: 'listBrowserSessions', auth: SESSION, handle: list },
  { method: 'DELETE', path: PATH, operation: 'endBrowserSessions', auth: SESSION, handle: end },
]

async function list(call: Call): Promise<HttpResponse> {
  const { user, session } = sessionOf(call)
  const sessions = await call.context.storage.sessions.list(user.id, call.context.clock.now())
  return jsonResponse(200, { status: 200, data: sessions.map((one) => sessionJson(one, session)) })
}

/** Ids that are unknown, or of somebody else, are ended already as far as the caller can tell. */
async function end(call: Call): Promise<HttpResponse> {
  const { user, session } = sessionOf(call)
  const { sessions: ids } = readFields(await call.json(), { sessions: listOf(text({ min: 1, max: 64 }), 1000) })
  const { context } = call
  const own = await context.storage.sessions.list(user.id, context.clock.now())
  const ended = own.filter((one) => ids.includes(idOf(one)))
  for (const one of ended) await endSession(context, one)
  if (ended.length > 0)
    await record(call, { ...aboutUser(user), action: 'account.sessions_ended', after: { count: ended.length } })
  if (!ended.some((one) => one.idHash === session.idHash)) return list(call)
  return withCookie(await anonymousResponse(context), endedSessionCookie(context.config))
}

function sessionJson(session: Session, current: Session) {
  return {
    id: idOf(session),
    user_agent: session.userAgent,
    ip: session.ip,
    created_at: session.createdAt.getTime() / 1000,
    expires_at: session.expiresAt.getTime() / 1000,
    is_current: session.idHash === current.idHash,
  }
}

/** A part of the hash, which opens nothing and is enough to tell the sessions of one user apart. */
function idOf({ idHash }: Session): string {
  return idHash.slice(0, 16)
}
