import type { StatsJson, TeamProjectJson } from './organization-types.js'
import type { Transport } from './transport.js'

/** What belongs to an organization beside its members and projects. */
export interface OrganizationClient {
  /** Deletes the organization with its projects and everything in them. */
  deleteOrganization(org: string): Promise<void>
  getTeam(org: string, team: string): Promise<TeamProjectJson>
  /** The caller joins or leaves, or the member whose id is given. */
  joinTeam(org: string, team: string, member?: string): Promise<TeamProjectJson>
  leaveTeam(org: string, team: string, member?: string): Promise<TeamProjectJson>
  /** Counts per interval, of what was accepted unless asked otherwise. Times are ISO 8601 or `now-24h`. */
  getStats(org: string, query: StatsQuery): Promise<StatsJson>
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

export function organizationMethods(http: Transport): OrganizationClient {
  const seg = encodeURIComponent
  const orgPath = (org: string) => `api/0/organizations/${seg(org)}/`
  const teamPath = (org: string, team: string) => `api/0/teams/${seg(org)}/${seg(team)}/`
  const memberTeamPath = (org: string, team: string, member = 'me') =>
    `${orgPath(org)}members/${seg(member)}/teams/${seg(team)}/`
  return {
    deleteOrganization: (org) => http.empty('DELETE', orgPath(org)),
    getTeam: (org, team) => http.json('GET', teamPath(org, team)),
    joinTeam: (org, team, member) => http.json('POST', memberTeamPath(org, team, member)),
    leaveTeam: (org, team, member) => http.json('DELETE', memberTeamPath(org, team, member)),
    getStats: (org, query) =>
      http.json('GET', `${orgPath(org)}stats_v2/`, {
        query: { category: 'error', field: 'sum(quantity)', ...query },
      }),
  }
}
