import type { MemberDetailJson, MemberJson } from '../../client/member-types.js'
import { ROLE_NAMES } from '../../orgs/roles.js'
import type { Member } from '../../ports/members.js'
import { userJson } from './users.js'

export function memberJson(member: Member): MemberJson {
  return {
    id: member.id,
    role: member.role,
    orgRole: member.role,
    roleName: ROLE_NAMES[member.role],
    dateCreated: member.createdAt.toISOString(),
    email: member.email,
    user: member.user === null ? null : userJson(member.user),
    pending: member.user === null,
    isOwner: member.isPrimaryOwner,
    inviteExpires: member.invitation?.expiresAt.toISOString() ?? null,
  }
}

export function memberDetailJson(member: Member): MemberDetailJson {
  return { ...memberJson(member), teams: member.teams.map(({ slug }) => slug) }
}
