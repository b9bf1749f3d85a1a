import type {
  AuditEntryJson,
  InvitationInput,
  InvitationJson,
  InvitedMemberJson,
  MemberDetailJson,
  RoleName,
} from './member-types.js'
import type { TeamProjectJson } from './organization-types.js'
import type { PageQuery } from './queries.js'
import type { ListPage, Transport } from './transport.js'

export interface AuditQuery extends PageQuery {
  /** Begins with: `member.` or `member.role_changed`. */
  readonly action?: string
  /** The id of who did it. */
  readonly user?: string
  /** The kind of what it was done to, such as `project`. */
  readonly target?: string
  /** ISO 8601: from the one on, before the other. */
  readonly start?: string
  readonly end?: string
}

export interface MemberQuery extends PageQuery {
  /** A part of a name or address. */
  readonly query?: string
  /** Those who have one of these. */
  readonly role?: readonly RoleName[]
}

/** Who is in an organization and its teams, and what they changed. `member` is an id, or `me`. */
export interface MemberClient {
  /** Sends a link to the address, or answers with it where no mail is sent. */
  inviteMember(org: string, input: InvitationInput): Promise<InvitedMemberJson>
  getMember(org: string, member: string): Promise<MemberDetailJson>
  updateMember(org: string, member: string, change: { orgRole: RoleName }): Promise<MemberDetailJson>
  /** Also withdraws an invitation, and leaves with `me`. */
  removeMember(org: string, member: string): Promise<void>
  /** With another link; the one before is worth nothing from then on. */
  resendInvitation(org: string, member: string): Promise<InvitedMemberJson>
  transferOwnership(org: string, member: string): Promise<MemberDetailJson>
  /** Who invites whom to what. Rejects with 403 where the link does not work any more. */
  getInvitation(id: string, token: string): Promise<InvitationJson>
  acceptInvitation(id: string, token: string): Promise<InvitationJson>
  listTeamMembers(org: string, team: string, page?: PageQuery): Promise<ListPage<MemberDetailJson>>
  updateTeam(org: string, team: string, change: { slug: string }): Promise<TeamProjectJson>
  /** Its projects stay. */
  deleteTeam(org: string, team: string): Promise<void>
  /**
   * Brings members (as invitations), teams, projects and keys over from the organization with the same slug on another
   * server. What is here stays; it may be run again. Answers how many of each are new.
   */
  importOrganization(input: {
    url: string
    authToken: string
    organizationSlug: string
  }): Promise<{ members: number; teams: number; projects: number; keys: number }>
  /** The newest first, for managers. */
  listAuditLog(org: string, query?: AuditQuery): Promise<ListPage<AuditEntryJson>>
}

export function memberMethods(http: Transport): MemberClient {
  const seg = encodeURIComponent
  const orgPath = (org: string) => `api/0/organizations/${seg(org)}/`
  const memberPath = (org: string, member: string) => `${orgPath(org)}members/${seg(member)}/`
  const teamPath = (org: string, team: string) => `api/0/teams/${seg(org)}/${seg(team)}/`
  const invitationPath = (id: string, token: string) => `api/0/accept/${seg(id)}/${seg(token)}/`
  return {
    inviteMember: (org, input) => http.json('POST', `${orgPath(org)}members/`, { body: input }),
    getMember: (org, member) => http.json('GET', memberPath(org, member)),
    updateMember: (org, member, change) => http.json('PUT', memberPath(org, member), { body: change }),
    removeMember: (org, member) => http.empty('DELETE', memberPath(org, member)),
    resendInvitation: (org, member) => http.json('POST', `${memberPath(org, member)}invite/`),
    transferOwnership: (org, member) => http.json('POST', `${memberPath(org, member)}set_owner/`),
    getInvitation: (id, token) => http.json('GET', invitationPath(id, token)),
    acceptInvitation: (id, token) => http.json('POST', invitationPath(id, token), { body: { acceptInvite: true } }),
    listTeamMembers: (org, team, page) => http.page(`${teamPath(org, team)}members/`, { ...page }),
    updateTeam: (org, team, change) => http.json('PUT', teamPath(org, team), { body: change }),
    deleteTeam: (org, team) => http.empty('DELETE', teamPath(org, team)),
    importOrganization: (input) => http.json('POST', 'api/0/import/', { body: input }),
    listAuditLog: (org, query) => http.page(`${orgPath(org)}audit-logs/`, { ...query }),
  }
}
