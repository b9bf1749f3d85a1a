import type { ApiToken, Session, User } from '../ports/model.js'

/** Whoever makes a request. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'session'; readonly user: User; readonly session: Session }
  /** Signed in by the app that Mishap is mounted in. */
  | { readonly kind: 'host'; readonly user: User }
  | { readonly kind: 'token'; readonly user: User; readonly token: ApiToken }
