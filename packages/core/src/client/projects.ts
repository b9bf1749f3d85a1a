import type { KeyInput } from './changes.js'
import type { TeamJson } from './organization-types.js'
import type {
  EnvironmentJson,
  MovedProjectJson,
  ProjectJson,
  ProjectKeyJson,
  ProjectOrganizationJson,
  ProjectTeamJson,
} from './project-types.js'
import type { PageQuery } from './queries.js'
import type { ListPage, Transport } from './transport.js'

export interface EnvironmentQuery {
  readonly visibility?: 'all' | 'hidden' | 'visible'
}

/** What belongs to projects beside their settings: teams, keys, environments. */
export interface ProjectClient {
  /** Of every organization of the caller. */
  listAllProjects(page?: PageQuery): Promise<ListPage<ProjectOrganizationJson>>
  listTeamProjects(org: string, team: string, page?: PageQuery): Promise<ListPage<ProjectJson>>
  /** In the order in which they were assigned. */
  listProjectTeams(org: string, project: string): Promise<ListPage<TeamJson>>
  addProjectTeam(org: string, project: string, team: string): Promise<ProjectTeamJson>
  removeProjectTeam(org: string, project: string, team: string): Promise<ProjectTeamJson>
  /**
   * Hands the project to another organization of the caller, with everything in it; keys and ids stay. Its teams and what
   * only people of this organization had stay behind.
   */
  moveProject(
    org: string,
    project: string,
    to: { readonly organization: string; readonly team?: string | null },
  ): Promise<MovedProjectJson>
  createKey(org: string, project: string, input: KeyInput): Promise<ProjectKeyJson>
  getKey(org: string, project: string, key: string): Promise<ProjectKeyJson>
  /** What still uses it is refused from then on. */
  deleteKey(org: string, project: string, key: string): Promise<void>
  listProjectEnvironments(org: string, project: string, query?: EnvironmentQuery): Promise<ListPage<EnvironmentJson>>
  /** A hidden one is left out of lists; its events are kept like all others. */
  updateProjectEnvironment(
    org: string,
    project: string,
    environment: string,
    change: { isHidden: boolean },
  ): Promise<EnvironmentJson>
}

export function projectMethods(http: Transport): ProjectClient {
  const seg = encodeURIComponent
  const projectPath = (org: string, project: string) => `api/0/projects/${seg(org)}/${seg(project)}/`
  const teamPath = (org: string, project: string, team: string) => `${projectPath(org, project)}teams/${seg(team)}/`
  const keyPath = (org: string, project: string, key: string) => `${projectPath(org, project)}keys/${seg(key)}/`
  const environments = (org: string, project: string) => `${projectPath(org, project)}environments/`
  return {
    listAllProjects: (page) => http.page('api/0/projects/', { ...page }),
    listTeamProjects: (org, team, page) => http.page(`api/0/teams/${seg(org)}/${seg(team)}/projects/`, { ...page }),
    listProjectTeams: (org, project) => http.page(`${projectPath(org, project)}teams/`, {}),
    addProjectTeam: (org, project, team) => http.json('POST', teamPath(org, project, team)),
    removeProjectTeam: (org, project, team) => http.json('DELETE', teamPath(org, project, team)),
    moveProject: (org, project, to) => http.json('POST', `${projectPath(org, project)}move/`, { body: to }),
    createKey: (org, project, input) => http.json('POST', `${projectPath(org, project)}keys/`, { body: input }),
    getKey: (org, project, key) => http.json('GET', keyPath(org, project, key)),
    deleteKey: (org, project, key) => http.empty('DELETE', keyPath(org, project, key)),
    listProjectEnvironments: (org, project, query) => http.page(environments(org, project), { ...query }),
    updateProjectEnvironment: (org, project, environment, change) =>
      http.json('PUT', `${environments(org, project)}${seg(environment)}/`, { body: { name: environment, ...change } }),
  }
}
