import type { AccountClient } from './account.js'
import type { UserJson } from './account-types.js'
import type { IssueListQuery, KeyInput, MishapClient, PageQuery } from './client.js'
import type { AttachmentJson, EventDetailJson, EventJson } from './event-types.js'
import type { IssueJson, UserReportJson } from './issue-types.js'
import type { BulkChangeJson, IssueChangeInput } from './issue-work-types.js'
import type { MemberClient } from './members.js'
import type { SessionsJson, StatsJson, TeamJson, TeamProjectJson } from './organization-types.js'
import type {
  EnvironmentJson,
  ProjectJson,
  ProjectKeyJson,
  ProjectOrganizationJson,
  ProjectTeamJson,
} from './project-types.js'
import type { ListPage, Transport } from './transport.js'

/** Every operation of the management API: those of the pages, and those that scripts and settings need. */
export interface ManagementClient extends MishapClient, MemberClient, AccountClient {
  updateMe(change: { name?: string; options?: Partial<UserJson['options']> }): Promise<UserJson>
  /** Deletes the organization with its projects and everything in them. */
  deleteOrganization(org: string): Promise<void>
  getTeam(org: string, team: string): Promise<TeamProjectJson>
  /** The caller joins or leaves, or the member whose id is given. */
  joinTeam(org: string, team: string, member?: string): Promise<TeamProjectJson>
  leaveTeam(org: string, team: string, member?: string): Promise<TeamProjectJson>
  /** Of every organization of the caller. */
  listAllProjects(page?: PageQuery): Promise<ListPage<ProjectOrganizationJson>>
  listTeamProjects(org: string, team: string, page?: PageQuery): Promise<ListPage<ProjectJson>>
  /** In the order in which they were assigned. */
  listProjectTeams(org: string, project: string): Promise<ListPage<TeamJson>>
  addProjectTeam(org: string, project: string, team: string): Promise<ProjectTeamJson>
  removeProjectTeam(org: string, project: string, team: string): Promise<ProjectTeamJson>
  createKey(org: string, project: string, input: KeyInput): Promise<ProjectKeyJson>
  getKey(org: string, project: string, key: string): Promise<ProjectKeyJson>
  deleteKey(org: string, project: string, key: string): Promise<void>
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
  listProjectEnvironments(org: string, project: string, query?: EnvironmentQuery): Promise<ListPage<EnvironmentJson>>
  /** A hidden one is left out of lists; its events are kept like all others. */
  updateProjectEnvironment(
    org: string,
    project: string,
    environment: string,
    change: { isHidden: boolean },
  ): Promise<EnvironmentJson>
  /** Counts per interval, of what was accepted unless asked otherwise. Times are ISO 8601 or `now-24h`. */
  getStats(org: string, query: StatsQuery): Promise<StatsJson>
  /** Release health: sessions and users, by project, release, environment or how sessions ended. */
  getSessions(org: string, query: SessionsQuery): Promise<SessionsJson>
}

export interface EnvironmentQuery {
  readonly visibility?: 'all' | 'hidden' | 'visible'
}

export interface SessionsQuery {
  readonly field: readonly (
    | 'sum(session)'
    | 'count_unique(user)'
    | 'crash_free_rate(session)'
    | 'crash_free_rate(user)'
  )[]
  readonly groupBy?: readonly ('project' | 'release' | 'environment' | 'session.status')[]
  readonly interval?: '1h' | '1d'
  /** Such as `24h` or `14d`; the last day unless given. */
  readonly statsPeriod?: string
  readonly start?: string
  readonly end?: string
  /** Ids. */
  readonly project?: readonly string[]
  readonly environment?: readonly string[]
  /** `release:shop@1.0`. */
  readonly query?: string
}

export interface StatsQuery {
  readonly start: string
  readonly end: string
  /** Sentry's data category; `error` unless given. */
  readonly category?: string
  /** Accepted ones unless `outcome` or `groupBy` is given. */
  readonly outcome?: readonly string[]
  readonly reason?: readonly string[]
  readonly groupBy?: readonly ('outcome' | 'reason' | 'category' | 'project')[]
  readonly interval?: '1m' | '1h' | '1d'
  readonly project?: readonly string[]
}

/** What `createClient` has beyond `MishapClient`. */
export function managementMethods(
  http: Transport,
): Omit<ManagementClient, keyof MishapClient | keyof MemberClient | keyof AccountClient> {
  const seg = encodeURIComponent
  const orgPath = (org: string) => `api/0/organizations/${seg(org)}/`
  const projectPath = (org: string, project: string) => `api/0/projects/${seg(org)}/${seg(project)}/`
  const teamPath = (org: string, team: string) => `api/0/teams/${seg(org)}/${seg(team)}/`
  const memberTeamPath = (org: string, team: string, member = 'me') =>
    `${orgPath(org)}members/${seg(member)}/teams/${seg(team)}/`
  const projectTeamPath = (org: string, project: string, team: string) =>
    `${projectPath(org, project)}teams/${seg(team)}/`
  const keyPath = (org: string, project: string, key: string) => `${projectPath(org, project)}keys/${seg(key)}/`
  return {
    updateMe: (change) => http.json('PUT', 'api/0/users/me/', { body: change }),
    deleteOrganization: (org) => http.empty('DELETE', orgPath(org)),
    getTeam: (org, team) => http.json('GET', teamPath(org, team)),
    joinTeam: (org, team, member) => http.json('POST', memberTeamPath(org, team, member)),
    leaveTeam: (org, team, member) => http.json('DELETE', memberTeamPath(org, team, member)),
    listAllProjects: (page) => http.page('api/0/projects/', { ...page }),
    listTeamProjects: (org, team, page) => http.page(`${teamPath(org, team)}projects/`, { ...page }),
    listProjectTeams: (org, project) => http.page(`${projectPath(org, project)}teams/`, {}),
    addProjectTeam: (org, project, team) => http.json('POST', projectTeamPath(org, project, team)),
    removeProjectTeam: (org, project, team) => http.json('DELETE', projectTeamPath(org, project, team)),
    createKey: (org, project, input) => http.json('POST', `${projectPath(org, project)}keys/`, { body: input }),
    getKey: (org, project, key) => http.json('GET', keyPath(org, project, key)),
    deleteKey: (org, project, key) => http.empty('DELETE', keyPath(org, project, key)),
    listProjectIssues: (org, project, query) => http.page(`${projectPath(org, project)}issues/`, { ...query }),
    updateProjectIssues: (org, project, query, change) =>
      http.json('PUT', `${projectPath(org, project)}issues/`, { query: { ...query }, body: change }),
    listProjectEvents: (org, project, page) => http.page(`${projectPath(org, project)}events/`, { ...page }),
    getProjectEvent: (org, project, event) => http.json('GET', `${projectPath(org, project)}events/${seg(event)}/`),
    listProjectFeedback: (org, project, page) => http.page(`${projectPath(org, project)}user-feedback/`, { ...page }),
    getEventAttachment: (org, project, eventId, id) =>
      http.json('GET', `${projectPath(org, project)}events/${seg(eventId)}/attachments/${seg(id)}/`),
    listEnvironments: (org, query) => http.page(`${orgPath(org)}environments/`, { ...query }),
    listProjectEnvironments: (org, project, query) =>
      http.page(`${projectPath(org, project)}environments/`, { ...query }),
    updateProjectEnvironment: (org, project, environment, change) =>
      http.json('PUT', `${projectPath(org, project)}environments/${seg(environment)}/`, {
        body: { name: environment, ...change },
      }),
    getSessions: (org, query) => http.json('GET', `${orgPath(org)}sessions/`, { query: { ...query } }),
    getStats: (org, query) =>
      http.json('GET', `${orgPath(org)}stats_v2/`, {
        query: { category: 'error', field: 'sum(quantity)', ...query },
      }),
  }
}
