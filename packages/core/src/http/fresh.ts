import { factorsOf } from '../auth/second-factor.js'
import { isFresh } from '../auth/sign-in.js'
import { jsonResponse } from './answers.js'
import { reauthenticationResponse } from './auth-answers.js'
import { sessionOf } from './own-user.js'
import type { Call, HttpResponse, Route } from './types.js'

/** Whoever finds a browser open does not change how its owner signs in. */
export function fresh(handle: Route['handle']): Route['handle'] {
  return async (call) => (await whenStale(call)) ?? handle(call)
}

/**
 * The same for the management API: 403 with the code `reauthentication_required`, and by what to show it. Where the host
 * of the app signs people in, that is its own matter.
 */
export function freshInApi(handle: Route['handle']): Route['handle'] {
  return async (call) => {
    const stale = call.actor.kind === 'session' ? await whenStale(call) : null
    if (typeof stale?.body !== 'string') return handle(call)
    const { data } = JSON.parse(stale.body) as { data: { flows: readonly object[] } }
    const detail = 'Show once more who you are: it was some time ago that you signed in.'
    return jsonResponse(403, { detail, code: 'reauthentication_required', data: { flows: data.flows } })
  }
}

/** What is answered to somebody who has not shown lately who they are; null for who has. */
export async function whenStale({ context, actor }: Pick<Call, 'context' | 'actor'>): Promise<HttpResponse | null> {
  const { user, session } = sessionOf({ actor })
  if (isFresh(context, session)) return null
  return reauthenticationResponse(user, session, factorsOf(await context.storage.secondFactors.get(user.id)))
}
