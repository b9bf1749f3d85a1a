/** One hour of an issue. */
export interface HourCount {
  readonly at: Date
  readonly count: number
}

export interface EscalationVerdict {
  readonly isEscalating: boolean
  /** Events since the hour began. */
  readonly events: number
  /** More than this many in one hour are out of the ordinary. */
  readonly limit: number
}

const HOUR_MS = 3_600_000
/** What an issue usually does is learnt from its last week. */
export const ESCALATION_HOURS = 7 * 24
/** Younger ones have no usual yet. */
const LEAST_HOURS = 24
/** Fewer events than this are nothing to call anybody for. */
const LEAST_EVENTS = 20

/**
 * Whether the running hour is far above what the issue usually does: more than three times what 95 of 100 hours of the
 * last week stayed below, and more than half as much again as its busiest hour, so that an issue which comes in bursts does
 * not escalate with each of them. `hours` may be sparse; hours before the issue was first seen do not count as quiet ones.
 * `isArchived`: somebody asked to be told, so a young issue escalates as well.
 */
export function escalationOf(
  hours: readonly HourCount[],
  { now, firstSeenAt, isArchived }: { readonly now: Date; readonly firstSeenAt: Date; readonly isArchived: boolean },
): EscalationVerdict {
  const thisHour = Math.floor(now.getTime() / HOUR_MS)
  const firstHour = Math.max(Math.floor(firstSeenAt.getTime() / HOUR_MS), thisHour - ESCALATION_HOURS)
  const known = thisHour - firstHour
  const counts = new Array<number>(Math.max(0, known)).fill(0)
  let events = 0
  for (const { at, count } of hours) {
    const hour = Math.floor(at.getTime() / HOUR_MS)
    if (hour === thisHour) events += count
    else if (hour >= firstHour && hour < thisHour) counts[hour - firstHour] = (counts[hour - firstHour] ?? 0) + count
  }
  counts.sort((a, b) => a - b)
  const usual = counts[Math.floor(counts.length * 0.95)] ?? 0
  const busiest = counts[counts.length - 1] ?? 0
  const limit = Math.max(LEAST_EVENTS, Math.ceil(3 * usual), Math.ceil(1.5 * busiest))
  return { isEscalating: events > limit && (isArchived || known >= LEAST_HOURS), events, limit }
}
