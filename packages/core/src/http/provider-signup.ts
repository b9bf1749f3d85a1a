import type { Joined } from '../auth/providers/join.js'
import { ROUND_TRIP_MS } from '../auth/providers/round-trip.js'
import { hashToken, newSessionSecret } from '../auth/tokens.js'
import type { IdentityClaims } from '../ports/identity-client.js'
import type { User } from '../ports/model.js'
import type { SignInProvider } from '../ports/sign-in.js'
import { withCookie } from './answers.js'
import { record } from './audit.js'
import { readCookie, shortCookie } from './cookies.js'
import type { Call, HttpResponse } from './types.js'

/** Of somebody who came by a provider and has no address yet. */
export const SIGNUP_COOKIE = 'providersignup'

interface Waiting {
  readonly providerId: string
  readonly claims: IdentityClaims
}

/** Remembers who came, until they have given an address. */
export async function keepProviderSignup(
  { context }: Call,
  response: HttpResponse,
  { provider, claims }: { readonly provider: SignInProvider; readonly claims: IdentityClaims },
): Promise<HttpResponse> {
  const value = newSessionSecret()
  const expiresAt = new Date(context.clock.now().getTime() + ROUND_TRIP_MS)
  const data = { providerId: provider.id, claims }
  await context.storage.signIn.addAttempt({ keyHash: hashToken(value), data, expiresAt })
  const cookie = shortCookie(context.config, { name: SIGNUP_COOKIE, value, seconds: ROUND_TRIP_MS / 1000 })
  return withCookie(response, cookie)
}

/** Who waits in this browser; null where nobody does. With `take` they wait no longer. */
export async function waitingSignup(
  { context, header }: Pick<Call, 'context' | 'header'>,
  how: 'find' | 'take',
): Promise<Waiting | null> {
  const value = readCookie(header('cookie'), SIGNUP_COOKIE)
  if (value === null || value === '') return null
  const { signIn } = context.storage
  const [key, now] = [hashToken(value), context.clock.now()]
  const data = how === 'take' ? await signIn.takeAttempt(key, now) : await signIn.findAttempt(key, now)
  // Written by `keepProviderSignup`.
  return data as Waiting | null
}

/** Notes what a provider's word changed about a member. */
export async function recordJoining(
  call: Call,
  user: User,
  { provider }: { readonly provider: SignInProvider },
  joined: Joined | null,
): Promise<void> {
  if (joined === null) return
  const { organization, memberId, before, after } = joined
  await record(call, {
    organizationId: organization.id,
    target: { kind: 'member', id: memberId, name: user.email },
    action: before === null ? 'member.joined' : 'member.role_changed',
    before: before === null ? null : { role: before },
    after: { role: after, provider: provider.id },
  })
}
