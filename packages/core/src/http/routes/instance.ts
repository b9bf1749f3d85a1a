import type { InstanceOrganizationJson } from '../../client/admin-types.js'
import type { Context } from '../../context.js'
import { notFound } from '../../orgs/access.js'
import type { Organization } from '../../ports/model.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { aboutOrganization, changed, record } from '../audit.js'
import { boolean, given, integer, optional, readFields, readQuery, text } from '../input.js'
import { organizationJson } from '../json/organizations.js'
import { rateField, rateJson } from '../json/rates.js'
import { pageOf, pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { overviewRoutes } from './instance-overview.js'
import { instanceUserRoutes } from './instance-users.js'
import { SUPERUSER } from './rules.js'

const ORGS = '/api/0/instance/organizations/'
const ORG = `${ORGS}:org/`

/** What who runs the instance does with accounts and organizations of others, whose contents they do not see by it. */
export const instanceRoutes: readonly Route[] = [
  ...instanceUserRoutes,
  { method: 'GET', path: ORGS, operation: 'listAllOrganizations', auth: SUPERUSER, handle: list },
  { method: 'PUT', path: ORG, operation: 'throttleOrganization', auth: SUPERUSER, handle: throttle },
  { method: 'DELETE', path: ORG, operation: 'deleteAnyOrganization', auth: SUPERUSER, handle: remove },
  ...overviewRoutes,
]

const LIMITS = {
  isAcceptingEvents: optional(boolean),
  eventThrottleRate: optional(integer(0, 100)),
  rateLimit: optional(rateField),
}

async function list(call: Call): Promise<HttpResponse> {
  const query = readQuery(call.query, 'query', optional(text({ max: 200 }))) ?? ''
  const { organizations } = call.context.storage
  const page = await organizations.list(pageOf(call.query), { query })
  const items = await withHoldings(call.context, page.items)
  return pageResponse(call, { ...page, items }, (item) => item)
}

async function throttle(call: Call): Promise<HttpResponse> {
  const { organizations } = call.context.storage
  const change = given(readFields(await call.json(), LIMITS))
  const before = await open(call)
  const after = await organizations.update(before.id, change)
  if (after === null) throw notFound('organization')
  await record(call, {
    ...aboutOrganization(after),
    action: 'organization.throttled',
    ...changed(before, after),
  })
  const [json] = await withHoldings(call.context, [after])
  return jsonResponse(200, json)
}

async function remove(call: Call): Promise<HttpResponse> {
  const organization = await open(call)
  await call.context.storage.organizations.delete(organization.id)
  await record(call, { ...aboutOrganization(organization), action: 'organization.deleted' })
  return emptyResponse()
}

async function open({ context, params }: Call): Promise<Organization> {
  const organization = await context.storage.organizations.getBySlug(params.org ?? '')
  if (organization === null) throw notFound('organization')
  return organization
}

async function withHoldings(
  { storage }: Context,
  organizations: readonly Organization[],
): Promise<readonly InstanceOrganizationJson[]> {
  const holdings = await storage.instance.holdings(organizations.map(({ id }) => id))
  const byId = new Map(holdings.map((one) => [one.organizationId, one]))
  return organizations.map((organization) => {
    const { projects = 0, members = 0, events = 0, bytes = 0 } = byId.get(organization.id) ?? {}
    return {
      ...organizationJson(organization),
      rateLimit: rateJson(organization.rateLimit),
      ...{ projectCount: projects, memberCount: members, eventCount: events, bytes },
    }
  })
}
