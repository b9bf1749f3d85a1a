import type { AccountClient } from './account.js'
import type { AdminClient } from './admin.js'
import type { AlertClient } from './alerts.js'
import type { MishapClient } from './client.js'
import type { AttachmentJson, EventDetailJson, EventJson } from './event-types.js'
import type { IntegrationClient } from './integrations.js'
import type { IssueJson, UserReportJson } from './issue-types.js'
import type { BulkChangeJson, IssueChangeInput } from './issue-work-types.js'
import type { MemberClient } from './members.js'
import type { OrganizationClient } from './organizations.js'
import type { EnvironmentJson } from './project-types.js'
import type { EnvironmentQuery, ProjectClient } from './projects.js'
import type { IssueListQuery, PageQuery } from './queries.js'
import type { ReleaseClient } from './releases.js'
import type { SignInClient } from './sign-in.js'
import type { ListPage, Transport } from './transport.js'

/** Every operation of the management API: those of the pages, and those that scripts and settings need. */
export interface ManagementClient
  extends MishapClient,
    MemberClient,
    OrganizationClient,
    AccountClient,
    AdminClient,
    AlertClient,
    IntegrationClient,
    ProjectClient,
    ReleaseClient,
    SignInClient {
  listProjectIssues(org: string, project: string, query?: IssueListQuery): Promise<ListPage<IssueJson>>
  updateProjectIssues(
    org: string,
    project: string,
    query: IssueListQuery,
    change: IssueChangeInput,
  ): Promise<BulkChangeJson>
  listProjectEvents(org: string, project: string, page?: PageQuery): Promise<ListPage<EventJson>>
  getProjectEvent(org: string, project: string, event: string): Promise<EventDetailJson>
  /** With or without an event, the newest first. */
  listProjectFeedback(org: string, project: string, page?: PageQuery): Promise<ListPage<UserReportJson>>
  getEventAttachment(org: string, project: string, eventId: string, id: string): Promise<AttachmentJson>
  /** By name, without hidden ones unless asked for. `project` narrows to ids. */
  listEnvironments(
    org: string,
    query?: EnvironmentQuery & { readonly project?: readonly string[] },
  ): Promise<ListPage<EnvironmentJson>>
}

/** What `createClient` has beyond `MishapClient`. */
export function managementMethods(
  http: Transport,
): Omit<
  ManagementClient,
  | keyof MishapClient
  | keyof MemberClient
  | keyof OrganizationClient
  | keyof AccountClient
  | keyof AdminClient
  | keyof AlertClient
  | keyof IntegrationClient
  | keyof ProjectClient
  | keyof ReleaseClient
  | keyof SignInClient
> {
  const seg = encodeURIComponent
  const orgPath = (org: string) => `api/0/organizations/${seg(org)}/`
  const projectPath = (org: string, project: string) => `api/0/projects/${seg(org)}/${seg(project)}/`
  return {
    listProjectIssues: (org, project, query) => http.page(`${projectPath(org, project)}issues/`, { ...query }),
    updateProjectIssues: (org, project, query, change) =>
      http.json('PUT', `${projectPath(org, project)}issues/`, { query: { ...query }, body: change }),
    listProjectEvents: (org, project, page) => http.page(`${projectPath(org, project)}events/`, { ...page }),
    getProjectEvent: (org, project, event) => http.json('GET', `${projectPath(org, project)}events/${seg(event)}/`),
    listProjectFeedback: (org, project, page) => http.page(`${projectPath(org, project)}user-feedback/`, { ...page }),
    getEventAttachment: (org, project, eventId, id) =>
      http.json('GET', `${projectPath(org, project)}events/${seg(eventId)}/attachments/${seg(id)}/`),
    listEnvironments: (org, query) => http.page(`${orgPath(org)}environments/`, { ...query }),
  }
}
