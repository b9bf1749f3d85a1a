import type { IdentityClaims, ProviderAccess, SignInRequest } from '@mishap/core'
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import * as openid from 'openid-client'
import { readClaims } from './claims.js'
import { notBelieved } from './refusals.js'

/** What is public about a provider is asked for again after so long. */
const KNOWN_MS = 10 * 60_000
const MOST_KNOWN = 50
const KEY_COOLDOWN_MS = 30_000
/** An ID token that a page got by itself is taken for so long after it was made. */
const TOKEN_AGE = '10m'
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

/** OpenID Connect: discovery, the code flow with PKCE and nonce, and ID tokens. Rejects as openid-client does. */
export function openidConnect(fetch: openid.CustomFetch) {
  const known = new Map<string, { readonly until: number; readonly configuration: Promise<openid.Configuration> }>()

  function configurationOf(provider: ProviderAccess): Promise<openid.Configuration> {
    const key = JSON.stringify([provider.kind, provider.issuer, provider.clientId, provider.clientSecret])
    const found = known.get(key)
    if (found !== undefined && found.until > Date.now()) return found.configuration
    const configuration = discover(provider, fetch)
    known.delete(key)
    known.set(key, { until: Date.now() + KNOWN_MS, configuration })
    for (const oldest of [...known.keys()].slice(0, -MOST_KNOWN)) known.delete(oldest)
    // What failed is asked for again at once.
    configuration.catch(() => known.delete(key))
    return configuration
  }

  const keySets = new Map<string, { readonly at: number; readonly keys: Promise<JSONWebKeySet> }>()

  /** Whoever sends tokens decides how often this is asked: a key that is not known asks the provider twice a minute at most. */
  async function keysOf(address: string, idToken: string): Promise<JSONWebKeySet> {
    const found = keySets.get(address)
    const age = found === undefined ? Number.POSITIVE_INFINITY : Date.now() - found.at
    if (found !== undefined && age < KEY_COOLDOWN_MS) return found.keys
    const { kid } = decodeProtectedHeader(idToken)
    if (found !== undefined && age < KNOWN_MS && (await found.keys).keys.some((key) => key.kid === kid))
      return found.keys
    const keys = fetch(address, { method: 'GET', headers: {}, body: undefined, redirect: 'manual' }).then(
      async (answer) => (await answer.json()) as JSONWebKeySet,
    )
    keySets.set(address, { at: Date.now(), keys })
    for (const oldest of [...keySets.keys()].slice(0, -MOST_KNOWN)) keySets.delete(oldest)
    // What failed is asked for again at once; how often anybody may ask is limited.
    keys.catch(() => keySets.delete(address))
    return keys
  }

  return {
    async begin(provider: ProviderAccess, request: SignInRequest): Promise<string> {
      const configuration = await configurationOf(provider)
      const scopes = new Set(['openid', 'email', 'profile', ...provider.scopes])
      return openid.buildAuthorizationUrl(configuration, {
        redirect_uri: request.redirectUri,
        scope: [...scopes].join(' '),
        state: request.state,
        nonce: request.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(request.codeVerifier),
        code_challenge_method: 'S256',
      }).href
    },

    async finish(provider: ProviderAccess, request: SignInRequest, callback: URL): Promise<IdentityClaims> {
      const configuration = await configurationOf(provider)
      const tokens = await openid.authorizationCodeGrant(configuration, callback, {
        expectedState: request.state,
        expectedNonce: request.nonce,
        pkceCodeVerifier: request.codeVerifier,
        idTokenExpected: true,
      })
      const inToken = tokens.claims()
      if (inToken === undefined) throw notBelieved('Wanted an ID token, found none')
      const claims = readClaims(provider, inToken)
      const isComplete = claims.email !== null && (provider.groupsClaim === null || claims.groups !== null)
      if (isComplete || configuration.serverMetadata().userinfo_endpoint === undefined) return claims
      const more = await openid.fetchUserInfo(configuration, tokens.access_token, inToken.sub)
      // What is signed wins over what is only told.
      return readClaims(provider, { ...more, ...inToken })
    },

    async readToken(provider: ProviderAccess, idToken: string): Promise<IdentityClaims> {
      const { jwks_uri: address, issuer } = (await configurationOf(provider)).serverMetadata()
      if (address === undefined) throw notBelieved('Wanted the keys of the provider, found none')
      const keys = createLocalJWKSet(await keysOf(address, idToken))
      const { payload } = await jwtVerify(idToken, keys, {
        audience: provider.clientId,
        algorithms: ALGORITHMS,
        maxTokenAge: TOKEN_AGE,
        requiredClaims: ['sub', 'iss', 'exp'],
      })
      // The public Microsoft has one issuer for each tenant.
      const wanted = issuer.replace('{tenantid}', typeof payload.tid === 'string' ? payload.tid : '')
      if (payload.iss !== wanted) throw notBelieved('The token is of another provider')
      return readClaims(provider, payload)
    },
  }
}

function issuerOf({ kind, issuer }: ProviderAccess): URL {
  if (kind === 'google') return new URL('https://accounts.google.com')
  if (kind === 'gitlab') return new URL(issuer ?? 'https://gitlab.com')
  if (kind === 'microsoft') return new URL(`https://login.microsoftonline.com/${issuer ?? 'common'}/v2.0`)
  return new URL(issuer ?? '')
}

function discover(provider: ProviderAccess, fetch: openid.CustomFetch): Promise<openid.Configuration> {
  const issuer = issuerOf(provider)
  return openid.discovery(issuer, provider.clientId, undefined, authentication(provider), {
    [openid.customFetch]: fetch,
    timeout: 15,
    execute: [
      // TLS would do for what comes straight from the provider; its signature is looked at all the same.
      openid.enableNonRepudiationChecks,
      // Only ever of this machine: others are refused when the provider is set up.
      ...(issuer.protocol === 'http:' ? [openid.allowInsecureRequests] : []),
    ],
  })
}

/** In the header, as OAuth wants it of everybody, unless the provider takes it in the body alone. */
function authentication({ clientSecret }: ProviderAccess): openid.ClientAuth {
  if (clientSecret === null) return openid.None()
  const [inHeader, inBody] = [openid.ClientSecretBasic(clientSecret), openid.ClientSecretPost(clientSecret)]
  return (server, ...rest) => {
    const supported = server.token_endpoint_auth_methods_supported
    const takesHeader = supported === undefined || supported.includes('client_secret_basic')
    return (takesHeader ? inHeader : inBody)(server, ...rest)
  }
}
