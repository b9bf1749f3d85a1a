import type { TeamJson, TeamProjectJson } from '../../client/organization-types.js'
import type { Id, Project, Team } from '../../ports/model.js'
import { projectJson } from './projects.js'

/** `own`: the ids of the teams that the caller is in. */
export function teamJson(team: Team, own: readonly Id[]): TeamJson {
  return {
    id: team.id,
    slug: team.slug,
    dateCreated: team.createdAt.toISOString(),
    isMember: own.includes(team.id),
    memberCount: team.memberCount,
  }
}

/** `projects` may hold those of other teams as well. */
export function teamProjectJson(team: Team, own: readonly Id[], projects: readonly Project[]): TeamProjectJson {
  const assigned = projects.filter((project) => project.teams.some(({ id }) => id === team.id))
  return { ...teamJson(team, own), projects: assigned.map((project) => projectJson(project, own)) }
}
