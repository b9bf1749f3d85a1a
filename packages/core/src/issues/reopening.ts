import type { NewEvent } from '../ports/ingest.js'
import type { Resolution, Snooze, StatusDetails } from '../ports/issue-state.js'
import type { Issue } from '../ports/model.js'
import { compareReleases } from './release-order.js'

type SeenEvent = Pick<NewEvent, 'receivedAt' | 'release'>

/** An issue as it stands with the events of a batch counted in. */
export interface MetIssue<Event extends SeenEvent> {
  readonly issue: Pick<Issue, 'status' | 'resolvedAt' | 'statusDetails' | 'count' | 'userCount'>
  /** In the order of the batch. */
  readonly events: readonly Event[]
  /** When the project's releases were first seen: at least those that `releasesToCompare` names. */
  readonly firstSeen: ReadonlyMap<string, Date>
}

export type Reopening<Event extends SeenEvent> =
  /** `event` is the one that brought it back. */
  | { readonly kind: 'regressed'; readonly event: Event }
  | { readonly kind: 'woken'; readonly reason: 'until' | 'events' | 'users' }
  /** Stays ignored; the next window has begun. */
  | { readonly kind: 'window'; readonly details: Snooze }

/**
 * What events do to an issue that is not unresolved; null: nothing. Pure, so that every storage decides alike; to be asked
 * while the issue's row is locked.
 */
export function reopeningOf<Event extends SeenEvent>(met: MetIssue<Event>): Reopening<Event> | null {
  switch (met.issue.status) {
    case 'unresolved':
      return null
    case 'resolved': {
      const event = met.events.find((one) => regresses(met, one))
      return event === undefined ? null : { kind: 'regressed', event }
    }
    case 'ignored':
      return wakes(met)
  }
}

/** The releases whose first sighting `reopeningOf` may ask for. */
export function releasesToCompare({ issue, events }: Omit<MetIssue<SeenEvent>, 'firstSeen'>): readonly string[] {
  const reference = releaseOf(issue.statusDetails)
  if (issue.status !== 'resolved' || issue.statusDetails === null) return []
  const own = events.map((event) => event.release).filter((release) => release !== null)
  return [...new Set(reference === null ? own : [reference, ...own])]
}

function releaseOf(details: StatusDetails | null): string | null {
  if (details?.kind === 'release') return details.release
  return details?.kind === 'nextRelease' || details?.kind === 'commit' ? details.after : null
}

function regresses({ issue, firstSeen }: MetIssue<SeenEvent>, { receivedAt, release }: SeenEvent): boolean {
  const { resolvedAt, statusDetails } = issue
  if (resolvedAt !== null && receivedAt < resolvedAt) return false
  if (!isResolution(statusDetails)) return true
  if (statusDetails.kind === 'commit' && statusDetails.after === null) return true
  // Without a release nobody knows whether the fix was in it; most such events come from what is still running.
  if (release === null) return false
  const reference = releaseOf(statusDetails)
  const seenAt = firstSeen.get(release)
  const isFirstSeenSince = seenAt !== undefined && (resolvedAt === null || seenAt >= resolvedAt)
  if (reference === null) return isFirstSeenSince
  const order = compareReleases(release, reference, firstSeen)
  if (order === 0) return statusDetails.kind === 'release'
  // The release of the fix was named before anything came of it: what turns up after that counts as newer.
  return order === null ? isFirstSeenSince : order > 0
}

function wakes({ issue, events }: MetIssue<SeenEvent>): Reopening<never> | null {
  const snooze = issue.statusDetails
  if (snooze?.kind !== 'until') return null
  const latestMs = Math.max(...events.map((event) => event.receivedAt.getTime()))
  if (snooze.until !== null && latestMs >= snooze.until.getTime()) return { kind: 'woken', reason: 'until' }
  const windowMs = snooze.windowMinutes === null ? null : snooze.windowMinutes * 60_000
  if (windowMs !== null && latestMs >= snooze.windowFrom.getTime() + windowMs) {
    // The window is over: the next begins with these events.
    const next = {
      ...snooze,
      eventsFrom: issue.count - events.length,
      usersFrom: issue.userCount,
      windowFrom: new Date(latestMs),
    }
    const reason = reached(next, issue)
    return reason === null ? { kind: 'window', details: next } : { kind: 'woken', reason }
  }
  const reason = reached(snooze, issue)
  return reason === null ? null : { kind: 'woken', reason }
}

function reached(
  { events, users, eventsFrom, usersFrom }: Extract<Snooze, { kind: 'until' }>,
  { count, userCount }: Pick<Issue, 'count' | 'userCount'>,
): 'events' | 'users' | null {
  if (events !== null && count - eventsFrom >= events) return 'events'
  return users !== null && userCount - usersFrom >= users ? 'users' : null
}

function isResolution(details: StatusDetails | null): details is Resolution {
  return details?.kind === 'release' || details?.kind === 'nextRelease' || details?.kind === 'commit'
}
