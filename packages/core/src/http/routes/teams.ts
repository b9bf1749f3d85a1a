import type { TeamProjectJson } from '../../client/types.js'
import type { Context } from '../../context.js'
import { AppError } from '../../errors.js'
import { notFound, openOrganization, openTeam, requireRole, type Seat } from '../../orgs/access.js'
import { SLUG } from '../../orgs/slug.js'
import type { Team } from '../../ports/model.js'
import { jsonResponse } from '../answers.js'
import { readFields, text } from '../input.js'
import { teamProjectJson } from '../json/teams.js'
import { allPages, pageOf, pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { TEAM_ANY, TEAM_OR_ORG_ANY, TEAM_OR_ORG_WRITE, TEAM_WRITE } from './rules.js'

const OF_ORG = '/api/0/organizations/:org/teams/'
const OF_MEMBER = '/api/0/organizations/:org/members/:member/teams/:team/'

export const teamRoutes: readonly Route[] = [
  { method: 'GET', path: OF_ORG, operation: 'listTeams', auth: TEAM_OR_ORG_ANY, handle: list },
  { method: 'POST', path: OF_ORG, operation: 'createTeam', auth: TEAM_OR_ORG_WRITE, handle: create },
  { method: 'GET', path: '/api/0/teams/:org/:team/', operation: 'getTeam', auth: TEAM_ANY, handle: get },
  { method: 'POST', path: OF_MEMBER, operation: 'joinTeam', auth: TEAM_WRITE, handle: join },
  { method: 'DELETE', path: OF_MEMBER, operation: 'leaveTeam', auth: TEAM_WRITE, handle: leave },
]

async function list(call: Call): Promise<HttpResponse> {
  const { storage } = call.context
  const { organization, user } = await openOrganization(call.context, call.actor, call.params.org ?? '')
  const [page, own, projects] = await Promise.all([
    storage.teams.list(organization.id, pageOf(call.query)),
    storage.teams.idsForUser(organization.id, user.id),
    allPages((request) => storage.projects.list(organization.id, request)),
  ])
  return pageResponse(call, page, (team) => teamProjectJson(team, own, projects))
}

async function create(call: Call): Promise<HttpResponse> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  requireRole(seat, 'team.create')
  const pattern = { regex: SLUG, wanted: 'letters, digits, - and _' }
  const { slug } = readFields(await call.json(), { slug: text({ min: 1, max: 50, pattern }) })
  const team = await call.context.storage.teams.create({
    organizationId: seat.organization.id,
    slug,
    creatorMembershipId: seat.membership.id,
  })
  return teamResponse(201, call.context, seat, team)
}

async function get(call: Call): Promise<HttpResponse> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  return teamResponse(200, call.context, seat, await openTeam(call.context, seat, call.params.team ?? ''))
}

async function join(call: Call): Promise<HttpResponse> {
  const { seat, team } = await ownPlace(call)
  const isOpen = seat.organization.openMembership || seat.membership.role !== 'member'
  if (!isOpen)
    throw new AppError('forbidden', 'Must be admin to modify teams: this organization has no open membership.')
  await call.context.storage.teams.addMember(seat.organization.id, team.id, seat.membership.id)
  return teamResponse(201, call.context, seat, await openTeam(call.context, seat, team.slug))
}

async function leave(call: Call): Promise<HttpResponse> {
  const { seat, team } = await ownPlace(call)
  await call.context.storage.teams.removeMember(seat.organization.id, team.id, seat.membership.id)
  return teamResponse(200, call.context, seat, await openTeam(call.context, seat, team.slug))
}

// Others are moved in and out with the management of members.
async function ownPlace(call: Call): Promise<{ seat: Seat; team: Team }> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  if (call.params.member !== 'me' && call.params.member !== seat.membership.id) throw notFound('member')
  return { seat, team: await openTeam(call.context, seat, call.params.team ?? '') }
}

async function teamResponse(status: number, context: Context, seat: Seat, team: Team): Promise<HttpResponse> {
  const { storage } = context
  const organizationId = seat.organization.id
  const [own, projects] = await Promise.all([
    storage.teams.idsForUser(organizationId, seat.user.id),
    allPages((page) => storage.projects.list(organizationId, page, { teamId: team.id })),
  ])
  const body: TeamProjectJson = teamProjectJson(team, own, projects)
  return jsonResponse(status, body)
}
