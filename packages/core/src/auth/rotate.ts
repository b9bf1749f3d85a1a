import { recipientUse } from '../alerts/recipient-secrets.js'
import type { Context } from '../context.js'
import { integrationUse } from '../integrations/secrets.js'
import { SEALED_PLACES, type SealedPlace, type SealedSecret } from '../ports/sealed.js'
import { requestUse } from '../uptime/secrets.js'
import { secretUse } from './providers/known.js'
import { resealed, unseal } from './seal.js'
import { codesUse, totpUse } from './second-factor.js'

const AT_ONCE = 100

/** What became of all that is sealed. */
export interface RotatedSecrets {
  /** Sealed anew with the key of now. */
  readonly resealed: number
  /** No key opens them: they are to be given again. */
  readonly lost: number
}

/**
 * Seals everything anew that an older key has sealed. Safe beside running servers, which open both, and to be repeated;
 * once nothing is `lost` that somebody misses, the older keys can go.
 */
export async function rotateSecrets(context: Pick<Context, 'storage' | 'config'>): Promise<RotatedSecrets> {
  const { storage, config } = context
  let [count, lost] = [0, 0]
  for (const place of SEALED_PLACES) {
    let after: string | null = null
    for (;;) {
      const secrets: readonly SealedSecret[] = await storage.sealed.list(place, after, AT_ONCE)
      const last = secrets.at(-1)
      if (last === undefined) break
      for (const secret of secrets) {
        const use = USES[place](secret.ownerId)
        const anew = resealed(config, use, secret.sealed)
        // One that somebody has set meanwhile is sealed with the key of now.
        if (anew !== null && (await storage.sealed.replace(secret, anew))) count += 1
        if (unseal(config, use, secret.sealed) === null) lost += 1
      }
      after = last.id
    }
  }
  return { resealed: count, lost }
}

const USES: Readonly<Record<SealedPlace, (ownerId: string) => string>> = {
  totp: (id) => totpUse({ id }),
  recovery_codes: (id) => codesUse({ id }),
  sign_in_provider: secretUse,
  monitor_request: requestUse,
  integration_token: (id) => integrationUse('token', id),
  integration_webhook: (id) => integrationUse('webhook', id),
  alert_recipient: recipientUse,
}
