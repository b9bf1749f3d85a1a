import type { Id, NewEvent, OutcomeCount } from '@mishap/core'
import { groupBy } from '../group.js'
import { startOfHour } from '../outcomes.js'

/** What a batch adds to one issue. */
export interface IssueDelta {
  readonly organizationId: Id
  readonly projectId: Id
  readonly issueId: Id
  /** In the order of the batch; never empty. */
  readonly events: readonly NewEvent[]
  readonly firstSeenAt: Date
  readonly lastSeenAt: Date
  /** Of the newest event that names one. */
  readonly release: string | null
}

/** Sorted by issue, the order in which every table of a batch is written. */
export function sumByIssue(events: readonly NewEvent[], issueOf: ReadonlyMap<NewEvent, Id>): readonly IssueDelta[] {
  const byIssue = groupBy(events, (event) => issueOf.get(event) ?? '')
  return [...byIssue].map(toDelta).sort((a, b) => compareIds(a.issueId, b.issueId))
}

function toDelta([issueId, events]: readonly [Id, readonly NewEvent[]]): IssueDelta {
  const newestFirst = [...events].sort((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime())
  const newest = newestFirst[0] as NewEvent
  const oldest = newestFirst[newestFirst.length - 1] as NewEvent
  return {
    organizationId: newest.organizationId,
    projectId: newest.projectId,
    issueId,
    events,
    firstSeenAt: oldest.receivedAt,
    lastSeenAt: newest.receivedAt,
    release: newestFirst.find((event) => event.release !== null)?.release ?? null,
  }
}

/** As PostgreSQL sorts them, being digits without leading zeros. */
function compareIds(a: Id, b: Id): number {
  if (a.length !== b.length) return a.length - b.length
  return a < b ? -1 : 1
}

export function acceptedOf(events: readonly NewEvent[]): readonly OutcomeCount[] {
  return countsOf(events, { outcome: 'accepted', reason: '' })
}

export function discardedOf(events: readonly NewEvent[]): readonly OutcomeCount[] {
  return countsOf(events, { outcome: 'filtered', reason: 'discarded' })
}

function countsOf(
  events: readonly NewEvent[],
  what: Pick<OutcomeCount, 'outcome' | 'reason'>,
): readonly OutcomeCount[] {
  const byHour = new Map<string, { event: NewEvent; hour: Date; quantity: number }>()
  for (const event of events) {
    const hour = startOfHour(event.receivedAt)
    const key = `${event.projectId} ${hour.getTime()}`
    const row = byHour.get(key)
    if (row === undefined) byHour.set(key, { event, hour, quantity: 1 })
    else row.quantity += 1
  }
  return [...byHour.values()].map(({ event: { organizationId, projectId }, hour, quantity }) => {
    return { organizationId, projectId, hour, category: 'error', ...what, quantity }
  })
}
