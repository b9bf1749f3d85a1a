import type { Id, Role, User } from './model.js'

export const PROVIDER_KINDS = ['oidc', 'github', 'gitlab', 'google', 'microsoft'] as const
/** What a provider speaks: OpenID Connect as such, or one of those that have ways of their own. */
export type ProviderKind = (typeof PROVIDER_KINDS)[number]

/** Whom people can sign in by, as it is set up. */
export interface SignInProvider {
  /** Lower-case letters, digits and dashes; part of the address that the provider sends people back to. */
  readonly id: string
  readonly kind: ProviderKind
  /** What the button says. */
  readonly name: string
  readonly clientId: string
  /** Where it is: the issuer of OIDC, a GitLab or GitHub of one's own, the tenant of Microsoft. Null: the public one. */
  readonly issuer: string | null
  /** Besides those without which nobody can be signed in. */
  readonly scopes: readonly string[]
  readonly isEnabled: boolean
  /** Whoever comes by it for the first time gets an account, also where registration is closed. */
  readonly opensSignUp: boolean
  /** Its addresses count as verified though it does not say so. */
  readonly trustsEmail: boolean
  /** Nobody who comes by it is asked for our own second factor. */
  readonly trustsSecondFactor: boolean
  /** Whoever comes by it becomes a member of an organization; null: nobody does. */
  readonly joining: ProviderJoining | null
}

/** How people of a provider become members. */
export interface ProviderJoining {
  readonly organizationId: Id
  /** In lower case: only verified addresses of these domains. Empty: everybody. */
  readonly emailDomains: readonly string[]
  /** Of who has none of the groups; null: who has none of them does not join. */
  readonly role: Role | null
  readonly groupsClaim: string
  /** The highest of somebody's groups counts, at every sign-in. Empty: roles are given here alone. */
  readonly groupRoles: Readonly<Record<string, Role>>
}

/** As it is stored: a storage cannot read the secret. */
export interface StoredProvider extends SignInProvider {
  /** Null for a client without one. */
  readonly sealedSecret: string | null
}

/** An account at a provider by which a user signs in. Told apart by all three of provider, issuer and subject. */
export interface Identity {
  readonly id: Id
  readonly userId: Id
  readonly providerId: string
  readonly issuer: string
  /** What the provider calls the account, for good. */
  readonly subject: string
  readonly email: string | null
  readonly name: string
  readonly createdAt: Date
  readonly lastUsedAt: Date
}

export type NewIdentity = Omit<Identity, 'id' | 'userId' | 'createdAt' | 'lastUsedAt'>

/** How people sign in at all. */
export interface SignInSettings {
  /** False: passwords open nothing, where there is another way. */
  readonly allowsPasswords: boolean
}

/** A sign-in that is under way: worth something once, to the browser that began it, for a short time. */
export interface SignInAttempt {
  /** SHA-256 of what only that browser has. */
  readonly keyHash: string
  readonly data: Readonly<Record<string, unknown>>
  readonly expiresAt: Date
}

/** Providers, who came by them, and sign-ins that are under way. */
export interface SignInStorage {
  /** By id. */
  providers(): Promise<readonly StoredProvider[]>
  /** Makes it, or puts it in place of the one with this id. Rejects with `not_found` for an unknown organization. */
  saveProvider(provider: StoredProvider): Promise<void>
  /** What people have connected stays, and is good again with a provider of the same id and issuer. */
  removeProvider(id: string): Promise<boolean>
  settings(): Promise<SignInSettings>
  saveSettings(settings: SignInSettings): Promise<void>
  /** Oldest first. */
  identities(userId: Id): Promise<readonly Identity[]>
  /** Whose it is, also of an inactive user; notes what the provider says today and that it was used. */
  useIdentity(identity: NewIdentity, now: Date): Promise<User | null>
  /** Rejects with `conflict` where it is another user's, `not_found` for an unknown user; a second time it changes nothing. */
  connect(userId: Id, identity: NewIdentity, now: Date): Promise<void>
  /**
   * Makes a user without a password who comes by this identity. Rejects with `conflict` where the address is anybody's
   * primary or verified one, or the identity is somebody's.
   */
  createUser(user: {
    readonly email: string
    readonly name: string
    readonly isEmailVerified: boolean
    readonly identity: NewIdentity
    readonly now: Date
  }): Promise<User>
  /**
   * False where there is none such. With `keepOneOf` rejects with `invalid_input` unless an identity of one of these
   * providers is left: of concurrent callers none takes the last one.
   */
  disconnect(
    userId: Id,
    identity: { readonly providerId: string; readonly subject: string; readonly keepOneOf: readonly string[] | null },
  ): Promise<boolean>
  /** Whose address it is: as the primary one, or as one that they have verified. */
  ownerOfEmail(email: string): Promise<{ readonly user: User; readonly isVerified: boolean } | null>
  addAttempt(attempt: SignInAttempt): Promise<void>
  findAttempt(keyHash: string, now: Date): Promise<SignInAttempt['data'] | null>
  /** The same, and forgets it: of any number of concurrent calls exactly one gets it. */
  takeAttempt(keyHash: string, now: Date): Promise<SignInAttempt['data'] | null>
}

/** What is said where somebody would lock themselves out. */
export const IS_LAST_WAY = 'This is the last way to sign in: set a password or connect another account first.'
