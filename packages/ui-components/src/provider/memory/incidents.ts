import {
  ApiError,
  type IncidentChange,
  type IncidentClient,
  type IncidentDetailJson,
  type IncidentEntryJson,
  type IncidentIssueJson,
  type IncidentJson,
  type IncidentPersonJson,
} from '@mishap/core/client'
import { pageOf } from './page.js'
import { viewerOf } from './people.js'
import { found, type MemoryFixtures, type MemoryStore } from './store.js'

/** An incident with what rose while it went on, the most risen first. */
export interface IncidentFixture {
  readonly incident: IncidentDetailJson
  readonly issues?: readonly IncidentIssueJson[]
}

/** Incidents of every organization. */
export function incidents(
  store: MemoryStore,
  { incidents: given = [], monitors = [] }: MemoryFixtures,
): IncidentClient {
  const { signedIn } = store
  let all = given
  const one = (org: string, id: string) => {
    store.organization(org)
    return found(all.find(({ incident }) => incident.id === id))
  }
  const replace = (org: string, id: string, change: (incident: IncidentDetailJson) => IncidentDetailJson) => {
    const before = one(org, id)
    const incident = change(before.incident)
    all = all.map((each) => (each === before ? { ...each, incident } : each))
    return incident
  }
  const viewer = (): IncidentPersonJson | null => {
    const me = viewerOf(store)
    return me === null ? null : { id: me.id, name: me.name || me.email }
  }
  const entry = (kind: IncidentEntryJson['kind'], more: Partial<IncidentEntryJson> = {}): IncidentEntryJson => ({
    ...{ id: store.newId(), at: store.now().toISOString(), kind, by: viewer() },
    ...{ text: '', stage: null, isPublic: false, monitorID: null, ...more },
  })
  return {
    listIncidents: (org, query = {}) =>
      signedIn(() => {
        store.organization(org)
        const { status, monitor } = query
        const matching = all
          .map(({ incident: { timeline: _, ...incident } }) => incident)
          .filter(
            (incident) =>
              (status === undefined || (incident.status === 'resolved') === (status === 'resolved')) &&
              (monitor === undefined || incident.monitors.some(({ id }) => id === monitor)),
          )
        return pageOf(matching.sort(openFirst), query)
      }),
    createIncident: (org, { title, severity = 'down', monitors: ids = [], text = '', startedAt = null }) =>
      signedIn(() => {
        store.organization(org)
        if (title.trim() === '') throw new ApiError(422, 'Wanted a title', { fields: { title: 'Wanted a title' } })
        const incident: IncidentDetailJson = {
          id: store.newId(),
          number: Math.max(0, ...all.map((each) => each.incident.number)) + 1,
          ...{ title: title.trim(), status: 'open', severity, cause: '' },
          startedAt: startedAt ?? store.now().toISOString(),
          ...{ acknowledgedAt: null, acknowledgedBy: null, resolvedAt: null, resolvedBy: null, isAutomatic: false },
          monitors: monitors
            .filter(({ id }) => ids.includes(id))
            .map(({ id, name, projectID }) => ({ id, name, projectID })),
          timeline: [entry('opened', { text })],
        }
        all = [{ incident }, ...all]
        return incident
      }),
    getIncident: (org, id) => signedIn(() => one(org, id).incident),
    updateIncident: (org, id, change) =>
      signedIn(() =>
        replace(org, id, (incident) => {
          const kind = kindOf(incident, change)
          const timeline = kind === null ? incident.timeline : [...incident.timeline, entry(kind)]
          return {
            ...incident,
            ...change,
            ...factsOf(change, incident, { at: store.now().toISOString(), by: viewer() }),
            timeline,
          }
        }),
      ),
    addIncidentUpdate: (org, id, { text, stage = null, isPublic = false }) =>
      signedIn(() => {
        if (text.trim() === '') throw new ApiError(422, 'Wanted a text', { fields: { text: 'Wanted a text' } })
        return replace(org, id, (incident) => ({
          ...incident,
          timeline: [...incident.timeline, entry('update', { text, stage, isPublic })],
        }))
      }),
    incidentIssues: (org, id) => signedIn(() => one(org, id).issues ?? []),
    issueIncidents: (issue) =>
      signedIn(() => {
        const { id } = store.issue(issue)
        return all
          .filter(({ issues = [] }) => issues.some((each) => each.id === id))
          .map(({ incident: { timeline: _, ...incident } }) => incident)
      }),
  }
}

function openFirst(a: IncidentJson, b: IncidentJson): number {
  const isOpen = (incident: IncidentJson) => Number(incident.status !== 'resolved')
  return isOpen(b) - isOpen(a) || Date.parse(b.startedAt) - Date.parse(a.startedAt)
}

/** What the timeline tells of a change; null where it tells nothing. */
function kindOf(before: IncidentJson, { status }: IncidentChange): IncidentEntryJson['kind'] | null {
  if (status === undefined || status === before.status) return null
  if (status === 'resolved' || status === 'acknowledged') return status
  return 'reopened'
}

function factsOf(
  { status }: IncidentChange,
  before: IncidentJson,
  { at, by }: { readonly at: string; readonly by: IncidentPersonJson | null },
): Partial<IncidentJson> {
  if (status === undefined || status === before.status) return {}
  if (status === 'acknowledged') return { acknowledgedAt: at, acknowledgedBy: by, resolvedAt: null, resolvedBy: null }
  if (status === 'resolved') return { resolvedAt: at, resolvedBy: by }
  return { acknowledgedAt: null, acknowledgedBy: null, resolvedAt: null, resolvedBy: null }
}
