import type { OrganizationDetailJson } from '../../client/types.js'
import type { Context } from '../../context.js'
import { notFound, openOrganization, requireRole, type Seat, userOf } from '../../orgs/access.js'
import { createOrganization, MAX_ORGANIZATION_NAME, requireCreation } from '../../orgs/create.js'
import { ROLE_ACCESS } from '../../orgs/roles.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { boolean, given, integer, optional, readFields, text } from '../input.js'
import { memberJson, organizationJson } from '../json/organizations.js'
import { projectTeamJson } from '../json/projects.js'
import { rateField, rateJson } from '../json/rates.js'
import { teamJson } from '../json/teams.js'
import { allPages, pageOf, pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { MEMBER_ANY, ORG_ADMIN, ORG_ANY, ORG_WRITE } from './rules.js'

const ALL = '/api/0/organizations/'
const ONE = '/api/0/organizations/:org/'

export const organizationRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, operation: 'listOrganizations', auth: ORG_ANY, handle: list },
  { method: 'POST', path: ALL, operation: 'createOrganization', auth: ORG_WRITE, handle: create },
  { method: 'GET', path: ONE, operation: 'getOrganization', auth: ORG_ANY, handle: get },
  { method: 'PUT', path: ONE, operation: 'updateOrganization', auth: ORG_WRITE, handle: update },
  { method: 'DELETE', path: ONE, operation: 'deleteOrganization', auth: ORG_ADMIN, handle: remove },
  { method: 'GET', path: `${ONE}members/`, operation: 'listMembers', auth: MEMBER_ANY, handle: listMembers },
]

const CHANGE = {
  name: optional(text({ min: 1, max: MAX_ORGANIZATION_NAME })),
  isAcceptingEvents: optional(boolean),
  eventThrottleRate: optional(integer(0, 100)),
  scrubIPAddresses: optional(boolean),
  rateLimit: optional(rateField),
}
const NAME = { name: text({ min: 1, max: MAX_ORGANIZATION_NAME }) }

async function list(call: Call): Promise<HttpResponse> {
  const user = userOf(call.actor)
  const page = await call.context.storage.organizations.listForUser(user.id, pageOf(call.query))
  return pageResponse(call, page, organizationJson)
}

async function create(call: Call): Promise<HttpResponse> {
  const user = userOf(call.actor)
  await requireCreation(call.context, user)
  const { name } = readFields(await call.json(), NAME)
  const { slug } = await createOrganization(call.context, { name, ownerId: user.id })
  return jsonResponse(201, await detail(call.context, await openOrganization(call.context, call.actor, slug)))
}

async function get(call: Call): Promise<HttpResponse> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  return jsonResponse(200, await detail(call.context, seat))
}

async function update(call: Call): Promise<HttpResponse> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  requireRole(seat, 'organization.update')
  const { scrubIPAddresses, ...input } = readFields(await call.json(), CHANGE)
  const organization = await call.context.storage.organizations.update(
    seat.organization.id,
    given({ ...input, scrubIpAddresses: scrubIPAddresses }),
  )
  if (organization === null) throw notFound('organization')
  return jsonResponse(200, await detail(call.context, { ...seat, organization }))
}

async function remove(call: Call): Promise<HttpResponse> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  requireRole(seat, 'organization.delete')
  await call.context.storage.organizations.delete(seat.organization.id)
  return emptyResponse()
}

async function listMembers(call: Call): Promise<HttpResponse> {
  const { organization } = await openOrganization(call.context, call.actor, call.params.org ?? '')
  const page = await call.context.storage.organizations.listMembers(organization.id, pageOf(call.query))
  return pageResponse(call, page, ({ membership, user }) => memberJson(membership, user))
}

async function detail({ storage }: Context, { organization, membership, user }: Seat): Promise<OrganizationDetailJson> {
  const [own, projects, teams] = await Promise.all([
    storage.teams.idsForUser(organization.id, user.id),
    allPages((page) => storage.projects.list(organization.id, page)),
    allPages((page) => storage.teams.list(organization.id, page)),
  ])
  return {
    ...organizationJson(organization),
    projects: projects.map((project) => projectTeamJson(project, own)),
    teams: teams.map((team) => teamJson(team, own)),
    access: [...ROLE_ACCESS[membership.role]],
    openMembership: organization.openMembership,
    scrubIPAddresses: organization.scrubIpAddresses,
    rateLimit: rateJson(organization.rateLimit),
  }
}
