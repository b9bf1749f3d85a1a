import type { OrganizationDetailJson } from '../../client/organization-types.js'
import type { Context } from '../../context.js'
import { notFound, openOrganization, requireOwnSecondFactor, type Seat, userOf } from '../../orgs/access.js'
import {
  checkOrganizationSlug,
  createOrganization,
  MAX_ORGANIZATION_NAME,
  MAX_ORGANIZATION_SLUG,
  requireCreation,
} from '../../orgs/create.js'
import { ROLE_ACCESS } from '../../orgs/roles.js'
import { SLUG } from '../../orgs/slug.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { aboutOrganization, changed, record } from '../audit.js'
import { boolean, given, integer, optional, readFields, text } from '../input.js'
import { organizationJson } from '../json/organizations.js'
import { projectTeamJson } from '../json/projects.js'
import { rateField, rateJson } from '../json/rates.js'
import { teamJson } from '../json/teams.js'
import { allPages, pageOf, pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { forAction, ORG_ADMIN, ORG_ANY, ORG_WRITE } from './rules.js'

const ALL = '/api/0/organizations/'
const ONE = '/api/0/organizations/:org/'

export const organizationRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, operation: 'listOrganizations', auth: ORG_ANY, handle: list },
  { method: 'POST', path: ALL, operation: 'createOrganization', auth: ORG_WRITE, handle: create },
  { method: 'GET', path: ONE, operation: 'getOrganization', auth: ORG_ANY, handle: get },
  {
    method: 'PUT',
    path: ONE,
    operation: 'updateOrganization',
    auth: forAction('organization.update', ORG_WRITE),
    handle: update,
  },
  {
    method: 'DELETE',
    path: ONE,
    operation: 'deleteOrganization',
    auth: forAction('organization.delete', ORG_ADMIN),
    handle: remove,
  },
]

const SLUG_PATTERN = { regex: SLUG, wanted: 'letters, digits, - and _' }
const CHANGE = {
  name: optional(text({ min: 1, max: MAX_ORGANIZATION_NAME })),
  slug: optional(text({ min: 1, max: MAX_ORGANIZATION_SLUG, pattern: SLUG_PATTERN })),
  isAcceptingEvents: optional(boolean),
  openMembership: optional(boolean),
  require2fa: optional(boolean),
  require2FA: optional(boolean),
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
  const organization = await createOrganization(call.context, { name, ownerId: user.id })
  await record(call, { ...aboutOrganization(organization), action: 'organization.created' })
  const seat = await openOrganization(call.context, call.actor, organization.slug)
  return jsonResponse(201, await detail(call.context, seat))
}

async function get(call: Call): Promise<HttpResponse> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  return jsonResponse(200, await detail(call.context, seat))
}

async function update(call: Call): Promise<HttpResponse> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  const { scrubIPAddresses, require2fa, require2FA, ...input } = readFields(await call.json(), CHANGE)
  if (input.slug !== undefined) checkOrganizationSlug(input.slug)
  const change = given({
    ...input,
    scrubIpAddresses: scrubIPAddresses,
    requireTwoFactor: require2fa ?? require2FA,
  })
  if (change.requireTwoFactor && !seat.organization.requireTwoFactor)
    await requireOwnSecondFactor(call.context, seat.user)
  const organization = await call.context.storage.organizations.update(seat.organization.id, change)
  if (organization === null) throw notFound('organization')
  await record(call, {
    ...aboutOrganization(organization),
    action: 'organization.updated',
    ...changed(seat.organization, organization),
  })
  return jsonResponse(200, await detail(call.context, { ...seat, organization }))
}

async function remove(call: Call): Promise<HttpResponse> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  await call.context.storage.organizations.delete(seat.organization.id)
  await record(call, { ...aboutOrganization(seat.organization), action: 'organization.deleted' })
  return emptyResponse()
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
