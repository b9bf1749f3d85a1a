import { notFound, openOrganization } from '../../orgs/access.js'
import type { AuditFilter } from '../../ports/audit.js'
import type { Id } from '../../ports/model.js'
import { given, optional, readQuery, text } from '../input.js'
import { auditEntryJson } from '../json/audit.js'
import { pageOf, pageResponse } from '../page.js'
import { parseTime } from '../time.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { forAction, ORG_ANY, SUPERUSER } from './rules.js'

const OF_ORG = '/api/0/organizations/:org/audit-logs/'
const OF_INSTANCE = '/api/0/audit-logs/'

/** Who changed what. */
export const auditRoutes: readonly Route[] = [
  { method: 'GET', path: OF_ORG, operation: 'listAuditLog', auth: forAction('audit.read', ORG_ANY), handle: listOfOrg },
  { method: 'GET', path: OF_INSTANCE, operation: 'listInstanceAuditLog', auth: SUPERUSER, handle: listOfInstance },
]

async function listOfOrg(call: Call): Promise<HttpResponse> {
  const { organization } = await openOrganization(call.context, call.actor, call.params.org ?? '')
  return list(call, organization.id)
}

async function listOfInstance(call: Call): Promise<HttpResponse> {
  const slug = readQuery(call.query, 'organization', optional(text({ max: 200 })))
  if (slug === undefined) return list(call, null)
  const organization = await call.context.storage.organizations.getBySlug(slug)
  if (organization === null) throw notFound('organization')
  return list(call, organization.id)
}

async function list(call: Call, organizationId: Id | null): Promise<HttpResponse> {
  const word = optional(text({ max: 60 }))
  const filter: AuditFilter = given({
    action: readQuery(call.query, 'action', word),
    userId: readQuery(call.query, 'user', word),
    targetKind: readQuery(call.query, 'target', word),
    from: time(call, 'start'),
    to: time(call, 'end'),
  })
  const page = await call.context.storage.audit.list(organizationId, pageOf(call.query), filter)
  return pageResponse(call, page, auditEntryJson)
}

function time({ query, context }: Call, name: 'start' | 'end'): Date | undefined {
  const given = readQuery(query, name, optional(text({ min: 1, max: 40 })))
  return given === undefined ? undefined : parseTime(given, context.clock.now(), name)
}
