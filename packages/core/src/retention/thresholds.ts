import type { ThinningCandidate, ThinningChoice } from '../ports/retention.js'
import { keepWeight } from './weight.js'

/** Events lighter than `rows` lose their rows, those lighter than `payloads` their payloads. */
export interface Thresholds {
  readonly rows: number
  readonly payloads: number
}

/** What has to go. */
export interface Excess {
  readonly events: number
  readonly bytes: number
}

/** How much lies at which weight: filled event by event, of any number of them. */
export interface WeightTable {
  add(candidate: ThinningCandidate): void
  /**
   * The thresholds at which the excess is gone, or all that may go. A payload goes before a row: whoever loses its row
   * is lighter than all who lose only their payload.
   */
  thresholdsFor(excess: Excess): Thresholds
}

const BUCKETS_A_BIT = 8
const LEAST = -64
const BUCKETS = 128 * BUCKETS_A_BIT
/** An event may be delivered once more until then, and is known again by its row. */
const LEAST_ROW_AGE_MS = 3_600_000

export function weightTable(now: Date): WeightTable {
  const rows = new Float64Array(BUCKETS)
  const bytes = new Float64Array(BUCKETS)
  return {
    add: (candidate) => {
      if (candidate.isPinned) return
      const bucket = bucketOf(keepWeight(candidate, now))
      if (mayLoseRow(candidate, now)) rows[bucket]! += 1
      bytes[bucket]! += candidate.bytes
    },
    thresholdsFor: (excess) => {
      const rowBuckets = bucketsFor(rows, excess.events)
      // Whatever loses its row loses its payload, and so may its young neighbours.
      const payloadBuckets = Math.max(rowBuckets, bucketsFor(bytes, excess.bytes))
      return { rows: LEAST + rowBuckets / BUCKETS_A_BIT, payloads: LEAST + payloadBuckets / BUCKETS_A_BIT }
    },
  }
}

/** What the thresholds mean for some events. */
export function chooseToThin(
  candidates: readonly ThinningCandidate[],
  thresholds: Thresholds,
  now: Date,
): ThinningChoice {
  const weighed = candidates
    .filter((candidate) => !candidate.isPinned)
    .map((candidate) => ({ candidate, bucket: LEAST + bucketOf(keepWeight(candidate, now)) / BUCKETS_A_BIT }))
  const losesRow = ({ candidate, bucket }: (typeof weighed)[number]) =>
    bucket < thresholds.rows && mayLoseRow(candidate, now)
  return {
    rows: weighed.filter(losesRow).map(({ candidate }) => candidate),
    payloads: weighed
      .filter((one) => one.candidate.hasPayload && one.bucket < thresholds.payloads && !losesRow(one))
      .map(({ candidate }) => candidate),
  }
}

function mayLoseRow({ receivedAt }: ThinningCandidate, now: Date): boolean {
  return now.getTime() - receivedAt.getTime() >= LEAST_ROW_AGE_MS
}

function bucketOf(weight: number): number {
  return Math.min(BUCKETS - 1, Math.max(0, Math.floor((weight - LEAST) * BUCKETS_A_BIT)))
}

/** How many buckets from the lightest on hold at least `wanted`. */
function bucketsFor(amounts: Float64Array, wanted: number): number {
  let sum = 0
  for (let bucket = 0; bucket < amounts.length; bucket += 1) {
    if (sum >= wanted) return bucket
    sum += amounts[bucket]!
  }
  return wanted > 0 ? amounts.length : 0
}
