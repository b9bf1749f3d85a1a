import { notFound, openOrganization, openTeam, type Seat } from '../../orgs/access.js'
import { type Invited, inviteMember, resendInvitation } from '../../orgs/invitations.js'
import { changeRole, openMember, removeMember } from '../../orgs/members.js'
import type { Member } from '../../ports/members.js'
import { ROLES } from '../../ports/model.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { aboutMember, record } from '../audit.js'
import {
  boolean,
  type Field,
  listOf,
  nullable,
  object,
  oneOf,
  optional,
  readFields,
  readQueryList,
  text,
} from '../input.js'
import { memberDetailJson } from '../json/members.js'
import { pageOf, pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { forAction, MEMBER_ADMIN, MEMBER_ANY, MEMBER_WRITE } from './rules.js'

const ALL = '/api/0/organizations/:org/members/'
const ONE = `${ALL}:member/`
const OF_TEAM = '/api/0/teams/:org/:team/members/'
const INVITE = forAction('member.invite', MEMBER_WRITE)
const HAND_ON = forAction('ownership.transfer', MEMBER_ADMIN)

export const memberRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, operation: 'listMembers', auth: MEMBER_ANY, handle: list },
  { method: 'POST', path: ALL, operation: 'inviteMember', auth: INVITE, handle: invite },
  { method: 'GET', path: OF_TEAM, operation: 'listTeamMembers', auth: MEMBER_ANY, handle: listOfTeam },
  { method: 'GET', path: ONE, operation: 'getMember', auth: MEMBER_ANY, handle: get },
  {
    method: 'PUT',
    path: ONE,
    operation: 'updateMember',
    auth: forAction('member.update', MEMBER_WRITE),
    handle: update,
  },
  // Everybody may leave: the role for removing others is asked for in there.
  { method: 'DELETE', path: ONE, operation: 'removeMember', auth: MEMBER_ADMIN, handle: remove },
  { method: 'POST', path: `${ONE}invite/`, operation: 'resendInvitation', auth: INVITE, handle: resend },
  { method: 'POST', path: `${ONE}set_owner/`, operation: 'transferOwnership', auth: HAND_ON, handle: transfer },
]

const role = oneOf(...ROLES)
const teamSlug: Field<string> = (value, loc) => text({ max: 50 })(object(value, loc).teamSlug, [...loc, 'teamSlug'])
const INVITATION = {
  email: text({ min: 1, max: 254 }),
  orgRole: optional(role),
  teamRoles: optional(nullable(listOf(teamSlug, 200))),
  sendInvite: optional(nullable(boolean)),
  reinvite: optional(nullable(boolean)),
}

const MAX_QUERY = 200

async function list(call: Call): Promise<HttpResponse> {
  const { organization } = await openOrganization(call.context, call.actor, call.params.org ?? '')
  const query = (call.query.get('query') ?? '').trim().slice(0, MAX_QUERY)
  const page = await call.context.storage.members.list(organization.id, pageOf(call.query), {
    query,
    roles: readQueryList(call.query, 'role', role),
  })
  return pageResponse(call, page, memberDetailJson)
}

async function listOfTeam(call: Call): Promise<HttpResponse> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  const { id: teamId } = await openTeam(call.context, seat, call.params.team ?? '')
  const page = await call.context.storage.members.list(seat.organization.id, pageOf(call.query), { teamId })
  return pageResponse(call, page, memberDetailJson)
}

async function get(call: Call): Promise<HttpResponse> {
  return jsonResponse(200, memberDetailJson((await open(call)).member))
}

async function invite(call: Call): Promise<HttpResponse> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  const input = readFields(await call.json(), INVITATION)
  const invited = await inviteMember(call.context, seat, {
    email: input.email,
    role: input.orgRole ?? 'member',
    teamSlugs: input.teamRoles ?? [],
    isMailed: input.sendInvite ?? true,
    reinvite: input.reinvite ?? true,
  })
  await record(call, {
    ...aboutMember(invited.member),
    action: invited.member.user === null ? 'member.invited' : 'member.added',
    after: { role: invited.member.role, teams: invited.member.teams.map(({ slug }) => slug) },
  })
  return invitedResponse(201, invited)
}

async function resend(call: Call): Promise<HttpResponse> {
  const { seat, member } = await open(call)
  const invited = await resendInvitation(call.context, seat, member)
  await record(call, { ...aboutMember(member), action: 'member.invited_again' })
  return invitedResponse(200, invited)
}

/** Only the role is changed: teams have routes of their own, and clients send an empty list of them along. */
async function update(call: Call): Promise<HttpResponse> {
  const { seat, member } = await open(call)
  const { orgRole } = readFields(await call.json(), { orgRole: role })
  const updated = await changeRole(call.context, seat, member, orgRole)
  if (updated.role !== member.role)
    await record(call, {
      ...aboutMember(member),
      action: 'member.role_changed',
      before: { role: member.role },
      after: { role: updated.role },
    })
  return jsonResponse(200, memberDetailJson(updated))
}

async function remove(call: Call): Promise<HttpResponse> {
  const { seat, member } = await open(call)
  await removeMember(call.context, seat, member)
  const action = member.id === seat.membership.id ? 'member.left' : 'member.removed'
  await record(call, { ...aboutMember(member), action, before: { role: member.role } })
  return emptyResponse()
}

async function transfer(call: Call): Promise<HttpResponse> {
  const { seat, member } = await open(call)
  const owner = await call.context.storage.members.transferOwnership(seat.organization.id, member.id)
  if (owner === null) throw notFound('member who has accepted the invitation')
  await record(call, { ...aboutMember(owner), action: 'organization.ownership_transferred' })
  return jsonResponse(200, memberDetailJson(owner))
}

async function open(call: Call): Promise<{ readonly seat: Seat; readonly member: Member }> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  return { seat, member: await openMember(call.context, seat, call.params.member ?? '') }
}

function invitedResponse(status: number, { member, link }: Invited): HttpResponse {
  return jsonResponse(status, { ...memberDetailJson(member), inviteLink: link })
}
