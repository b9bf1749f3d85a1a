/** How somebody can sign in without a password, as `getSettings` lists them. */
export interface SocialAppJson {
  name: string
  client_id: string
  /** The id of the provider, for `beginSignIn`. */
  provider: string
  scopes: string[]
  authorize_url: string | null
}

/** An account at a provider. */
export interface ProviderAccountJson {
  uid: string
  display: string
  provider: { id: string; name: string; client_id?: string; openid_configuration_url?: string; flows: string[] }
}

export type ProviderKindJson = 'oidc' | 'github' | 'gitlab' | 'google' | 'microsoft'
type RoleName = 'member' | 'admin' | 'manager' | 'owner'

/** How people of a provider become members. */
export interface ProviderJoiningJson {
  /** By slug. */
  organization: string
  /** Only verified addresses of these; empty: everybody. */
  emailDomains: string[]
  /** Of who has none of the groups; null: they do not join. */
  role: RoleName | null
  groupsClaim: string
  /** Applied at every sign-in; empty: roles are given by hand. */
  groupRoles: Record<string, RoleName>
}

/** What of a provider is set; `clientSecret` not given: it stays. */
export interface SignInProviderInput {
  kind: ProviderKindJson
  name: string
  clientId: string
  clientSecret?: string | null
  issuer: string | null
  scopes: string[]
  isEnabled: boolean
  opensSignUp: boolean
  trustsEmail: boolean
  trustsSecondFactor: boolean
  joining: ProviderJoiningJson | null
}

export interface SignInProviderJson extends Omit<SignInProviderInput, 'clientSecret'> {
  id: string
  hasSecret: boolean
  /** The secret cannot be read any more: the server has another key. */
  isSecretLost: boolean
  /** The configuration has it: it is not changed here. */
  isConfigured: boolean
  /** What the provider has to be told. */
  callbackUrl: string
}

export interface SignInSettingsJson {
  allowsPasswords: boolean
  /** The configuration says so: it is not changed here. */
  isPasswordConfigured: boolean
  /** False: this server speaks to no providers. */
  hasProviders: boolean
  /** False: there is no secret key, so secrets of providers cannot be stored. */
  keepsSecrets: boolean
  providers: SignInProviderJson[]
}
