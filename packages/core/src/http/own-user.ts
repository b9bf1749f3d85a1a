import { notFound, userOf } from '../orgs/access.js'
import type { User } from '../ports/model.js'
import type { Call } from './types.js'

/** The caller, whom `:user` names by id or as `me`; everybody else is not found. */
export function ownUser({ actor, params }: Call): User {
  const user = userOf(actor)
  if (params.user !== 'me' && params.user !== user.id) throw notFound('user')
  return user
}
