import type { OutcomeCount } from '../ports/ingest.js'

/** What counts can be told apart by. */
export const STAT_DIMENSIONS = ['outcome', 'reason', 'category', 'project'] as const
export type StatDimension = (typeof STAT_DIMENSIONS)[number]

export interface StatGroup {
  readonly by: Readonly<Partial<Record<StatDimension, string>>>
  readonly series: readonly number[]
}

interface Intervals {
  readonly from: Date
  readonly intervalMs: number
  readonly count: number
}

/**
 * Sums in each of `count` intervals after `from`, for each combination of the dimensions that occurs, in a fixed order;
 * every hour counts in the interval that it begins in. Without dimensions there is one group, even of nothing.
 */
export function statGroups(
  outcomes: readonly OutcomeCount[],
  intervals: Intervals,
  groupBy: readonly StatDimension[] = [],
): readonly StatGroup[] {
  const groups = new Map<string, { by: StatGroup['by']; series: number[] }>()
  const groupOf = (by: StatGroup['by']) => {
    const key = JSON.stringify(groupBy.map((dimension) => by[dimension]))
    const present = groups.get(key)
    if (present !== undefined) return present
    const made = { by, series: new Array<number>(Math.max(0, intervals.count)).fill(0) }
    groups.set(key, made)
    return made
  }
  if (groupBy.length === 0) groupOf({})
  for (const outcome of outcomes) {
    const index = Math.floor((outcome.hour.getTime() - intervals.from.getTime()) / intervals.intervalMs)
    const { series } = groupOf(Object.fromEntries(groupBy.map((dimension) => [dimension, quality(outcome, dimension)])))
    if (index in series) series[index] = (series[index] ?? 0) + outcome.quantity
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group)
}

function quality(outcome: OutcomeCount, dimension: StatDimension): string {
  return dimension === 'project' ? outcome.projectId : outcome[dimension]
}
