import { type Bucket, counted, exactNumber } from '@mishap/core/format'

const DAY = 86_400_000

interface Reader {
  readonly locale: string
  readonly timeZone: string | null
}

/** What is counted: one, and several. */
export type Noun = readonly [one: string, many: string]
export const EVENTS: Noun = ['event', 'events']

/** The chart as a sentence, for those who cannot see it: how much, and when most. */
export function summaryOf(buckets: readonly Bucket[], reader: Reader, noun: Noun = EVENTS): string {
  const total = buckets.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return `No ${noun[1]} in this time`
  const peak = buckets.reduce((most, bucket) => (bucket.count > most.count ? bucket : most))
  return `${counted(total, ...noun)}; busiest: ${bucketName(peak, buckets, reader)} with ${exactNumber(peak.count)}`
}

/** `Jan 15, 06:00`, without the hour where a bucket is a day. */
export function bucketName({ at }: Bucket, buckets: readonly Bucket[], { locale, timeZone }: Reader): string {
  const day = { month: 'short', day: 'numeric' } as const
  const isDaily = buckets.length > 1 && buckets[1]!.at - buckets[0]!.at >= DAY
  // Days are counted in UTC by the server, whatever the reader's zone is.
  if (isDaily) return new Intl.DateTimeFormat(locale, { ...day, timeZone: 'UTC' }).format(at)
  const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  return new Intl.DateTimeFormat(locale, { ...day, ...hour, timeZone: timeZone ?? undefined }).format(at)
}

/** A round number to draw the chart up to. */
export function ceilingOf(buckets: readonly Bucket[]): number {
  const peak = buckets.reduce((most, { count }) => Math.max(most, count), 0)
  if (peak <= 4) return Math.max(1, peak)
  const power = 10 ** Math.floor(Math.log10(peak))
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map((factor) => factor * power).find((step) => step >= peak) ?? peak
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
