import { AppError } from '../errors.js'
import { notFound, userOf } from '../orgs/access.js'
import type { Session, User } from '../ports/model.js'
import type { Call } from './types.js'

/** The caller, whom `:user` names by id or as `me`; everybody else is not found. */
export function ownUser({ actor, params }: Call): User {
  const user = userOf(actor)
  if (params.user !== 'me' && params.user !== user.id) throw notFound('user')
  return user
}

/** Who is signed in and by which session, on a route whose rule lets nobody else in. */
export function sessionOf({ actor }: Pick<Call, 'actor'>): { readonly user: User; readonly session: Session } {
  if (actor.kind !== 'session') throw new AppError('unauthenticated', 'Wanted a session, found none')
  return actor
}
