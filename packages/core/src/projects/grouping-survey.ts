import type { Context } from '../context.js'
import { documentOf } from '../events/payload.js'
import { type GroupingSwitch, type RegroupedEvent, regroupEvent } from '../grouping/index.js'
import type { Id, Project, StoredEvent } from '../ports/model.js'

/** What stored events are grouped by, before and after a change. */
export interface GroupingSurvey {
  readonly regrouped: readonly RegroupedEvent[]
  /** Those of issues that somebody split further: they stay apart, whatever the change. */
  readonly split: readonly RegroupedEvent[]
  /** Whether there is more than was looked at. */
  readonly isSampled: boolean
}

type Ports = Pick<Context, 'storage' | 'clock'>
type Place = Pick<Project, 'id' | 'organizationId'>

const MOST_EVENTS = 10_000
const MOST_QUIET_ISSUES = 5_000
/** Of each of the two steps. */
const MOST_MS = 2_500
const PAGE = 100
/** So many events are grouped before others get their turn: about as many milliseconds. */
const EVENTS_A_TURN = 25
const QUIET_AT_ONCE = 10

/**
 * Groups the newest events of a project, and the newest event of each issue that is not among them, in two ways.
 * Bounded in number and time; other requests go on meanwhile. Events whose payload is gone or damaged are left out.
 */
export async function surveyGrouping(context: Ports, project: Place, options: GroupingSwitch): Promise<GroupingSurvey> {
  const regrouped: RegroupedEvent[] = []
  const seen = new Set<Id>()
  const look = async (events: readonly StoredEvent[]) => {
    for (let at = 0; at < events.length; at += EVENTS_A_TURN) {
      regrouped.push(...events.slice(at, at + EVENTS_A_TURN).flatMap((event) => regroup(event, options)))
      await new Promise((resolve) => setImmediate(resolve))
    }
    for (const { issueId } of events) seen.add(issueId)
  }
  const isWhole = await lookAtNewest(context, project, look)
  if (!isWhole) await lookAtQuiet(context, project, seen, look)
  const splits = await context.storage.issues.splitHashes(project.organizationId, project.id)
  const isSplit = ({ before }: RegroupedEvent) => splits.has(before)
  return {
    regrouped: regrouped.filter((event) => !isSplit(event)),
    split: splits.size === 0 ? [] : regrouped.filter(isSplit),
    isSampled: !isWhole,
  }
}

type Look = (events: readonly StoredEvent[]) => Promise<void>

/** True where these are all. */
async function lookAtNewest({ storage, clock }: Ports, project: Place, look: Look): Promise<boolean> {
  const until = clock.now().getTime() + MOST_MS
  let cursor: string | null = null
  for (let read = 0; read < MOST_EVENTS && clock.now().getTime() < until; read += PAGE) {
    const request = { limit: PAGE, cursor }
    const page = await storage.events.listForProject(project.organizationId, project.id, request)
    await look(page.items)
    cursor = page.next
    if (cursor === null) return true
  }
  return false
}

/** The newest event of each other issue, those seen last first. */
async function lookAtQuiet(
  { storage, clock }: Ports,
  { organizationId, id }: Place,
  seen: ReadonlySet<Id>,
  look: Look,
): Promise<void> {
  const until = clock.now().getTime() + MOST_MS
  const order = { sort: 'last_seen', ascending: false } as const
  let cursor: string | null = null
  let found = 0
  do {
    const page = await storage.issues.list({ organizationId, projectIds: [id] }, order, { limit: PAGE, cursor })
    const quiet = page.items.filter((issue) => !seen.has(issue.id))
    for (let at = 0; at < quiet.length && clock.now().getTime() < until; at += QUIET_AT_ONCE) {
      const some = quiet.slice(at, at + QUIET_AT_ONCE)
      const newest = await Promise.all(
        some.map((issue) => storage.events.find(organizationId, { issueId: issue.id }, 'latest')),
      )
      await look(newest.filter((event) => event !== null))
    }
    found += quiet.length
    cursor = page.next
  } while (cursor !== null && found < MOST_QUIET_ISSUES && clock.now().getTime() < until)
}

function regroup(event: StoredEvent, options: GroupingSwitch): readonly RegroupedEvent[] {
  if (event.payloadRemovedAt !== null) return []
  try {
    return [regroupEvent({ issueId: event.issueId, event: documentOf(event) }, options)]
  } catch {
    // A damaged payload says nothing about rules, and the event is as it is.
    return []
  }
}
