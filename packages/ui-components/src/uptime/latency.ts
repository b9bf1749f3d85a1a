import type { HistoryBucketJson } from '@mishap/core/client'
import { humanDuration } from '@mishap/core/format'
import { PHASES, type Phase } from './phases.js'

/** A round number of milliseconds to draw up to. */
export function latencyCeiling(buckets: readonly HistoryBucketJson[]): number {
  const most = buckets.reduce((peak, bucket) => Math.max(peak, bucket.p95 ?? 0, phaseSum(bucket)), 0)
  if (most <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(most))
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map((factor) => factor * power).find((step) => step >= most) ?? most
}

export interface PhaseBox {
  readonly phase: Phase
  /** From the top of a field of 100. */
  readonly y: number
  readonly height: number
}

/** The parts of a stretch on top of each other, the first at the bottom. */
export function phaseBoxes({ timings }: HistoryBucketJson, ceiling: number): readonly PhaseBox[] {
  let below = 0
  return PHASES.flatMap(({ phase }) => {
    const ms = timings[phase]
    if (ms === null || ms <= 0) return []
    const height = (ms / ceiling) * 100
    below += height
    return [{ phase, y: round(100 - below), height: round(height) }]
  })
}

/** The points of a percentile, in runs without a gap; `x` in tens, `y` in a field of 100. */
export function lineRuns(buckets: readonly HistoryBucketJson[], of: 'p50' | 'p95', ceiling: number): readonly string[] {
  const runs: string[][] = [[]]
  buckets.forEach((bucket, place) => {
    const ms = bucket[of]
    if (ms === null) runs.push([])
    else runs.at(-1)?.push(`${place * 10 + 5},${round(100 - (ms / ceiling) * 100)}`)
  })
  // A single point is drawn as a short line.
  return runs
    .filter((run) => run.length > 0)
    .map((run) =>
      run.length === 1 ? run.concat(run.map((point) => point.replace(/^\d+/, (x) => `${Number(x) + 3}`))) : run,
    )
    .map((run) => run.join(' '))
}

/** `p50 80ms · p95 140ms · DNS 5ms · …` */
export function latencyWords({ p50, p95, timings, downSeconds }: HistoryBucketJson): string {
  const parts = [
    downSeconds > 0 ? `down for ${humanDuration(downSeconds * 1000)}` : null,
    p50 === null ? null : `p50 ${humanDuration(p50)}`,
    p95 === null ? null : `p95 ${humanDuration(p95)}`,
    ...PHASES.map(({ phase, name }) => {
      const ms = timings[phase]
      return ms === null ? null : `${name} ${humanDuration(ms)}`
    }),
  ].filter((part) => part !== null)
  return parts.length === 0 ? 'nothing is known' : parts.join(' · ')
}

/** The chart as a sentence. */
export function latencySummary(buckets: readonly HistoryBucketJson[]): string {
  const slowest = buckets.reduce<number | null>(
    (most, { p95 }) => (p95 === null ? most : Math.max(most ?? 0, p95)),
    null,
  )
  if (slowest === null) return 'No answers in this time'
  const middles = buckets.flatMap(({ p50 }) => (p50 === null ? [] : [p50])).sort((a, b) => a - b)
  const typical = middles[Math.floor(middles.length / 2)] ?? slowest
  return `Usually ${humanDuration(typical)}; the slowest p95 was ${humanDuration(slowest)}`
}

function phaseSum({ timings }: HistoryBucketJson): number {
  return PHASES.reduce((sum, { phase }) => sum + (timings[phase] ?? 0), 0)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
