import { LEASE_MS } from '../../alerts/attempt.js'
import { channelStatesOf } from '../../alerts/channel-states.js'
import { deliver } from '../../alerts/deliver.js'
import { notFound, openOrganization, openProject, requireRole, type Seat } from '../../orgs/access.js'
import { LEAST_ROLE } from '../../orgs/roles.js'
import type { DeliveryDetail } from '../../ports/deliveries.js'
import { jsonResponse } from '../answers.js'
import { record } from '../audit.js'
import { oneOf, optional, readQuery, text } from '../input.js'
import { deliveriesShown, deliveryDetailJson } from '../json/deliveries.js'
import { pageOf, pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { PROJECT_ANY, PROJECT_WRITE } from './rules.js'

const ALL = '/api/0/organizations/:org/deliveries/'
const ONE = `${ALL}:delivery/`
const CHANNELS = '/api/0/organizations/:org/channels/'

/** What alerts of an organization told, and how the ways do by which they tell it. */
export const deliveryRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, operation: 'listOrganizationDeliveries', auth: PROJECT_ANY, handle: list },
  { method: 'GET', path: ONE, operation: 'getDelivery', auth: PROJECT_ANY, handle: get },
  { method: 'POST', path: `${ONE}retry/`, operation: 'retryDelivery', auth: PROJECT_WRITE, handle: retry },
  { method: 'GET', path: CHANNELS, operation: 'listChannelStates', auth: PROJECT_ANY, handle: channels },
]

async function list(call: Call): Promise<HttpResponse> {
  const { context, query } = call
  const seat = await open(call)
  const state = readQuery(query, 'state', optional(oneOf('pending', 'sent', 'failed', 'superseded')))
  const alertId = readQuery(query, 'alert', optional(text({ max: 20 })))
  const slug = query.get('project') ?? ''
  const project = slug === '' ? null : await openProject(context, seat, slug)
  const filter = {
    ...(state === undefined ? {} : { state }),
    ...(alertId === undefined ? {} : { alertId }),
    ...(project === null ? {} : { projectId: project.id }),
  }
  const page = await context.storage.deliveries.list(seat.organization.id, filter, pageOf(query))
  return pageResponse(call, page, await deliveriesShown(context, seat.organization.id, page.items))
}

async function get(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  return answer(call, seat, await find(call, seat))
}

/** Sends it while the caller waits: what becomes of it is in the answer. */
async function retry(call: Call): Promise<HttpResponse> {
  const { context } = call
  const seat = await open(call)
  const { organization, user } = seat
  const before = await find(call, seat)
  const [project] = await context.storage.projects.getMany(organization.id, [before.delivery.projectId])
  const own = await context.storage.teams.idsForUser(organization.id, user.id)
  if (!project?.teams.some(({ id }) => own.includes(id))) requireRole(seat, LEAST_ROLE['alert.foreign'])
  const { id } = before.delivery
  const claimed = await context.storage.deliveries.retry(organization.id, id, context.clock.now(), LEASE_MS)
  if (claimed === null) throw notFound('message')
  await deliver(context, claimed, true)
  const target = { kind: 'alert', id: claimed.alertId, name: `message ${id}` }
  await record(call, { organizationId: organization.id, target, action: 'alert.sent_again' })
  // A mail that was for nobody has become one for each who wants it now.
  const after = await context.storage.deliveries.get(organization.id, id)
  return answer(call, seat, after ?? { ...before, delivery: claimed })
}

async function channels(call: Call): Promise<HttpResponse> {
  const { organization } = await open(call)
  return jsonResponse(200, await channelStatesOf(call.context, organization.id))
}

async function find({ context, params }: Call, { organization }: Seat): Promise<DeliveryDetail> {
  const found = await context.storage.deliveries.get(organization.id, params.delivery ?? '')
  if (found === null) throw notFound('message')
  return found
}

async function answer({ context }: Call, { organization }: Seat, detail: DeliveryDetail): Promise<HttpResponse> {
  const shown = await deliveriesShown(context, organization.id, [detail.delivery])
  return jsonResponse(200, deliveryDetailJson(shown(detail.delivery), detail))
}

function open({ context, actor, params }: Call): Promise<Seat> {
  return openOrganization(context, actor, params.org ?? '')
}
