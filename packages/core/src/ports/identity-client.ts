import type { ProviderKind } from './sign-in.js'

/** A provider as it is spoken to, with its secret in the clear. */
export interface ProviderAccess {
  readonly kind: ProviderKind
  readonly clientId: string
  /** Null for a client without one. */
  readonly clientSecret: string | null
  /** Null: the public one of its kind. */
  readonly issuer: string | null
  /** Besides those without which nobody can be signed in. */
  readonly scopes: readonly string[]
  /** Where groups stand among the claims; null: nobody wants to know. */
  readonly groupsClaim: string | null
}

/** One sign-in. The same values come with `begin` and with `finish`; state, nonce and verifier are made for it alone. */
export interface SignInRequest {
  readonly redirectUri: string
  readonly state: string
  readonly nonce: string
  /** Of PKCE (RFC 7636). */
  readonly codeVerifier: string
}

/** What a provider says of somebody. */
export interface IdentityClaims {
  /** Which provider it is by its own word. */
  readonly issuer: string
  readonly subject: string
  /** Null where it tells none. */
  readonly email: string | null
  readonly isEmailVerified: boolean
  /** Empty where it tells none. */
  readonly name: string
  /** Null where it says nothing of groups. */
  readonly groups: readonly string[] | null
}

/**
 * Speaks to providers of identities. Every method rejects with `unavailable` where the provider cannot be asked or answers
 * nonsense, and with `forbidden` where an answer is not to be believed or the person was refused.
 */
export interface IdentityClient {
  /** The address that the browser is sent to. */
  begin(provider: ProviderAccess, request: SignInRequest): Promise<string>
  /** Who has come back to `callback`, the redirect URI with what the provider added. A code counts once. */
  finish(provider: ProviderAccess, request: SignInRequest, callback: URL): Promise<IdentityClaims>
  /** Whose ID token it is, which a page got for this client by itself. */
  readToken(provider: ProviderAccess, idToken: string): Promise<IdentityClaims>
}
