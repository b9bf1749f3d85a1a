import { randomUUID } from 'node:crypto'
import { AppError } from '../errors.js'
import type { IdentityClaims, IdentityClient, SignInRequest } from '../ports/identity-client.js'

/** What a person in memory says of themselves; all but the subject has a default. */
export type MemoryPerson = Pick<IdentityClaims, 'subject'> & Partial<IdentityClaims>

/** Providers in memory, with the people that have an account there. */
export interface MemoryIdentityClient extends IdentityClient {
  /** The person says yes at the provider where `begin` has sent their browser; gives the address that it comes back to. */
  approve(location: string, person: MemoryPerson): string
  /** An ID token of theirs for the client of this id. */
  tokenOf(clientId: string, person: MemoryPerson): string
}

/** For tests, and to try the pages out: everybody is who they say they are. A code counts once, with the verifier it was asked with. */
export function memoryIdentityClient(): MemoryIdentityClient {
  const codes = new Map<string, { readonly request: SignInRequest; readonly claims: IdentityClaims }>()
  const tokens = new Map<string, { readonly clientId: string; readonly claims: IdentityClaims }>()
  const begun = new Map<string, SignInRequest>()
  return {
    async begin({ clientId, issuer }, request) {
      if (issuer?.includes('unreachable')) throw new AppError('unavailable', `${issuer} cannot be asked`)
      begun.set(request.state, request)
      const { state, redirectUri } = request
      return `https://provider.example/authorize?${new URLSearchParams({ client_id: clientId, state, redirect_uri: redirectUri })}`
    },
    async finish({ groupsClaim }, request, callback) {
      const found = codes.get(callback.searchParams.get('code') ?? '')
      codes.delete(callback.searchParams.get('code') ?? '')
      const isSame = found !== undefined && JSON.stringify(found.request) === JSON.stringify(request)
      if (!isSame || callback.searchParams.get('state') !== request.state)
        throw new AppError('forbidden', 'Wanted a code of this sign-in that was not used, found another')
      return groupsClaim === null ? { ...found.claims, groups: null } : found.claims
    },
    async readToken({ clientId }, idToken) {
      const found = tokens.get(idToken)
      if (found?.clientId !== clientId) throw new AppError('forbidden', 'Wanted a token for this client, found another')
      return found.claims
    },
    approve(location, person) {
      const state = new URL(location).searchParams.get('state') ?? ''
      const request = begun.get(state)
      if (request === undefined) throw new AppError('not_found', `Nobody began a sign-in at ${location}`)
      const code = randomUUID()
      codes.set(code, { request, claims: claimsOf(person) })
      return `${request.redirectUri}?${new URLSearchParams({ code, state })}`
    },
    tokenOf(clientId, person) {
      const token = randomUUID()
      tokens.set(token, { clientId, claims: claimsOf(person) })
      return token
    },
  }
}

function claimsOf(person: MemoryPerson): IdentityClaims {
  return {
    issuer: 'https://provider.example',
    email: null,
    isEmailVerified: false,
    name: '',
    groups: null,
    ...person,
  }
}
