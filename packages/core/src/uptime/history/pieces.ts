import { HISTORY_STEPS, type HistoryStep } from '../../ports/monitor-history.js'
import type { CheckedMonitor } from '../../ports/monitors.js'
import { STEP_MS, startOfStep } from './steps.js'

/** What a check adds to one stretch of the past. */
export interface HistoryPiece {
  readonly step: HistoryStep
  /** The beginning of the stretch. */
  readonly at: Date
  /** So much of it was what the monitor was before the check. */
  readonly ms: number
  /** The check itself lies in it. */
  readonly hasCheck: boolean
}

/** A monitor that is looked at more rarely has no use for minutes: they would be a row each, all alike. */
const LONGEST_IN_MINUTES_MS = 3_600_000

/**
 * The time since the check before this one was what the monitor was then, and the check is in the stretch in which it was.
 * No two pieces are of one stretch.
 */
export function piecesOf({ check, before }: Pick<CheckedMonitor, 'check' | 'before'>): readonly HistoryPiece[] {
  const end = check.at.getTime()
  const start = Math.min(before?.at.getTime() ?? end, end)
  return HISTORY_STEPS.flatMap((step) => {
    const isTold = step !== 'minute' || end - start <= LONGEST_IN_MINUTES_MS
    return piecesOfStep(step, isTold ? start : end, end)
  })
}

function piecesOfStep(step: HistoryStep, start: number, end: number): readonly HistoryPiece[] {
  const last = startOfStep(step, end)
  const pieces: HistoryPiece[] = []
  for (let at = startOfStep(step, start); at <= last; at += STEP_MS[step]) {
    const ms = Math.min(end, at + STEP_MS[step]) - Math.max(start, at)
    pieces.push({ step, at: new Date(at), ms, hasCheck: at === last })
  }
  return pieces
}
