import { HISTORY_STEPS, type HistoryBucket, type HistoryStep } from '../../ports/monitor-history.js'
import { emptyBucket } from './bucket.js'
import { STEP_MS, startOfStep } from './steps.js'

/** Stretches of `width` steps each. */
export interface HistoryRange {
  readonly step: HistoryStep
  readonly width: number
  readonly start: Date
  readonly end: Date
}

/**
 * The range that is so long and ends with the stretch that `now` is in, in about so many stretches: their width is rounded
 * up to whole steps, of the widest step that is not wider. Ninety bars of ninety days are of days.
 */
export function lastStretches(now: Date, spanMs: number, count: number): HistoryRange {
  const wanted = spanMs / count
  const step = HISTORY_STEPS.findLast((one) => STEP_MS[one] <= wanted) ?? 'minute'
  const width = Math.ceil(wanted / STEP_MS[step])
  const widthMs = width * STEP_MS[step]
  const end = (Math.floor(now.getTime() / widthMs) + 1) * widthMs
  return { step, width, start: new Date(end - Math.ceil(spanMs / widthMs) * widthMs), end: new Date(end) }
}

/** Every step from the one that `start` is in to the one before `end`. */
export function stepsBetween(step: HistoryStep, start: Date, end: Date): HistoryRange {
  return { step, width: 1, start: new Date(startOfStep(step, start.getTime())), end }
}

export function stretchesOf({ step, width, start, end }: HistoryRange): number {
  return Math.max(0, Math.ceil((end.getTime() - start.getTime()) / (width * STEP_MS[step])))
}

/** Every stretch of the range, also those of which nothing is known. */
export function everyStretch(range: HistoryRange, known: readonly HistoryBucket[]): readonly HistoryBucket[] {
  const widthMs = range.width * STEP_MS[range.step]
  const found = new Map(known.map((bucket) => [bucket.at.getTime(), bucket]))
  return Array.from({ length: stretchesOf(range) }, (_, index) => {
    const at = range.start.getTime() + index * widthMs
    return found.get(at) ?? emptyBucket(new Date(at))
  })
}
