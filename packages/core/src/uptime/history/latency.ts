/** Each slot is so much wider than the one before that eight of them double a latency. */
const SLOTS_PER_DOUBLING = 8
const LAST_SLOT = 16 * SLOTS_PER_DOUBLING - 1

/**
 * Which slot counts a latency in milliseconds: each ends 2^(1/8) times where it begins, so that what `latencyOf` tells
 * is within 4.5 % of what was measured, apart from rounding to whole milliseconds; from one to 65,000 of them.
 */
export function latencySlot(ms: number): number {
  return Math.min(Math.max(Math.floor(Math.log2(Math.max(ms, 1)) * SLOTS_PER_DOUBLING), 0), LAST_SLOT)
}

/** What a slot stands for: the middle of it by factor, in whole milliseconds. */
export function latencyOf(slot: number): number {
  return Math.round(2 ** ((slot + 0.5) / SLOTS_PER_DOUBLING))
}

/** The latency that this share of the counted ones do not exceed; null of none. */
export function percentileOf(counts: ReadonlyMap<number, number>, share: number): number | null {
  const all = [...counts].filter(([, count]) => count > 0).sort(([a], [b]) => a - b)
  const wanted = share * all.reduce((sum, [, count]) => sum + count, 0)
  let seen = 0
  for (const [slot, count] of all) {
    seen += count
    if (seen >= wanted) return latencyOf(slot)
  }
  return null
}
