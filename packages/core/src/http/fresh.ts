import { factorsOf } from '../auth/second-factor.js'
import { isFresh } from '../auth/sign-in.js'
import { reauthenticationResponse } from './auth-answers.js'
import { sessionOf } from './own-user.js'
import type { Call, HttpResponse, Route } from './types.js'

/** Whoever finds a browser open does not change how its owner signs in. */
export function fresh(handle: Route['handle']): Route['handle'] {
  return async (call) => (await whenStale(call)) ?? handle(call)
}

/** What is answered to somebody who has not shown lately who they are; null for who has. */
export async function whenStale({ context, actor }: Pick<Call, 'context' | 'actor'>): Promise<HttpResponse | null> {
  const { user, session } = sessionOf({ actor })
  if (isFresh(context, session)) return null
  return reauthenticationResponse(user, session, factorsOf(await context.storage.secondFactors.get(user.id)))
}
