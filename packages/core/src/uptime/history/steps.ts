import type { HistoryStep } from '../../ports/monitor-history.js'

export const STEP_MS: Readonly<Record<HistoryStep, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** The beginning of the step that a time is in. */
export function startOfStep(step: HistoryStep, time: number): number {
  return Math.floor(time / STEP_MS[step]) * STEP_MS[step]
}
