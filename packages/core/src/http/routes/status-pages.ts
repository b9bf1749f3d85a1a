import { invalidField } from '../../errors.js'
import { notFound, openOrganization, type Seat } from '../../orgs/access.js'
import type { Monitor } from '../../ports/monitors.js'
import type { StatusPage, StatusPageFields } from '../../ports/status-pages.js'
import { keptPagesOf } from '../../status-pages/kept.js'
import { readLogo } from '../../status-pages/logo.js'
import { maintainedIn } from '../../uptime/maintenance/active.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { aboutOrganization, changed, record } from '../audit.js'
import { readFields, text } from '../input.js'
import { statusPageJson, statusSubscriberJson } from '../json/status-pages.js'
import { pageOf, pageResponse } from '../page.js'
import { readNewStatusPage, readStatusPageChange } from '../status-page-input.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { MONITOR_ANY, MONITOR_WRITE } from './rules.js'

const ALL = '/api/0/organizations/:org/status-pages/'
const ONE = `${ALL}:page/`
const LOGO = `${ONE}logo/`
const SUBSCRIBERS = `${ONE}subscribers/`

/** Status pages as those who keep them see them: the first two as GlitchTip's clients speak of them. */
export const statusPageRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, operation: 'listStatusPages', auth: MONITOR_ANY, handle: list },
  { method: 'POST', path: ALL, operation: 'createStatusPage', auth: MONITOR_WRITE, handle: create },
  { method: 'GET', path: ONE, operation: 'getStatusPage', auth: MONITOR_ANY, handle: get },
  { method: 'PUT', path: ONE, operation: 'updateStatusPage', auth: MONITOR_WRITE, handle: update },
  { method: 'DELETE', path: ONE, operation: 'deleteStatusPage', auth: MONITOR_WRITE, handle: remove },
  { method: 'PUT', path: LOGO, operation: 'putStatusPageLogo', auth: MONITOR_WRITE, handle: setLogo },
  { method: 'DELETE', path: LOGO, operation: 'deleteStatusPageLogo', auth: MONITOR_WRITE, handle: removeLogo },
  {
    ...{ method: 'GET', path: SUBSCRIBERS, operation: 'listStatusPageSubscribers' },
    ...{ auth: MONITOR_ANY, handle: subscribers },
  },
  {
    ...{ method: 'DELETE', path: `${SUBSCRIBERS}:subscriber/`, operation: 'deleteStatusPageSubscriber' },
    ...{ auth: MONITOR_WRITE, handle: removeSubscriber },
  },
]

async function list(call: Call): Promise<HttpResponse> {
  const { context, query } = call
  const seat = await open(call)
  const page = await context.storage.statusPages.list(seat.organization.id, pageOf(query))
  const toJson = await tell(call, seat, page.items)
  return pageResponse(call, page, toJson)
}

async function create(call: Call): Promise<HttpResponse> {
  const { context } = call
  const seat = await open(call)
  const { id } = seat.organization
  const fields = await readNewStatusPage(context, id, await call.json())
  const page = await context.storage.statusPages.create(id, fields, context.clock.now())
  keptPagesOf(call.context).forget(seat.organization.id)
  await record(call, { ...about(seat, page), action: 'status_page.created', after: noted(page) })
  return jsonResponse(201, (await tell(call, seat, [page]))(page))
}

async function get(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const page = await openPage(call, seat)
  return jsonResponse(200, (await tell(call, seat, [page]))(page))
}

async function update(call: Call): Promise<HttpResponse> {
  const { context } = call
  const seat = await open(call)
  const before = await openPage(call, seat)
  const change = await readStatusPageChange(context, before, await call.json())
  const page = await context.storage.statusPages.update(seat.organization.id, before.id, change)
  if (page === null) throw notFound('status page')
  keptPagesOf(call.context).forget(seat.organization.id)
  await record(call, { ...about(seat, page), action: 'status_page.updated', ...changed(noted(before), noted(page)) })
  return jsonResponse(200, (await tell(call, seat, [page]))(page))
}

async function remove(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const page = await openPage(call, seat)
  await call.context.storage.statusPages.delete(seat.organization.id, page.id)
  keptPagesOf(call.context).forget(seat.organization.id)
  await record(call, { ...about(seat, page), action: 'status_page.deleted', before: noted(page) })
  return emptyResponse()
}

async function setLogo(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const page = await openPage(call, seat)
  const { image } = readFields(await call.json(), { image: text({ min: 1, max: 400_000 }) })
  const logo = readLogo(Buffer.from(image.replace(/^data:[\w/+.-]{1,100};base64,/, ''), 'base64'))
  if ('fault' in logo) throw invalidField('image', 'image', logo.fault)
  await call.context.storage.statusPages.setLogo(seat.organization.id, page.id, logo)
  keptPagesOf(call.context).forget(seat.organization.id)
  await record(call, { ...about(seat, page), action: 'status_page.logo_set', after: { mediaType: logo.mediaType } })
  const after = { ...page, hasLogo: true }
  return jsonResponse(200, (await tell(call, seat, [after]))(after))
}

async function removeLogo(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const page = await openPage(call, seat)
  await call.context.storage.statusPages.setLogo(seat.organization.id, page.id, null)
  keptPagesOf(call.context).forget(seat.organization.id)
  await record(call, { ...about(seat, page), action: 'status_page.logo_removed' })
  return emptyResponse()
}

async function subscribers(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const { id } = await openPage(call, seat)
  const { statusSubscribers } = call.context.storage
  const page = await statusSubscribers.list(seat.organization.id, id, pageOf(call.query))
  return pageResponse(call, page, statusSubscriberJson)
}

async function removeSubscriber(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const page = await openPage(call, seat)
  const { subscriber = '' } = call.params
  const { statusSubscribers } = call.context.storage
  if (!(await statusSubscribers.delete(seat.organization.id, page.id, subscriber))) throw notFound('subscriber')
  await record(call, { ...about(seat, page), action: 'status_page.subscriber_removed', before: { subscriber } })
  return emptyResponse()
}

function open({ context, actor, params }: Call): Promise<Seat> {
  return openOrganization(context, actor, params.org ?? '')
}

async function openPage({ context, params }: Call, { organization }: Seat): Promise<StatusPage> {
  const page = await context.storage.statusPages.getBySlug(organization.id, params.page ?? '')
  if (page === null) throw notFound('status page')
  return page
}

/** How each of the pages is told, with what they need of others asked for once. */
async function tell({ context }: Call, { organization }: Seat, pages: readonly StatusPage[]) {
  const { storage } = context
  const named = pages.flatMap(({ sections }) => sections.flatMap(({ monitors }) => monitors.map(({ id }) => id)))
  const [found, counts] = await Promise.all([
    storage.monitors.getMany(organization.id, [...new Set(named)]),
    storage.statusSubscribers.counts(
      organization.id,
      pages.map(({ id }) => id),
    ),
  ])
  const projectIds = [...new Set(found.flatMap(({ projectId }) => projectId ?? []))]
  const owners = new Map((await storage.projects.getMany(organization.id, projectIds)).map((one) => [one.id, one]))
  const monitors = new Map(found.map((monitor) => [monitor.id, monitor]))
  const projectOf = ({ projectId }: Monitor) => owners.get(projectId ?? '') ?? null
  const maintained = await maintainedIn(context, organization.id)
  return (page: StatusPage) => {
    const subscriberCount = counts.get(page.id) ?? 0
    return statusPageJson(context, page, { organization, monitors, projectOf, maintained, subscriberCount })
  }
}

function about({ organization }: Seat, { id, name }: StatusPage) {
  return { ...aboutOrganization(organization), target: { kind: 'status_page', id, name } }
}

/** What the log keeps of a page: whether it has a password, and none of it. */
function noted({ passwordHash, ...page }: StatusPage): Readonly<Record<string, unknown>> {
  const { id, organizationId, createdAt, hasLogo, ...fields } = page satisfies Omit<StatusPageFields, 'passwordHash'>
  return { ...fields, hasPassword: passwordHash !== null }
}
