import type { IngestBuffer } from '../ports/runtime.js'

const WINDOW_MS = 100
/** Above this rate few machines can store at the same time what they take in. */
const BURST_PER_WINDOW = 300
/** So long in all may storing step aside; then it goes on beside the burst. */
const MOST_CREDIT_MS = 5_000
/** How much of that comes back in a second without a burst, or of one that outlasts it. */
const CREDIT_A_SECOND_MS = 100
const STEP_MS = 20

/**
 * Lets a burst be taken in before it is stored: while requests come in at a high rate, whoever asks is told to step
 * aside, for seconds and no longer, so that answers stay quick and a rate that lasts is stored all the while.
 */
export interface Burst {
  /** A request arrived. */
  note(): void
  /** How long to step aside before asking again, in milliseconds; 0 to go on. */
  stepAsideMs(): number
}

/** One for each buffer: what arrives in it and what is taken out meet here. `now` counts milliseconds and never goes back. */
export function createBurst(now: () => number = () => performance.now()): Burst {
  let windowStart = now()
  let arrived = 0
  let arrivedBefore = 0
  let credit = MOST_CREDIT_MS
  let creditedAt = windowStart

  const turnWindow = (at: number) => {
    const windows = Math.floor((at - windowStart) / WINDOW_MS)
    if (windows === 0) return
    arrivedBefore = windows === 1 ? arrived : 0
    arrived = 0
    windowStart += windows * WINDOW_MS
  }

  return {
    note: () => {
      turnWindow(now())
      arrived += 1
    },
    stepAsideMs: () => {
      const at = now()
      turnWindow(at)
      credit = Math.min(MOST_CREDIT_MS, credit + ((at - creditedAt) / 1_000) * CREDIT_A_SECOND_MS)
      creditedAt = at
      if (Math.max(arrived, arrivedBefore) < BURST_PER_WINDOW || credit < STEP_MS) return 0
      credit -= STEP_MS
      return STEP_MS
    },
  }
}

const bursts = new WeakMap<IngestBuffer, Burst>()

/** The burst of a buffer; one for its life. */
export function burstOf(buffer: IngestBuffer): Burst {
  const present = bursts.get(buffer)
  if (present !== undefined) return present
  const burst = createBurst()
  bursts.set(buffer, burst)
  return burst
}
