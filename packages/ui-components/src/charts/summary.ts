import { absoluteTime, type Bucket, counted, exactNumber } from '@mishap/core/format'

/** The chart as a sentence, for those who cannot see it: how much, over how long, and when most. */
export function summaryOf(
  buckets: readonly Bucket[],
  { locale, timeZone }: { locale: string; timeZone: string | null },
): string {
  const total = buckets.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return 'No events in this time'
  const peak = buckets.reduce((most, bucket) => (bucket.count > most.count ? bucket : most))
  const when = absoluteTime(peak.at, { locale, timeZone })
  return `${counted(total, 'event')} in this time, most of them (${exactNumber(peak.count)}) from ${when}`
}

/** A round number to draw the chart up to: 1, 2 or 5 times a power of ten. */
export function ceilingOf(buckets: readonly Bucket[]): number {
  const peak = buckets.reduce((most, { count }) => Math.max(most, count), 0)
  if (peak <= 4) return Math.max(1, peak)
  const power = 10 ** Math.floor(Math.log10(peak))
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= peak) ?? peak
}

/** The corners of one bar in a field of 100 × 100 with `count` bars; at least a hair high where it counts anything. */
export function barPoints(index: number, count: number, share: number, gap = 0.22): string {
  const width = 100 / count
  const left = round(index * width + (width * gap) / 2)
  const right = round((index + 1) * width - (width * gap) / 2)
  const top = round(100 - Math.max(share <= 0 ? 1.5 : 4, Math.min(1, share) * 100))
  return `${left},100 ${left},${top} ${right},${top} ${right},100`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
