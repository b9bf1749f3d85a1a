import type {
  CodeMappingInput,
  CodeMappingJson,
  IntegrationInput,
  IntegrationJson,
  IntegrationTargetJson,
  IntegrationTestJson,
  IssueLinkInput,
  IssueLinkJson,
  IssueTemplateJson,
  NewIntegrationJson,
  SourceLinksJson,
} from './integration-types.js'
import type { PageQuery } from './queries.js'
import type { ListPage, Transport } from './transport.js'

export interface IntegrationClient {
  /** By age. */
  listIntegrations(org: string, page?: PageQuery): Promise<ListPage<IntegrationJson>>
  createIntegration(org: string, input: IntegrationInput): Promise<NewIntegrationJson>
  getIntegration(org: string, id: string): Promise<IntegrationJson>
  updateIntegration(org: string, id: string, change: Partial<Omit<IntegrationInput, 'kind'>>): Promise<IntegrationJson>
  /** With its links and mappings. */
  deleteIntegration(org: string, id: string): Promise<void>
  /** Asks the other side whom the token belongs to. */
  testIntegration(org: string, id: string): Promise<IntegrationTestJson>
  listIntegrationTargets(org: string, id: string, query?: string): Promise<readonly IntegrationTargetJson[]>
  listCodeMappings(org: string, page?: PageQuery): Promise<ListPage<CodeMappingJson>>
  createCodeMapping(org: string, input: CodeMappingInput): Promise<CodeMappingJson>
  updateCodeMapping(org: string, id: string, input: CodeMappingInput): Promise<CodeMappingJson>
  deleteCodeMapping(org: string, id: string): Promise<void>
  listIssueLinks(issueId: string): Promise<readonly IssueLinkJson[]>
  /** Makes an issue there, or links one that exists. */
  createIssueLink(issueId: string, input: IssueLinkInput): Promise<IssueLinkJson>
  /** What is linked stays where it is. */
  deleteIssueLink(issueId: string, id: string): Promise<void>
  /** What the integration's template makes of the issue. */
  draftIssueLink(issueId: string, integrationId: string): Promise<IssueTemplateJson>
  getSourceLinks(issueId: string, eventId: string): Promise<SourceLinksJson>
}

export function integrationMethods(http: Transport): IntegrationClient {
  const orgPath = (org: string) => `api/0/organizations/${encodeURIComponent(org)}/`
  const all = (org: string) => `${orgPath(org)}integrations/`
  const one = (org: string, id: string) => `${all(org)}${encodeURIComponent(id)}/`
  const mappings = (org: string) => `${orgPath(org)}code-mappings/`
  const mapping = (org: string, id: string) => `${mappings(org)}${encodeURIComponent(id)}/`
  const issue = (id: string) => `api/0/issues/${encodeURIComponent(id)}/`
  return {
    listIntegrations: (org, page) => http.page(all(org), { ...page }),
    createIntegration: (org, body) => http.json('POST', all(org), { body }),
    getIntegration: (org, id) => http.json('GET', one(org, id)),
    updateIntegration: (org, id, body) => http.json('PUT', one(org, id), { body }),
    deleteIntegration: (org, id) => http.empty('DELETE', one(org, id)),
    testIntegration: (org, id) => http.json('POST', `${one(org, id)}test/`),
    listIntegrationTargets: (org, id, query = '') => http.json('GET', `${one(org, id)}targets/`, { query: { query } }),
    listCodeMappings: (org, page) => http.page(mappings(org), { ...page }),
    createCodeMapping: (org, body) => http.json('POST', mappings(org), { body }),
    updateCodeMapping: (org, id, body) => http.json('PUT', mapping(org, id), { body }),
    deleteCodeMapping: (org, id) => http.empty('DELETE', mapping(org, id)),
    listIssueLinks: (id) => http.json('GET', `${issue(id)}links/`),
    createIssueLink: (id, body) => http.json('POST', `${issue(id)}links/`, { body }),
    deleteIssueLink: (id, link) => http.empty('DELETE', `${issue(id)}links/${encodeURIComponent(link)}/`),
    draftIssueLink: (id, integration) => http.json('GET', `${issue(id)}link-draft/`, { query: { integration } }),
    getSourceLinks: (id, event) => http.json('GET', `${issue(id)}events/${encodeURIComponent(event)}/source-links/`),
  }
}
