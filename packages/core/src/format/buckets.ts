/** A stretch of time with how much happened in it. */
export interface Bucket {
  /** Its start, in milliseconds since the epoch. */
  readonly at: number
  readonly count: number
}

export interface BucketOptions {
  readonly bucketMs: number
  /** How many buckets, ending with the one that holds `endMs`. */
  readonly count: number
  readonly endMs: number
}

/** `[epoch seconds, events]` as the API sends them, empty ones left out, as a row of equal buckets without gaps. */
export function fillBuckets(
  points: readonly (readonly [seconds: number, count: number])[],
  { bucketMs, count, endMs }: BucketOptions,
): readonly Bucket[] {
  const last = Math.floor(endMs / bucketMs) * bucketMs
  const counts = new Map<number, number>()
  for (const [seconds, events] of points) {
    const at = Math.floor((seconds * 1000) / bucketMs) * bucketMs
    counts.set(at, (counts.get(at) ?? 0) + events)
  }
  return Array.from({ length: count }, (_, index) => {
    const at = last - (count - 1 - index) * bucketMs
    return { at, count: counts.get(at) ?? 0 }
  })
}
