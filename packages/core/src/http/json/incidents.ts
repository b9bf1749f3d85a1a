import type {
  IncidentDetailJson,
  IncidentEntryJson,
  IncidentIssueJson,
  IncidentJson,
  IncidentPersonJson,
} from '../../client/incident-types.js'
import type { Context } from '../../context.js'
import { findPeople, type People } from '../../issues/people.js'
import { shortIdOf } from '../../issues/short-id.js'
import type { Incident, IncidentEntry } from '../../ports/incidents.js'
import type { Id } from '../../ports/model.js'
import type { RisenIssue } from '../../uptime/rising.js'

/** The names of those who worked on some incidents of one organization. */
export function peopleOf(
  context: Context,
  organizationId: Id,
  incidents: readonly Incident[],
  entries: readonly IncidentEntry[] = [],
): Promise<People> {
  const userIds = [
    ...incidents.flatMap(({ acknowledgedBy, resolvedBy }) => [acknowledgedBy, resolvedBy]),
    ...entries.map(({ userId }) => userId),
  ]
  return findPeople(context, organizationId, { userIds })
}

export function incidentJson(incident: Incident, people: People): IncidentJson {
  return {
    id: incident.id,
    number: incident.number,
    title: incident.title,
    status: incident.status,
    severity: incident.severity,
    cause: incident.cause,
    startedAt: incident.startedAt.toISOString(),
    acknowledgedAt: incident.acknowledgedAt?.toISOString() ?? null,
    acknowledgedBy: personJson(people, incident.acknowledgedBy),
    resolvedAt: incident.resolvedAt?.toISOString() ?? null,
    resolvedBy: personJson(people, incident.resolvedBy),
    isAutomatic: incident.isAutomatic,
    monitors: incident.monitors.map(({ id, name, projectId }) => ({ id: Number(id), name, projectID: projectId })),
  }
}

export function incidentDetailJson(
  incident: Incident,
  entries: readonly IncidentEntry[],
  people: People,
): IncidentDetailJson {
  return { ...incidentJson(incident, people), timeline: entries.map((entry) => entryJson(entry, people)) }
}

export function incidentIssueJson(
  { issue, events, eventsBefore, isNew }: RisenIssue,
  projectSlug: string,
): IncidentIssueJson {
  return {
    ...{ id: issue.id, shortId: shortIdOf(projectSlug, issue.shortIdNumber), title: issue.title, level: issue.level },
    ...{ events, eventsBefore, isNew },
    ...{ firstSeen: issue.firstSeenAt.toISOString(), lastSeen: issue.lastSeenAt.toISOString() },
  }
}

function entryJson(entry: IncidentEntry, people: People): IncidentEntryJson {
  const { id, at, kind, userId, text, stage, isPublic, monitorId } = entry
  return {
    ...{ id, at: at.toISOString(), kind, by: personJson(people, userId), text, stage, isPublic },
    monitorID: monitorId === null ? null : Number(monitorId),
  }
}

function personJson(people: People, userId: Id | null): IncidentPersonJson | null {
  const person = people.person(userId)
  return person === null ? null : { id: person.id, name: person.name }
}
