import type { Context } from '../context.js'
import type { IntakeGuard, IntakeRefusal } from '../ports/runtime.js'

const LOOK_EVERY_MS = 1_000

/** Whether anything is taken at present. */
export interface Intake {
  /** Why not, as it was known a second ago; null where all is well. */
  refusal(): IntakeRefusal | null
  /** Takes nothing for a second: what was just found out need not be found out again by the next thousand requests. */
  close(refusal: IntakeRefusal): void
}

/** Asks the guards of an app in the background, once a second while requests come. A guard that fails lets them in. */
export function createIntake({ guards, clock, logger }: Pick<Context, 'guards' | 'clock' | 'logger'>): Intake {
  let refusal: IntakeRefusal | null = null
  let lookAgainAt = 0
  let isLooking = false
  let closed: { readonly refusal: IntakeRefusal; readonly until: number } | null = null

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

  return {
    refusal: () => {
      if (guards.length === 0 && closed === null) return null
      const now = clock.now().getTime()
      if (closed !== null && now >= closed.until) closed = null
      if (guards.length > 0 && !isLooking && now >= lookAgainAt) void look()
      return refusal ?? closed?.refusal ?? null
    },
    close: (why) => {
      closed = { refusal: why, until: clock.now().getTime() + LOOK_EVERY_MS }
    },
  }
}
