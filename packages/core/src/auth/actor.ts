import type { ApiToken, Session, User } from '../ports/model.js'

/** Whoever makes a request. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'session'; readonly user: User; readonly session: Session }
  | { readonly kind: 'token'; readonly user: User; readonly token: ApiToken }
