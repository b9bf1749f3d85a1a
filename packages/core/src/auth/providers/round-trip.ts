import { createHmac } from 'node:crypto'
import type { Context } from '../../context.js'
import type { IdentityClaims, SignInRequest } from '../../ports/identity-client.js'
import type { Session } from '../../ports/model.js'
import { hashToken, newSessionSecret } from '../tokens.js'
import { accessOf, callbackUrl, type KnownProvider, openProvider } from './known.js'
import { refused } from './refusal.js'

/** How long somebody may be with the provider. */
export const ROUND_TRIP_MS = 15 * 60_000

/** Signing in, or connecting an account there with the one that is signed in here. */
export type Process = 'login' | 'connect'

/** What is remembered of somebody who is with a provider. */
export interface RoundTrip {
  readonly process: Process
  /** A path of ours, where they want to go then. */
  readonly next: string
}

/**
 * The address at the provider that the browser is sent to. `browser` is a secret that only this browser has and shows
 * again when it comes back: a state that was given to another one is worth nothing. Rejects as the provider's client does.
 */
export async function beginRoundTrip(
  context: Context,
  trip: RoundTrip & { readonly providerId: string; readonly session: Session | null; readonly browser: string },
): Promise<string> {
  const { provider, client } = await openProvider(context, trip.providerId)
  const state = newSessionSecret()
  const location = await client.begin(accessOf(provider), requestOf(context, provider, { ...trip, state }))
  await context.storage.signIn.addAttempt({
    keyHash: keyHash(trip.browser, state),
    data: {
      providerId: provider.id,
      process: trip.process,
      next: trip.next,
      sessionHash: trip.process === 'connect' ? (trip.session?.idHash ?? '') : null,
    },
    expiresAt: new Date(context.clock.now().getTime() + ROUND_TRIP_MS),
  })
  return location
}

/** What was remembered of it; null where it was begun by another browser, has expired or was finished. It counts once. */
export async function takeRoundTrip(
  { storage, clock }: Context,
  from: { readonly browser: string | null; readonly state: string | null },
): Promise<(RoundTrip & { readonly providerId: string; readonly sessionHash: string | null }) | null> {
  if (from.browser === null || from.state === null) return null
  const data = await storage.signIn.takeAttempt(keyHash(from.browser, from.state), clock.now())
  // Written by `beginRoundTrip`.
  return data as unknown as (RoundTrip & { providerId: string; sessionHash: string | null }) | null
}

/** Who has come back. Rejects with a refusal. */
export async function readReturn(
  context: Context,
  from: { readonly providerId: string; readonly browser: string; readonly state: string; readonly query: string },
): Promise<{ readonly provider: KnownProvider; readonly claims: IdentityClaims }> {
  const { provider, client } = await openProvider(context, from.providerId)
  const request = requestOf(context, provider, from)
  const callback = new URL(`${request.redirectUri}${from.query}`)
  if (callback.searchParams.has('error')) throw refused('denied')
  return { provider, claims: await client.finish(accessOf(provider), request, callback) }
}

// Nonce and verifier follow from what only the browser has: the storage holds nothing of them.
function requestOf(
  context: Context,
  provider: KnownProvider,
  { browser, state }: { readonly browser: string; readonly state: string },
): SignInRequest {
  const derive = (use: string) => createHmac('sha256', browser).update(`${use}.${state}`).digest('base64url')
  return {
    redirectUri: callbackUrl(context, provider),
    state,
    nonce: derive('nonce'),
    codeVerifier: derive('verifier'),
  }
}

function keyHash(browser: string, state: string): string {
  return hashToken(`${browser}.${state}`)
}
