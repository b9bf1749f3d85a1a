const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** With the last day, as many as the bars of 14 days show. */
const USUAL_DAYS = 13
/** Counted on both sides, so that a handful of events makes no trend. */
const DAMPING = 5

/** What is counted for a trend: the last day is the running hour and the 23 before it; hours are those of UTC. */
export function trendWindow(now: Date): { readonly usualFrom: Date; readonly dayFrom: Date; readonly to: Date } {
  const hour = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS
  const dayFrom = hour - 23 * HOUR_MS
  return {
    usualFrom: new Date(dayFrom - USUAL_DAYS * DAY_MS),
    dayFrom: new Date(dayFrom),
    to: new Date(hour + HOUR_MS),
  }
}

/**
 * How many times its usual an issue had in the last day, in hundredths: 100 is as always, 0 is nothing at all. The usual is
 * the mean of the 13 days before, or of those since the issue is there; both numbers are taken as five more than they are.
 */
export function trendOf(counts: {
  readonly lastDay: number
  /** In the 13 days before, together. */
  readonly before: number
  readonly firstSeenAt: Date
  readonly dayFrom: Date
}): number {
  const { lastDay, before, firstSeenAt, dayFrom } = counts
  if (lastDay === 0) return 0
  const days = Math.ceil((dayFrom.getTime() - firstSeenAt.getTime()) / DAY_MS)
  const usual = before / Math.min(USUAL_DAYS, Math.max(1, days))
  return Math.min(MOST, Math.round((100 * (lastDay + DAMPING)) / (usual + DAMPING)))
}

const MOST = 2_000_000_000

/** Of an issue that was not looked at yet: that of one event, as of yet nothing is usual. */
export const NEW_TREND = 120
