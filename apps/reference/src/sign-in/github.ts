import type { IdentityClaims, ProviderAccess, SignInRequest } from '@mishap/core'
import * as openid from 'openid-client'
import { notBelieved } from './refusals.js'

const PUBLIC = 'https://github.com'

/** GitHub is no provider of OpenID Connect: OAuth 2 and its own API. Rejects as openid-client does. */
export function github(fetch: openid.CustomFetch) {
  const ask = async <T>(provider: ProviderAccess, token: string, path: string): Promise<T> => {
    const answer = await fetch(`${apiOf(provider)}${path}`, {
      method: 'GET',
      headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json' },
      body: undefined,
      redirect: 'manual',
    })
    if (answer.status !== 200) throw notBelieved(`GitHub answered ${answer.status} to ${path}`)
    return (await answer.json()) as T
  }

  return {
    async begin(provider: ProviderAccess, request: SignInRequest): Promise<string> {
      const wantsGroups = provider.groupsClaim !== null
      const scopes = new Set(['read:user', 'user:email', ...(wantsGroups ? ['read:org'] : []), ...provider.scopes])
      return openid.buildAuthorizationUrl(configurationOf(provider, fetch), {
        redirect_uri: request.redirectUri,
        scope: [...scopes].join(' '),
        state: request.state,
        code_challenge: await openid.calculatePKCECodeChallenge(request.codeVerifier),
        code_challenge_method: 'S256',
      }).href
    },

    async finish(provider: ProviderAccess, request: SignInRequest, callback: URL): Promise<IdentityClaims> {
      const tokens = await openid.authorizationCodeGrant(configurationOf(provider, fetch), callback, {
        expectedState: request.state,
        pkceCodeVerifier: request.codeVerifier,
      })
      const token = tokens.access_token
      const [user, emails, groups] = await Promise.all([
        ask<GithubUser>(provider, token, '/user'),
        ask<readonly GithubEmail[]>(provider, token, '/user/emails'),
        provider.groupsClaim === null ? null : groupsOf((path) => ask(provider, token, path)),
      ])
      if (!Number.isSafeInteger(user.id)) throw notBelieved('Wanted the number of the account, found none')
      // The one that they have chosen; any other that they have proven is better than one that nobody has.
      const email = emails.find((one) => one.primary && one.verified) ?? emails.find((one) => one.verified) ?? emails[0]
      return {
        issuer: issuerOf(provider),
        subject: String(user.id),
        email: email?.email ?? null,
        isEmailVerified: email?.verified === true,
        name: user.name ?? user.login ?? '',
        groups,
      }
    },
  }
}

interface GithubUser {
  readonly id: number
  readonly login?: string
  readonly name?: string | null
}

interface GithubEmail {
  readonly email: string
  readonly primary: boolean
  readonly verified: boolean
}

/** Organizations by name, teams as `organization/team`; the first hundred of each. */
async function groupsOf(ask: <T>(path: string) => Promise<T>): Promise<readonly string[]> {
  const [organizations, teams] = await Promise.all([
    ask<readonly { readonly login: string }[]>('/user/orgs?per_page=100'),
    ask<readonly { readonly slug: string; readonly organization: { readonly login: string } }[]>(
      '/user/teams?per_page=100',
    ),
  ])
  return [
    ...organizations.map(({ login }) => login),
    ...teams.map(({ slug, organization }) => `${organization.login}/${slug}`),
  ]
}

function issuerOf({ issuer }: ProviderAccess): string {
  return (issuer ?? PUBLIC).replace(/\/+$/, '')
}

/** GitHub Enterprise has its API on the same host. */
function apiOf(provider: ProviderAccess): string {
  const issuer = issuerOf(provider)
  return issuer === PUBLIC ? 'https://api.github.com' : `${issuer}/api/v3`
}

function configurationOf(provider: ProviderAccess, fetch: openid.CustomFetch): openid.Configuration {
  const { clientId, clientSecret } = provider
  const issuer = issuerOf(provider)
  const server = {
    issuer,
    authorization_endpoint: `${issuer}/login/oauth/authorize`,
    token_endpoint: `${issuer}/login/oauth/access_token`,
  }
  const authentication = clientSecret === null ? openid.None() : openid.ClientSecretPost(clientSecret)
  const configuration = new openid.Configuration(server, clientId, undefined, authentication)
  configuration[openid.customFetch] = fetch
  if (issuer.startsWith('http:')) openid.allowInsecureRequests(configuration)
  return configuration
}
