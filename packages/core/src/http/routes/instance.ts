import type { InstanceOrganizationJson } from '../../client/member-types.js'
import { AppError } from '../../errors.js'
import { notFound, userOf } from '../../orgs/access.js'
import type { Organization } from '../../ports/model.js'
import { jsonResponse } from '../answers.js'
import { aboutOrganization, aboutUser, changed, record } from '../audit.js'
import { boolean, given, integer, optional, readFields, readQuery, text } from '../input.js'
import { organizationJson } from '../json/organizations.js'
import { rateField, rateJson } from '../json/rates.js'
import { userJson } from '../json/users.js'
import { pageOf, pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { SUPERUSER } from './rules.js'

const USERS = '/api/0/instance/users/'
const ORGS = '/api/0/instance/organizations/'

/** What who runs the instance does with accounts and organizations of others, whose contents they do not see by it. */
export const instanceRoutes: readonly Route[] = [
  { method: 'GET', path: USERS, operation: 'listUsers', auth: SUPERUSER, handle: listUsers },
  { method: 'PUT', path: `${USERS}:user/`, operation: 'updateUser', auth: SUPERUSER, handle: updateUser },
  { method: 'GET', path: ORGS, operation: 'listAllOrganizations', auth: SUPERUSER, handle: listOrganizations },
  { method: 'PUT', path: `${ORGS}:org/`, operation: 'throttleOrganization', auth: SUPERUSER, handle: throttle },
]

const USER = {
  isActive: optional(boolean),
  isSuperuser: optional(boolean),
  name: optional(text({ max: 255 })),
}
const LIMITS = {
  isAcceptingEvents: optional(boolean),
  eventThrottleRate: optional(integer(0, 100)),
  rateLimit: optional(rateField),
}

async function listUsers(call: Call): Promise<HttpResponse> {
  const page = await call.context.storage.users.list(pageOf(call.query), searched(call))
  return pageResponse(call, page, (user) => userJson(user))
}

/** Nobody locks themselves out, so that somebody is always left who can let others in. */
async function updateUser(call: Call): Promise<HttpResponse> {
  const { users, sessions } = call.context.storage
  const change = given(readFields(await call.json(), USER))
  const before = await users.get(call.params.user ?? '')
  if (before === null) throw notFound('user')
  const isLoss = change.isActive === false || change.isSuperuser === false
  if (before.id === userOf(call.actor).id && isLoss)
    throw new AppError('invalid_input', 'Nobody takes the rights of a superuser, or the account, from themselves.')
  const after = await users.update(before.id, change)
  if (after === null) throw notFound('user')
  if (!after.isActive) await sessions.deleteForUser(after.id)
  await record(call, { ...aboutUser(after), action: 'user.updated', ...changed(userJson(before), userJson(after)) })
  return jsonResponse(200, userJson(after))
}

async function listOrganizations(call: Call): Promise<HttpResponse> {
  const page = await call.context.storage.organizations.list(pageOf(call.query), searched(call))
  return pageResponse(call, page, instanceOrganizationJson)
}

async function throttle(call: Call): Promise<HttpResponse> {
  const { organizations } = call.context.storage
  const change = given(readFields(await call.json(), LIMITS))
  const before = await organizations.getBySlug(call.params.org ?? '')
  const after = before === null ? null : await organizations.update(before.id, change)
  if (before === null || after === null) throw notFound('organization')
  await record(call, {
    ...aboutOrganization(after),
    action: 'organization.throttled',
    ...changed(before, after),
  })
  return jsonResponse(200, instanceOrganizationJson(after))
}

function searched({ query }: Call): { readonly query: string } {
  return { query: readQuery(query, 'query', optional(text({ max: 200 }))) ?? '' }
}

function instanceOrganizationJson(organization: Organization): InstanceOrganizationJson {
  return { ...organizationJson(organization), rateLimit: rateJson(organization.rateLimit) }
}
