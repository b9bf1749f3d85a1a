import type { Context } from '../../context.js'
import { limitAttempts } from '../limit.js'
import { hashToken, newSessionSecret } from '../tokens.js'

/** For what something is to be signed: what was signed for one is worth nothing for another. */
export type Purpose = 'add' | 'login' | 'factor' | 'again'

/** As long as a browser waits for its user. */
export const CHALLENGE_MS = 5 * 60_000

/** Of a challenge: whose it is. `holder` is the session or the waiting sign-in; for signing in with nothing else, nobody. */
export interface Holder {
  readonly purpose: Purpose
  readonly holder: string
}

/** A challenge that counts once. Rejects with `rate_limited` where one address asks for too many. */
export async function newChallenge(
  context: Context,
  whose: Holder & { readonly ip: string | null; readonly note?: Readonly<Record<string, unknown>> },
): Promise<string> {
  await limitAttempts(context, { key: `passkey:address:${whose.ip ?? 'unknown'}`, limit: 100 })
  const challenge = newSessionSecret()
  const expiresAt = new Date(context.clock.now().getTime() + CHALLENGE_MS)
  await context.storage.signIn.addAttempt({ keyHash: keyOf(whose, challenge), data: whose.note ?? {}, expiresAt })
  return challenge
}

/** What was noted with it; null for one that is unknown, another's, expired or used. */
export function takeChallenge({ storage, clock }: Context, whose: Holder, challenge: string) {
  return storage.signIn.takeAttempt(keyOf(whose, challenge), clock.now())
}

function keyOf({ purpose, holder }: Holder, challenge: string): string {
  return hashToken(`passkey ${purpose} ${holder} ${challenge}`)
}
