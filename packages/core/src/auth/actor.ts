import type { ApiToken, Session, User } from '../ports/model.js'

/** Who really does what is done, and until when. */
export interface Impersonator {
  readonly user: User
  readonly until: Date
}

/** Whoever makes a request. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'session'
      readonly user: User
      readonly session: Session
      /** The superuser whose session it is, and who acts as `user`; null where it is the user's own. */
      readonly impersonator: Impersonator | null
    }
  /** Signed in by the app that Mishap is mounted in. */
  | { readonly kind: 'host'; readonly user: User }
  | { readonly kind: 'token'; readonly user: User; readonly token: ApiToken }
