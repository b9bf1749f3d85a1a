import type { SessionsJson } from './organization-types.js'
import type { PageQuery } from './queries.js'
import type {
  CommitInput,
  CommitJson,
  DeployInput,
  DeployJson,
  ReleaseChange,
  ReleaseJson,
  RepositoryJson,
} from './release-types.js'
import type { ListPage, Transport } from './transport.js'

export interface ReleaseQuery extends PageQuery {
  /** Ids. */
  readonly project?: readonly string[]
  /** A part of the version. */
  readonly query?: string
  readonly status?: 'open' | 'archived'
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

/** What was shipped, and who hears of what happens in it. */
export interface ReleaseClient {
  /** The newest made first. */
  listReleases(org: string, query?: ReleaseQuery): Promise<ListPage<ReleaseJson>>
  /** Makes the release or changes the one of this version; the projects, by slug or id, are added to those it has. */
  createRelease(
    org: string,
    input: ReleaseChange & { version: string; projects: readonly string[] },
  ): Promise<ReleaseJson>
  getRelease(org: string, version: string): Promise<ReleaseJson>
  updateRelease(org: string, version: string, change: ReleaseChange): Promise<ReleaseJson>
  /** With its commits and deploys. An event of it makes it again. */
  deleteRelease(org: string, version: string): Promise<void>
  listProjectReleases(org: string, project: string, query?: ReleaseQuery): Promise<ListPage<ReleaseJson>>
  createProjectRelease(org: string, project: string, input: ReleaseChange & { version: string }): Promise<ReleaseJson>
  getProjectRelease(org: string, project: string, version: string): Promise<ReleaseJson>
  updateProjectRelease(org: string, project: string, version: string, change: ReleaseChange): Promise<ReleaseJson>
  deleteProjectRelease(org: string, project: string, version: string): Promise<void>
  /** The newest first. */
  listCommits(org: string, version: string): Promise<readonly CommitJson[]>
  listProjectCommits(org: string, project: string, version: string): Promise<readonly CommitJson[]>
  setCommits(org: string, version: string, commits: readonly CommitInput[]): Promise<ReleaseJson>
  /** The newest release before it that has commits and a project of it; empty where there is none. */
  getPreviousRelease(org: string, version: string): Promise<Partial<ReleaseJson>>
  /** Finished last first. */
  listDeploys(org: string, version: string, page?: PageQuery): Promise<ListPage<DeployJson>>
  createDeploy(org: string, version: string, input: DeployInput): Promise<DeployJson>
  /** Release health: sessions and users, by project, release, environment or how sessions ended. */
  getSessions(org: string, query: SessionsQuery): Promise<SessionsJson>
  listRepositories(org: string, page?: PageQuery): Promise<ListPage<RepositoryJson>>
  createRepository(
    org: string,
    input: { name: string; url?: string; provider?: Readonly<Record<string, unknown>> | null },
  ): Promise<RepositoryJson>
  /** Those of the release in which the issue began. */
  listIssueCommits(id: string): Promise<readonly CommitJson[]>
}

/** What the pages of releases ask for. */
export type ReleasePagesClient = Pick<
  ReleaseClient,
  'listReleases' | 'getRelease' | 'listCommits' | 'listDeploys' | 'getSessions'
>

export function releaseMethods(http: Transport): ReleaseClient {
  const seg = encodeURIComponent
  const orgPath = (org: string) => `api/0/organizations/${seg(org)}/`
  const projectPath = (org: string, project: string) => `api/0/projects/${seg(org)}/${seg(project)}/`
  const path = (org: string, version: string) => `${orgPath(org)}releases/${seg(version)}/`
  const ofProject = (org: string, project: string, version: string) =>
    `${projectPath(org, project)}releases/${seg(version)}/`
  return {
    listReleases: (org, query) => http.page(`${orgPath(org)}releases/`, { ...query }),
    createRelease: (org, input) => http.json('POST', `${orgPath(org)}releases/`, { body: input }),
    getRelease: (org, version) => http.json('GET', path(org, version)),
    updateRelease: (org, version, change) => http.json('PUT', path(org, version), { body: change }),
    deleteRelease: (org, version) => http.empty('DELETE', path(org, version)),
    listProjectReleases: (org, project, query) => http.page(`${projectPath(org, project)}releases/`, { ...query }),
    createProjectRelease: (org, project, input) =>
      http.json('POST', `${projectPath(org, project)}releases/`, { body: input }),
    getProjectRelease: (org, project, version) => http.json('GET', ofProject(org, project, version)),
    updateProjectRelease: (org, project, version, change) =>
      http.json('PUT', ofProject(org, project, version), { body: change }),
    deleteProjectRelease: (org, project, version) => http.empty('DELETE', ofProject(org, project, version)),
    listCommits: (org, version) => http.json('GET', `${path(org, version)}commits/`),
    listProjectCommits: (org, project, version) => http.json('GET', `${ofProject(org, project, version)}commits/`),
    setCommits: (org, version, commits) => http.json('POST', `${path(org, version)}commits/`, { body: commits }),
    getPreviousRelease: (org, version) => http.json('GET', `${path(org, version)}previous-with-commits/`),
    listDeploys: (org, version, page) => http.page(`${path(org, version)}deploys/`, { ...page }),
    createDeploy: (org, version, input) => http.json('POST', `${path(org, version)}deploys/`, { body: input }),
    getSessions: (org, query) => http.json('GET', `${orgPath(org)}sessions/`, { query: { ...query } }),
    listRepositories: (org, page) => http.page(`${orgPath(org)}repos/`, { ...page }),
    createRepository: (org, input) => http.json('POST', `${orgPath(org)}repos/`, { body: input }),
    listIssueCommits: (id) => http.json('GET', `api/0/issues/${seg(id)}/commits/`),
  }
}
