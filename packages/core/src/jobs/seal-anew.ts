import { rotateSecrets } from '../auth/rotate.js'
import type { Context } from '../context.js'
import { type BackgroundWork, createBackgroundWork } from './background.js'

const DAY_MS = 86_400_000

/** Seals with the key of now what a key of before has sealed, after each start and once a day. Null where there is but one key. */
export function createSealing(context: Context): BackgroundWork | null {
  if (context.config.secretKeyFallbacks.length === 0) return null
  return createBackgroundWork(context, {
    ...{ name: 'Sealing secrets anew', pauseMs: DAY_MS, restMs: 0 },
    step: async () => {
      const { resealed, lost, lostIn } = await rotateSecrets(context)
      if (resealed > 0) context.logger.info('Secrets were sealed anew', { resealed })
      if (lost > 0) context.logger.warn('Secrets open with no key that is given', { lost, lostIn })
      return false
    },
  })
}
