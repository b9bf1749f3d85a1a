import type {
  IncidentChange,
  IncidentDetailJson,
  IncidentInput,
  IncidentIssueJson,
  IncidentJson,
  IncidentUpdateInput,
} from './incident-types.js'
import type { PageQuery } from './queries.js'
import type { ListPage, Transport } from './transport.js'

export interface IncidentQuery extends PageQuery {
  /** `open` has those that are acknowledged as well. */
  readonly status?: 'open' | 'resolved'
  /** Id of a monitor. */
  readonly monitor?: number
}

export interface IncidentClient {
  /** Open ones first, then the newest. */
  listIncidents(org: string, query?: IncidentQuery): Promise<ListPage<IncidentJson>>
  /** Opened by a person. */
  createIncident(org: string, incident: IncidentInput): Promise<IncidentDetailJson>
  getIncident(org: string, id: string): Promise<IncidentDetailJson>
  /** What is not given stays. */
  updateIncident(org: string, id: string, change: IncidentChange): Promise<IncidentDetailJson>
  addIncidentUpdate(org: string, id: string, update: IncidentUpdateInput): Promise<IncidentDetailJson>
  /** Issues whose events rose while it went on, those that rose most first. */
  incidentIssues(org: string, id: string): Promise<readonly IncidentIssueJson[]>
  /** Incidents that went on while the issue was seen, the newest first. */
  issueIncidents(issue: string): Promise<readonly IncidentJson[]>
}

export function incidentMethods(http: Transport): IncidentClient {
  const seg = encodeURIComponent
  const all = (org: string) => `api/0/organizations/${seg(org)}/incidents/`
  const one = (org: string, id: string) => `${all(org)}${seg(id)}/`
  return {
    listIncidents: (org, query) => http.page(all(org), { ...query }),
    createIncident: (org, body) => http.json('POST', all(org), { body }),
    getIncident: (org, id) => http.json('GET', one(org, id)),
    updateIncident: (org, id, body) => http.json('PUT', one(org, id), { body }),
    addIncidentUpdate: (org, id, body) => http.json('POST', `${one(org, id)}updates/`, { body }),
    incidentIssues: (org, id) => http.json('GET', `${one(org, id)}issues/`),
    issueIncidents: (issue) => http.json('GET', `api/0/issues/${seg(issue)}/incidents/`),
  }
}
