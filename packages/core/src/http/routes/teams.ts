import type { TeamProjectJson } from '../../client/organization-types.js'
import type { Context } from '../../context.js'
import { notFound, openOrganization, openTeam, type Seat } from '../../orgs/access.js'
import { openMember, requireToMove } from '../../orgs/members.js'
import { SLUG } from '../../orgs/slug.js'
import type { Team } from '../../ports/model.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { aboutMember, aboutTeam, record } from '../audit.js'
import { readFields, text } from '../input.js'
import { teamProjectJson } from '../json/teams.js'
import { allPages, pageOf, pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { forAction, TEAM_ADMIN, TEAM_ANY, TEAM_OR_ORG_ANY, TEAM_OR_ORG_WRITE, TEAM_WRITE } from './rules.js'

const OF_ORG = '/api/0/organizations/:org/teams/'
const ONE = '/api/0/teams/:org/:team/'
const OF_MEMBER = '/api/0/organizations/:org/members/:member/teams/:team/'

export const teamRoutes: readonly Route[] = [
  { method: 'GET', path: OF_ORG, operation: 'listTeams', auth: TEAM_OR_ORG_ANY, handle: list },
  {
    method: 'POST',
    path: OF_ORG,
    operation: 'createTeam',
    auth: forAction('team.create', TEAM_OR_ORG_WRITE),
    handle: create,
  },
  { method: 'GET', path: ONE, operation: 'getTeam', auth: TEAM_ANY, handle: get },
  { method: 'PUT', path: ONE, operation: 'updateTeam', auth: TEAM_WRITE, handle: update },
  { method: 'DELETE', path: ONE, operation: 'deleteTeam', auth: forAction('team.delete', TEAM_ADMIN), handle: remove },
  { method: 'POST', path: OF_MEMBER, operation: 'joinTeam', auth: TEAM_WRITE, handle: join },
  { method: 'DELETE', path: OF_MEMBER, operation: 'leaveTeam', auth: TEAM_WRITE, handle: leave },
]

const SLUG_ONLY = {
  slug: text({ min: 1, max: 50, pattern: { regex: SLUG, wanted: 'letters, digits, - and _' } }),
}

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
  const { slug } = readFields(await call.json(), SLUG_ONLY)
  const team = await call.context.storage.teams.create({
    organizationId: seat.organization.id,
    slug,
    creatorMembershipId: seat.membership.id,
  })
  await record(call, { ...aboutTeam(team), action: 'team.created' })
  return teamResponse(201, call.context, seat, team)
}

async function get(call: Call): Promise<HttpResponse> {
  const { seat, team } = await open(call)
  return teamResponse(200, call.context, seat, team)
}

async function update(call: Call): Promise<HttpResponse> {
  const { seat, team } = await open(call)
  const { slug } = readFields(await call.json(), SLUG_ONLY)
  const renamed = await call.context.storage.teams.update(seat.organization.id, team.id, { slug })
  if (renamed === null) throw notFound('team')
  if (slug !== team.slug)
    await record(call, { ...aboutTeam(renamed), action: 'team.updated', before: { slug: team.slug }, after: { slug } })
  return teamResponse(200, call.context, seat, renamed)
}

async function remove(call: Call): Promise<HttpResponse> {
  const { seat, team } = await open(call)
  await call.context.storage.teams.delete(seat.organization.id, team.id)
  await record(call, { ...aboutTeam(team), action: 'team.deleted' })
  return emptyResponse()
}

async function join(call: Call): Promise<HttpResponse> {
  return move(call, 201, true)
}

async function leave(call: Call): Promise<HttpResponse> {
  return move(call, 200, false)
}

async function move(call: Call, status: number, isJoining: boolean): Promise<HttpResponse> {
  const { seat, team } = await open(call)
  const { teams } = call.context.storage
  const member = await openMember(call.context, seat, call.params.member ?? '')
  await requireToMove(call.context, seat, { member, team, isJoining })
  if (isJoining) await teams.addMember(seat.organization.id, team.id, member.id)
  else await teams.removeMember(seat.organization.id, team.id, member.id)
  const action = isJoining ? 'member.joined_team' : 'member.left_team'
  await record(call, { ...aboutMember(member), action, after: { team: team.slug } })
  return teamResponse(status, call.context, seat, await openTeam(call.context, seat, team.slug))
}

async function open(call: Call): Promise<{ seat: Seat; team: Team }> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  return { seat, team: await openTeam(call.context, seat, call.params.team ?? '') }
}

async function teamResponse(status: number, context: Context, seat: Seat, team: Team): Promise<HttpResponse> {
  const { storage } = context
  const organizationId = seat.organization.id
  const [own, projects] = await Promise.all([
    storage.teams.idsForUser(organizationId, seat.user.id),
    allPages((page) => storage.projects.list(organizationId, page, { teamIds: [team.id] })),
  ])
  const body: TeamProjectJson = teamProjectJson(team, own, projects)
  return jsonResponse(status, body)
}
