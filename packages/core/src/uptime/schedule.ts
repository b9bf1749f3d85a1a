/** So many milliseconds further on lies the phase of the next id: spreads ids that follow one another over any interval. */
export const PHASE_STEP_MS = 7_919

/**
 * The first moment after `now` at which a monitor with this number is to be checked. Moments are an interval apart and the
 * same in every process; monitors of one interval have theirs at different times, so that thousands never fire together.
 */
export function nextSlot(
  now: Date,
  { number, intervalSeconds }: { readonly number: number; readonly intervalSeconds: number },
): Date {
  const intervalMs = intervalSeconds * 1000
  const phaseMs = (number * PHASE_STEP_MS) % intervalMs
  return new Date((Math.floor((now.getTime() - phaseMs) / intervalMs) + 1) * intervalMs + phaseMs)
}
