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
  /** The same by place; places without any are not in it. */
  readonly lostIn: readonly LostSecrets[]
}

/** What opens with no key in one place. */
export interface LostSecrets {
  readonly place: SealedPlace
  readonly count: number
  /** The first rows with such secrets, at most `LOST_ROWS`. */
  readonly rows: readonly Pick<SealedSecret, 'id' | 'ownerId'>[]
}

/** So many rows with lost secrets are told of each place. */
export const LOST_ROWS = 20

/**
 * Seals everything anew that an older key has sealed. Safe beside running servers, which open both, and to be repeated;
 * once nothing is `lost` that somebody misses, the older keys can go.
 */
export async function rotateSecrets(context: Pick<Context, 'storage' | 'config'>): Promise<RotatedSecrets> {
  const { storage, config } = context
  let count = 0
  const lostIn: LostSecrets[] = []
  for (const place of SEALED_PLACES) {
    let after: string | null = null
    const lost: SealedSecret[] = []
    for (;;) {
      const secrets: readonly SealedSecret[] = await storage.sealed.list(place, after, AT_ONCE)
      const last = secrets.at(-1)
      if (last === undefined) break
      for (const secret of secrets) {
        const use = USES[place](secret.ownerId)
        const anew = resealed(config, use, secret.sealed)
        // One that somebody has set meanwhile is sealed with the key of now.
        if (anew !== null && (await storage.sealed.replace(secret, anew))) count += 1
        if (unseal(config, use, secret.sealed) === null) lost.push(secret)
      }
      after = last.id
    }
    if (lost.length > 0) lostIn.push({ place, count: lost.length, rows: rowsOf(lost) })
  }
  return { resealed: count, lost: lostIn.reduce((sum, { count }) => sum + count, 0), lostIn }
}

function rowsOf(secrets: readonly SealedSecret[]): LostSecrets['rows'] {
  const rows = new Map(secrets.map(({ id, ownerId }) => [id, { id, ownerId }]))
  return [...rows.values()].slice(0, LOST_ROWS)
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
