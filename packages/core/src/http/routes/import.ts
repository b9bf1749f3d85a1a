import { openOrganization, requireRole } from '../../orgs/access.js'
import { importOrganization } from '../../orgs/import.js'
import { LEAST_ROLE } from '../../orgs/roles.js'
import { jsonResponse } from '../answers.js'
import { aboutOrganization, record } from '../audit.js'
import { readFields, text } from '../input.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { ORG_ADMIN } from './rules.js'

const PATH = '/api/0/import/'

/** The organization is named in the body, and so is the role asked for in here. */
export const importRoutes: readonly Route[] = [
  { method: 'POST', path: PATH, operation: 'importOrganization', auth: ORG_ADMIN, handle: run },
]

const INPUT = {
  url: text({ min: 1, max: 500 }),
  authToken: text({ min: 1, max: 500, pattern: { regex: /^[\x21-\x7e]+$/, wanted: 'a token' } }),
  organizationSlug: text({ min: 1, max: 200 }),
}

async function run(call: Call): Promise<HttpResponse> {
  const { url, authToken, organizationSlug } = readFields(await call.json(), INPUT)
  const seat = await openOrganization(call.context, call.actor, organizationSlug)
  requireRole(seat, LEAST_ROLE['organization.import'])
  const counts = await importOrganization(call.context, seat, { url, token: authToken })
  await record(call, {
    ...aboutOrganization(seat.organization),
    action: 'organization.imported',
    after: { from: URL.canParse(url) ? new URL(url).host : '', ...counts },
  })
  return jsonResponse(200, counts)
}
