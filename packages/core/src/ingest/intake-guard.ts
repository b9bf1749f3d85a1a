import type { Context } from '../context.js'
import type { IntakeGuard, IntakeRefusal } from '../ports/runtime.js'

const LOOK_EVERY_MS = 1_000

/** Why nothing can be taken at present, as it was known a second ago; null where all is well. */
export type Intake = () => IntakeRefusal | null

/** Asks the guards of an app in the background, once a second while requests come. A guard that fails lets them in. */
export function createIntake({ guards, clock, logger }: Pick<Context, 'guards' | 'clock' | 'logger'>): Intake {
  let refusal: IntakeRefusal | null = null
  let lookAgainAt = 0
  let isLooking = false

  const look = async () => {
    isLooking = true
    const found = await Promise.all(guards.map((guard) => ask(guard)))
    refusal = found.find((one) => one !== null) ?? null
    lookAgainAt = clock.now().getTime() + LOOK_EVERY_MS
    isLooking = false
  }

  const ask = async (guard: IntakeGuard) => {
    try {
      return await guard.check()
    } catch (error) {
      logger.debug('A guard of the intake failed', { error })
      return null
    }
  }

  if (guards.length === 0) return () => null
  return () => {
    if (!isLooking && clock.now().getTime() >= lookAgainAt) void look()
    return refusal
  }
}
