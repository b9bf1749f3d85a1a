import type { ApiToken, Id, Page, PageRequest, Session, User } from './model.js'

export interface UserStorage {
  create(user: {
    readonly email: string
    readonly name: string
    readonly passwordHash: string | null
    readonly isSuperuser: boolean
  }): Promise<User>
  /**
   * Makes the very first user, a superuser; null when there is one already.
   * Of any number of concurrent calls exactly one gets a user.
   */
  createFirst(user: {
    readonly email: string
    readonly name: string
    readonly passwordHash: string
  }): Promise<User | null>
  get(id: Id): Promise<User | null>
  /** In any order, without those that there are not. */
  getMany(ids: readonly Id[]): Promise<readonly User[]>
  getByEmail(email: string): Promise<User | null>
  /** By age, the oldest first; those whose address or name holds `query`, without regard to case. */
  list(page: PageRequest, filter?: { readonly query?: string }): Promise<Page<User>>
  update(
    id: Id,
    change: Partial<Pick<User, 'name' | 'passwordHash' | 'isSuperuser' | 'isActive' | 'lastLoginAt' | 'options'>>,
  ): Promise<User | null>
  /**
   * Deletes the user with their tokens, sessions, addresses and memberships; what they wrote stays. Rejects with
   * `invalid_input` while they are the primary owner of an organization.
   */
  delete(id: Id): Promise<boolean>
  hasAny(): Promise<boolean>
}

/** As whom the user of a session acts for a time: a superuser who looks at things as somebody else sees them. */
export interface Acting {
  readonly userId: Id
  readonly until: Date
}

export interface SessionStorage {
  /**
   * False where the user has another password than `passwordHash` by now: whoever began to sign in before it was changed
   * does not come in afterwards. Concurrent calls of `setPassword` are waited for.
   */
  create(session: Session, options?: { readonly passwordHash: string | null }): Promise<boolean>
  /** The session and its user, unless it has expired at `now` or the user is inactive. */
  find(
    idHash: string,
    now: Date,
  ): Promise<{ readonly session: Session; readonly user: User; readonly acting: Acting | null } | null>
  /** null: as themselves again. Ends by itself with the session and with the account that is acted as. */
  setActing(idHash: string, acting: Acting | null): Promise<void>
  /** Moves the end of a session that is in use; does nothing when there is none. */
  extend(idHash: string, expiresAt: Date): Promise<void>
  delete(idHash: string): Promise<void>
  deleteForUser(userId: Id, options?: { readonly except?: string }): Promise<void>
  /** Those of a user that have not expired, the newest first. */
  list(userId: Id, now: Date): Promise<readonly Session[]>
  /** Does nothing when there is no such session. */
  setProofs(idHash: string, proofs: Session['proofs']): Promise<void>
}

export interface TokenStorage {
  /** An existing token with the same hash is returned with its label, scopes and expiry updated. */
  create(token: {
    readonly userId: Id
    readonly label: string
    readonly scopes: readonly string[]
    readonly tokenHash: string
    readonly expiresAt?: Date | null
  }): Promise<ApiToken>
  /** The token and its user, unless the token has expired at `now` or the user is inactive. */
  findByHash(tokenHash: string, now: Date): Promise<{ readonly token: ApiToken; readonly user: User } | null>
  list(userId: Id, page: PageRequest): Promise<Page<ApiToken>>
  delete(userId: Id, id: Id): Promise<boolean>
  touch(id: Id, now: Date): Promise<void>
}
