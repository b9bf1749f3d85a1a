import type { Monitor } from '../../ports/monitors.js'

/** Between checks that lie further apart nobody can say what a monitor was: the server stood still, or it was paused. */
const MOST_INTERVALS = 3

/** What a monitor was until a check at this time, and since which other; null where that is not known. */
export function knownBefore(
  {
    health: { status },
    lastCheckAt,
    intervalSeconds,
    retrySeconds,
  }: Pick<Monitor, 'lastCheckAt' | 'intervalSeconds' | 'retrySeconds'> & {
    readonly health: Pick<Monitor['health'], 'status'>
  },
  at: Date,
): { readonly status: Monitor['health']['status']; readonly at: Date } | null {
  if (status === 'unknown' || lastCheckAt === null) return null
  const longest = MOST_INTERVALS * Math.max(intervalSeconds, retrySeconds ?? 0) * 1000
  return at.getTime() - lastCheckAt.getTime() > longest ? null : { status, at: lastCheckAt }
}
