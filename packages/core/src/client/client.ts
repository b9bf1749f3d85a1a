import { type AccountClient, accountMethods } from './account.js'
import type { ApiTokenJson, UserJson } from './account-types.js'
import { type AdminClient, adminMethods } from './admin.js'
import { type AlertClient, alertMethods } from './alerts.js'
import type { KeyInput, OrganizationChange, ProjectChange, RetentionChange } from './changes.js'
import { readEventStream } from './event-stream.js'
import type { AttachmentJson, EventDetailJson, EventJson } from './event-types.js'
import { type GroupingClient, groupingMethods } from './grouping.js'
import { type IncidentClient, incidentMethods } from './incidents.js'
import type { LiveJson, SettingsJson, SetupInput } from './instance-types.js'
import { type IntegrationClient, integrationMethods } from './integrations.js'
import type { IssueDetailJson, IssueJson, IssueStatsJson, IssueTagJson, UserReportJson } from './issue-types.js'
import { type IssueWorkClient, issueWorkMethods } from './issue-work.js'
import { type MaintenanceClient, maintenanceMethods } from './maintenance.js'
import { type ManagementClient, managementMethods } from './management.js'
import type { MemberDetailJson } from './member-types.js'
import { type MemberClient, type MemberQuery, memberMethods } from './members.js'
import { type MonitorClient, monitorMethods } from './monitors.js'
import type { OrganizationDetailJson, OrganizationJson, TeamProjectJson } from './organization-types.js'
import { type OrganizationClient, organizationMethods } from './organizations.js'
import { passkeyMethods, type SecurityClient } from './passkeys.js'
import type {
  IngestLimitsJson,
  IngestLogJson,
  IngestSettingsJson,
  ProjectDetailJson,
  ProjectKeyJson,
  ProjectTeamJson,
  RetentionJson,
} from './project-types.js'
import { type ProjectClient, projectMethods } from './projects.js'
import type { EventListQuery, EventSearchQuery, IssueListQuery, PageQuery } from './queries.js'
import { type ReleasePagesClient, releaseMethods } from './releases.js'
import { type SavedViewClient, savedViewMethods } from './saved-views.js'
import { type SearchClient, searchMethods } from './search.js'
import { type SignInClient, signInMethods } from './sign-in.js'
import { type StatusPageClient, statusPageMethods } from './status-pages.js'
import { type ClientOptions, type ListPage, type SessionJson, transport } from './transport.js'

/** How one gets in where the password is not enough, or is lost, and what links of mails lead to. */
type EntranceClient = Pick<
  AccountClient,
  'authenticateByCode' | 'requestPasswordReset' | 'checkPasswordReset' | 'resetPassword' | 'confirmEmail'
> &
  Pick<MemberClient, 'getInvitation' | 'acceptInvitation'>

/** The settings of an organization. */
type OrganizationPagesClient = Pick<
  MemberClient,
  | 'inviteMember'
  | 'updateMember'
  | 'removeMember'
  | 'resendInvitation'
  | 'transferOwnership'
  | 'listTeamMembers'
  | 'updateTeam'
  | 'deleteTeam'
  | 'listAuditLog'
> &
  Pick<ProjectClient, 'moveProject'> &
  Pick<OrganizationClient, 'deleteOrganization' | 'joinTeam' | 'leaveTeam' | 'getStats'>

/** The pages of one's own account, and the yes that a set-up program waits for. */
type ProfileClient = Pick<
  AccountClient,
  | 'updateMe'
  | 'deleteMe'
  | 'listEmails'
  | 'addEmail'
  | 'setPrimaryEmail'
  | 'removeEmail'
  | 'sendConfirmation'
  | 'getNotifications'
  | 'updateNotifications'
  | 'getProjectNotifications'
  | 'updateProjectNotification'
  | 'getNotificationMatrix'
  | 'updateNotificationMatrix'
  | 'grantWizard'
> &
  Pick<MemberClient, 'getMember'>

type ProjectPagesClient = Pick<
  ProjectClient,
  | 'listAllProjects'
  | 'addProjectTeam'
  | 'removeProjectTeam'
  | 'createKey'
  | 'deleteKey'
  | 'listProjectEnvironments'
  | 'updateProjectEnvironment'
>

/** What the pages need of the management API, one method an operation. Each rejects with `ApiError`. */
export interface MishapClient
  extends IssueWorkClient,
    SavedViewClient,
    SearchClient,
    GroupingClient,
    EntranceClient,
    ProfileClient,
    AdminClient,
    SecurityClient,
    SignInClient,
    OrganizationPagesClient,
    ReleasePagesClient,
    AlertClient,
    IntegrationClient,
    IncidentClient,
    MaintenanceClient,
    StatusPageClient,
    MonitorClient,
    ProjectPagesClient {
  getSettings(): Promise<SettingsJson>
  /** Makes the first user and signs in. Only while no user exists. */
  setup(input: SetupInput): Promise<UserJson>
  getSession(): Promise<SessionJson>
  login(input: { email: string; password: string }): Promise<SessionJson>
  /** Makes an account on one's own behalf and signs in: where that is open, or with the two ends of an invitation's link. */
  signup(input: { email: string; password: string; invitation?: { id: string; token: string } }): Promise<SessionJson>
  logout(): Promise<void>
  getMe(): Promise<UserJson>
  listOrganizations(page?: PageQuery): Promise<ListPage<OrganizationJson>>
  createOrganization(input: { name: string }): Promise<OrganizationDetailJson>
  getOrganization(org: string): Promise<OrganizationDetailJson>
  updateOrganization(org: string, change: OrganizationChange): Promise<OrganizationDetailJson>
  listMembers(org: string, query?: MemberQuery): Promise<ListPage<MemberDetailJson>>
  listTeams(org: string, page?: PageQuery): Promise<ListPage<TeamProjectJson>>
  createTeam(org: string, input: { slug: string }): Promise<TeamProjectJson>
  listProjects(org: string, page?: PageQuery): Promise<ListPage<ProjectTeamJson>>
  /** With a rule that mails its teams of new and returning issues, unless `defaultRules` is false; with a token where it is true. */
  createProject(
    org: string,
    team: string,
    input: { name: string; platform?: string | null; defaultRules?: boolean },
  ): Promise<ProjectTeamJson>
  getProject(org: string, project: string): Promise<ProjectDetailJson>
  updateProject(org: string, project: string, change: ProjectChange): Promise<ProjectDetailJson>
  deleteProject(org: string, project: string): Promise<void>
  getIngestSettings(org: string, project: string): Promise<IngestSettingsJson>
  /** What is not given stays. Takes effect within ten seconds. */
  updateIngestSettings(org: string, project: string, change: Partial<IngestSettingsJson>): Promise<IngestSettingsJson>
  /** The last requests of SDKs to the project, the newest first; some seconds old. */
  getIngestLog(org: string, project: string): Promise<readonly IngestLogJson[]>
  getIngestLimits(org: string, project: string): Promise<IngestLimitsJson>
  /** What the project holds, and may hold before it is thinned out. */
  getRetention(org: string, project: string): Promise<RetentionJson>
  /** What is not given stays. */
  updateRetention(org: string, project: string, change: RetentionChange): Promise<RetentionJson>
  listKeys(org: string, project: string, page?: PageQuery): Promise<ListPage<ProjectKeyJson>>
  updateKey(org: string, project: string, key: string, change: KeyInput): Promise<ProjectKeyJson>
  listIssues(org: string, query?: IssueListQuery): Promise<ListPage<IssueJson>>
  getIssue(id: string): Promise<IssueDetailJson>
  deleteIssue(id: string): Promise<void>
  /** Deletes every issue that matches; at least one condition must be given, if only an empty `query`. */
  deleteIssues(org: string, query: IssueListQuery): Promise<void>
  getIssueStats(org: string, ids: readonly string[], period: '24h' | '14d'): Promise<readonly IssueStatsJson[]>
  getIssueTags(id: string, key?: string): Promise<readonly IssueTagJson[]>
  listIssueEvents(id: string, query?: EventListQuery): Promise<ListPage<EventJson>>
  /**
   * `which`: an event's id, `latest`, `oldest` or `recommended`: of the newest 25 the one that tells most.
   * The events before and after it are those of the search, where one is given.
   */
  getIssueEvent(id: string, which: string, within?: EventSearchQuery): Promise<EventDetailJson>
  /** What people wrote about events of the issue, the newest first. */
  listIssueUserReports(id: string, page?: PageQuery): Promise<ListPage<UserReportJson>>
  /** Files that came with the event. */
  listEventAttachments(org: string, project: string, eventId: string): Promise<readonly AttachmentJson[]>
  /** The event as it is stored. */
  getEventJson(org: string, issueId: string, eventId: string): Promise<unknown>
  listTokens(page?: PageQuery): Promise<ListPage<ApiTokenJson>>
  /** `expires` is ISO 8601; without it the token works until it is deleted. */
  createToken(input: { label: string; scopes: readonly string[]; expires?: string | null }): Promise<ApiTokenJson>
  deleteToken(id: number): Promise<void>
  /**
   * What happens in the organization, as it happens. Reconnects by itself with growing pauses until `signal` is aborted;
   * `onState` tells whether it hears anything at the moment.
   */
  live(
    org: string,
    onMessage: (message: LiveJson) => void,
    options: { signal: AbortSignal; onState?: (state: 'open' | 'waiting') => void },
  ): Promise<void>
}

/** A client of the management API at `baseUrl`. Runs in browsers and in Node; keeps no state but what the options hold. */
export function createClient(options: ClientOptions): ManagementClient {
  const http = transport(options)
  const seg = encodeURIComponent
  const orgPath = (org: string) => `api/0/organizations/${seg(org)}/`
  const projectPath = (org: string, project: string) => `api/0/projects/${seg(org)}/${seg(project)}/`
  const issuePath = (id: string) => `api/0/issues/${seg(id)}/`
  return {
    ...managementMethods(http),
    ...memberMethods(http),
    ...organizationMethods(http),
    ...accountMethods(http),
    ...adminMethods(http),
    ...passkeyMethods(http),
    ...projectMethods(http),
    ...releaseMethods(http),
    ...signInMethods(http),
    ...alertMethods(http),
    ...integrationMethods(http),
    ...monitorMethods(http),
    ...incidentMethods(http),
    ...maintenanceMethods(http),
    ...statusPageMethods(http),
    ...issueWorkMethods(http),
    ...savedViewMethods(http),
    ...searchMethods(http),
    ...groupingMethods(http),
    getSettings: () => http.json('GET', 'api/settings/'),
    setup: (input) => http.json('POST', 'api/0/setup/', { body: input }),
    getSession: () => http.session('GET', '_allauth/browser/v1/auth/session'),
    login: (input) => http.session('POST', '_allauth/browser/v1/auth/login', input),
    signup: (input) => http.session('POST', '_allauth/browser/v1/auth/signup', input),
    logout: async () => {
      await http.session('DELETE', '_allauth/browser/v1/auth/session')
    },
    getMe: () => http.json('GET', 'api/0/users/me/'),
    listOrganizations: (page) => http.page('api/0/organizations/', { ...page }),
    createOrganization: (input) => http.json('POST', 'api/0/organizations/', { body: input }),
    getOrganization: (org) => http.json('GET', orgPath(org)),
    updateOrganization: (org, change) => http.json('PUT', orgPath(org), { body: change }),
    listMembers: (org, query) => http.page(`${orgPath(org)}members/`, { ...query }),
    listTeams: (org, page) => http.page(`${orgPath(org)}teams/`, { ...page }),
    createTeam: (org, input) => http.json('POST', `${orgPath(org)}teams/`, { body: input }),
    listProjects: (org, page) => http.page(`${orgPath(org)}projects/`, { ...page }),
    createProject: (org, team, input) =>
      http.json('POST', `api/0/teams/${seg(org)}/${seg(team)}/projects/`, { body: input }),
    getProject: (org, project) => http.json('GET', projectPath(org, project)),
    updateProject: (org, project, change) => http.json('PUT', projectPath(org, project), { body: change }),
    deleteProject: (org, project) => http.empty('DELETE', projectPath(org, project)),
    getIngestSettings: (org, project) => http.json('GET', `${projectPath(org, project)}ingest-settings/`),
    updateIngestSettings: (org, project, change) =>
      http.json('PUT', `${projectPath(org, project)}ingest-settings/`, { body: change }),
    getIngestLog: (org, project) => http.json('GET', `${projectPath(org, project)}ingest-log/`),
    getIngestLimits: (org, project) => http.json('GET', `${projectPath(org, project)}ingest-limits/`),
    getRetention: (org, project) => http.json('GET', `${projectPath(org, project)}retention/`),
    updateRetention: (org, project, change) =>
      http.json('PUT', `${projectPath(org, project)}retention/`, { body: change }),
    updateKey: (org, project, key, change) =>
      http.json('PUT', `${projectPath(org, project)}keys/${seg(key)}/`, { body: change }),
    listKeys: (org, project, page) => http.page(`${projectPath(org, project)}keys/`, { ...page }),
    listIssues: (org, query) => http.page(`${orgPath(org)}issues/`, { ...query }),
    getIssue: (id) => http.json('GET', issuePath(id)),
    deleteIssue: (id) => http.empty('DELETE', issuePath(id)),
    deleteIssues: (org, query) => http.empty('DELETE', `${orgPath(org)}issues/`, { query: { ...query } }),
    getIssueStats: (org, ids, period) =>
      http.json('GET', `${orgPath(org)}issues-stats/`, { query: { groups: ids, statsPeriod: period } }),
    getIssueTags: (id, key) => http.json('GET', `${issuePath(id)}tags/`, { query: { key } }),
    listIssueEvents: (id, query) => http.page(`${issuePath(id)}events/`, { ...query }),
    listIssueUserReports: (id, page) => http.page(`${issuePath(id)}user-reports/`, { ...page }),
    listEventAttachments: (org, project, eventId) =>
      http.json('GET', `${projectPath(org, project)}events/${seg(eventId)}/attachments/`),
    getIssueEvent: (id, which, within) =>
      http.json('GET', `${issuePath(id)}events/${seg(which)}/`, { query: { ...within } }),
    getEventJson: (org, issueId, eventId) =>
      http.json('GET', `${orgPath(org)}issues/${seg(issueId)}/events/${seg(eventId)}/json/`),
    listTokens: (page) => http.page('api/0/api-tokens/', { ...page }),
    createToken: (input) => http.json('POST', 'api/0/api-tokens/', { body: input }),
    deleteToken: (id) => http.empty('DELETE', `api/0/api-tokens/${id}/`),
    live: (org, onMessage, live) =>
      readEventStream(() => http.raw('GET', `${orgPath(org)}live/`, { signal: live.signal }), onMessage, live),
  }
}
