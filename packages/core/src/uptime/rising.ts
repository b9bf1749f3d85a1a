import type { Context } from '../context.js'
import type { Incident } from '../ports/incidents.js'
import type { IssueFilter, IssueSort } from '../ports/issues.js'
import type { Issue } from '../ports/model.js'

/** An issue whose events rose while an incident went on. */
export interface RisenIssue {
  readonly issue: Issue
  /** In the window of the incident, up to `MOST_EVENTS`. */
  readonly events: number
  /** In as long a time before. */
  readonly eventsBefore: number
  /** It was first seen in that window. */
  readonly isNew: boolean
}

export interface Window {
  readonly from: Date
  readonly to: Date
}

/** What breaks is often seen in errors before it is seen from outside. */
const LEAD_MS = 5 * 60_000
/** Of an incident that goes on for long, its beginning tells why. */
const LONGEST_MS = 24 * 60 * 60_000
const MOST_EVENTS = 1000
const CANDIDATES = 100
const SHOWN = 20
const OVERLAPPING = 100

/** The time in which an incident is looked for in issues, and issues in it. */
export function windowOf({ startedAt, resolvedAt }: Pick<Incident, 'startedAt' | 'resolvedAt'>, now: Date): Window {
  const end = Math.min((resolvedAt ?? now).getTime(), startedAt.getTime() + LONGEST_MS)
  return { from: new Date(startedAt.getTime() - LEAD_MS), to: new Date(Math.max(end, startedAt.getTime()) + 1) }
}

/**
 * How far beyond chance a count has risen over the one before it: their difference in deviations of a Poisson process. A
 * few events of something new weigh as much as many more of what is always there.
 */
export function riseOf(events: number, eventsBefore: number): number {
  return (events - eventsBefore) / Math.sqrt(events + eventsBefore + 1)
}

/** Issues of the projects of an incident's monitors that rose while it went on, those that rose most first. */
export async function risenIssues(context: Context, incident: Incident): Promise<readonly RisenIssue[]> {
  const projectIds = [...new Set(incident.monitors.flatMap(({ projectId }) => projectId ?? []))]
  if (projectIds.length === 0) return []
  const { organizationId } = incident
  const { from, to } = windowOf(incident, context.clock.now())
  const before = new Date(from.getTime() - (to.getTime() - from.getTime()))
  const candidates = await candidatesOf(context, { organizationId, projectIds }, { from, to })
  const windows = candidates.flatMap(({ id: issueId }) => [
    { issueId, from, to },
    { issueId, from: before, to: from },
  ])
  const counts = await context.storage.issues.eventsWithin(organizationId, windows, MOST_EVENTS)
  const risen = candidates.map((issue, at) => ({
    ...{ issue, events: counts[at * 2] ?? 0, eventsBefore: counts[at * 2 + 1] ?? 0 },
    isNew: issue.firstSeenAt >= from && issue.firstSeenAt < to,
  }))
  return risen
    .filter(({ events, eventsBefore }) => events > eventsBefore)
    .sort((a, b) => riseOf(b.events, b.eventsBefore) - riseOf(a.events, a.eventsBefore))
    .slice(0, SHOWN)
}

/** What was seen in the window: what was new in it, and the biggest of the others. */
async function candidatesOf(
  { storage }: Context,
  place: Pick<IssueFilter, 'organizationId' | 'projectIds'>,
  { from, to }: Window,
): Promise<readonly Issue[]> {
  const page = { limit: CANDIDATES, cursor: null }
  const list = async (filter: Partial<IssueFilter>, sort: IssueSort) =>
    (await storage.issues.list({ ...place, ...filter }, { sort, ascending: false }, page)).items
  const [fresh, known] = await Promise.all([
    list({ firstSeenFrom: from, firstSeenTo: to }, 'count'),
    list({ where: { kind: 'time', field: 'lastSeenAt', from, before: null }, firstSeenTo: to }, 'count'),
  ])
  return [...new Map([...fresh, ...known].map((issue) => [issue.id, issue])).values()]
}

/** Incidents of monitors of the issue's project in which it was seen, the newest first. */
export async function incidentsAround({ clock, storage }: Context, issue: Issue): Promise<readonly Incident[]> {
  const { organizationId, projectId, firstSeenAt, lastSeenAt } = issue
  const filter = {
    ...{ projectIds: [projectId], from: firstSeenAt },
    to: new Date(lastSeenAt.getTime() + LEAD_MS + 1),
  }
  const page = { limit: OVERLAPPING, cursor: null }
  const { items } = await storage.incidents.list(organizationId, filter, page)
  const windows = items.map((incident) => ({ issueId: issue.id, ...windowOf(incident, clock.now()) }))
  const counts = await storage.issues.eventsWithin(organizationId, windows, 1)
  return items.filter((_, at) => (counts[at] ?? 0) > 0).slice(0, SHOWN)
}
