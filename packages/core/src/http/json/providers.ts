import type { KnownProvider } from '../../auth/providers/known.js'
import type { IdentityJson } from '../../client/account-types.js'
import type { Identity, ProviderKind } from '../../ports/sign-in.js'

/** What front ends that ask for a redirect by themselves would need; null where only the provider knows. */
const AUTHORIZE: Readonly<Record<ProviderKind, string | null>> = {
  oidc: null,
  github: 'https://github.com/login/oauth/authorize',
  gitlab: 'https://gitlab.com/oauth/authorize',
  google: 'https://accounts.google.com/o/oauth2/v2/auth',
  microsoft: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
}

/** As the auth API has it. */
export function providerJson({ id, name, kind, issuer, clientId }: KnownProvider) {
  const discovery = kind === 'oidc' ? `${issuer?.replace(/\/+$/, '')}/.well-known/openid-configuration` : null
  return {
    id,
    name,
    client_id: clientId,
    ...(discovery === null ? {} : { openid_configuration_url: discovery }),
    flows: kind === 'github' ? ['provider_redirect'] : ['provider_redirect', 'provider_token'],
  }
}

/** As `/api/settings/` has it. */
export function socialAppJson({ id, kind, name, clientId, scopes, issuer }: KnownProvider) {
  return {
    name: name.slice(0, 40),
    client_id: clientId.slice(0, 191),
    provider: id,
    scopes: kind === 'github' ? ['read:user', 'user:email', ...scopes] : ['openid', 'email', 'profile', ...scopes],
    authorize_url: issuer === null ? AUTHORIZE[kind] : null,
  }
}

/** As the auth API lists them; `null` for a provider that is gone. */
export function providerAccountJson(
  identity: Pick<Identity, 'providerId' | 'subject' | 'name' | 'email'>,
  provider: KnownProvider | undefined,
) {
  return {
    uid: identity.subject,
    display: identity.name || identity.email || identity.subject,
    provider:
      provider === undefined
        ? { id: identity.providerId, name: identity.providerId, flows: [] }
        : providerJson(provider),
  }
}

/** As users have it. */
export function identityJson(identity: Identity): IdentityJson {
  return {
    id: Number(identity.id),
    provider: identity.providerId,
    uid: identity.subject,
    email: identity.email,
    username: identity.name === '' ? null : identity.name,
    dateJoined: identity.createdAt.toISOString(),
    lastLogin: identity.lastUsedAt.toISOString(),
  }
}
