import type { OutcomeCount } from '../ports/storage.js'

/** How many were accepted in each of `count` intervals after `from`; every hour counts in the interval that it begins in. */
export function statSeries(
  outcomes: readonly OutcomeCount[],
  { from, intervalMs, count }: { readonly from: Date; readonly intervalMs: number; readonly count: number },
): number[] {
  const series = new Array<number>(Math.max(0, count)).fill(0)
  for (const { outcome, hour, quantity } of outcomes) {
    const index = Math.floor((hour.getTime() - from.getTime()) / intervalMs)
    if (outcome === 'accepted' && index in series) series[index] = (series[index] ?? 0) + quantity
  }
  return series
}
