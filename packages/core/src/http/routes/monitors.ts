import type { HeartbeatJson } from '../../client/answer-types.js'
import { notFound, openOrganization, type Seat } from '../../orgs/access.js'
import type { Id, Project } from '../../ports/model.js'
import type { Monitor, MonitorSetup } from '../../ports/monitors.js'
import { beat } from '../../uptime/beat.js'
import { tellChange } from '../../uptime/changes.js'
import { requireRoom } from '../../uptime/load.js'
import { maintainedIn } from '../../uptime/maintenance/active.js'
import { withoutSecrets } from '../../uptime/secrets.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { aboutOrganization, changed, record } from '../audit.js'
import { oneOf, optional, readQuery } from '../input.js'
import { checkInJson } from '../json/check-ins.js'
import { checkDetailJson, monitorJson, reasonNumber, withCheckDetails, withChecks } from '../json/monitors.js'
import { readBeat } from '../monitor-setup/beat.js'
import { filterFrom } from '../monitor-setup/relations.js'
import { readMonitorSetup } from '../monitor-setup/setup.js'
import { pageOf, pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { MONITOR_ANY, MONITOR_WRITE, PUBLIC } from './rules.js'

const ALL = '/api/0/organizations/:org/monitors/'
const ONE = `${ALL}:monitor/`
const BEAT = '/api/0/organizations/:org/heartbeat_check/:endpoint/'

/** Uptime monitors, as GlitchTip's clients speak of them. */
export const monitorRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, operation: 'listMonitors', auth: MONITOR_ANY, handle: list },
  { method: 'POST', path: ALL, operation: 'createMonitor', auth: MONITOR_WRITE, handle: create },
  { method: 'GET', path: ONE, operation: 'getMonitor', auth: MONITOR_ANY, handle: get },
  { method: 'PUT', path: ONE, operation: 'updateMonitor', auth: MONITOR_WRITE, handle: update },
  { method: 'DELETE', path: ONE, operation: 'deleteMonitor', auth: MONITOR_WRITE, handle: remove },
  { method: 'GET', path: `${ONE}checks/`, operation: 'listMonitorChecks', auth: MONITOR_ANY, handle: checks },
  { method: 'GET', path: `${ONE}check-ins/`, operation: 'listMonitorCheckIns', auth: MONITOR_ANY, handle: checkIns },
  { method: 'GET', path: BEAT, operation: null, auth: PUBLIC, handle: heartbeat },
  { method: 'POST', path: BEAT, operation: null, auth: PUBLIC, handle: heartbeat },
]

const SHOWN_CHECKS = 60

async function list(call: Call): Promise<HttpResponse> {
  const { context, query } = call
  const { organization } = await open(call)
  const maintained = await maintainedIn(context, organization.id)
  const filter = { ...filterFrom(query), ...(maintained === null ? {} : { maintained }) }
  const page = await context.storage.monitors.list(organization.id, pageOf(query), filter)
  const [recent, projects] = await Promise.all([
    context.storage.monitors.recentChecks(page.items, SHOWN_CHECKS),
    projectsOf(call, organization.id, page.items),
  ])
  return pageResponse(call, page, (monitor) => {
    const project = projects.get(monitor.projectId ?? '') ?? null
    return withChecks(
      monitorJson(context, monitor, { organization, project, maintained }),
      recent.get(monitor.id) ?? [],
    )
  })
}

async function create(call: Call): Promise<HttpResponse> {
  const { context } = call
  const seat = await open(call)
  const setup = await readMonitorSetup(context, seat.organization.id, await call.json())
  await requireRoom(context, seat.organization.id, { before: null, after: setup })
  const monitor = await context.storage.monitors.create(seat.organization.id, setup, context.clock.now())
  tellChange(context)
  await record(call, { ...aboutMonitor(seat, monitor), action: 'monitor.created', after: audited(setup) })
  return jsonResponse(201, withChecks(await toJson(call, seat, monitor), []))
}

async function get(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const monitor = await openMonitor(call, seat)
  const recent = await call.context.storage.monitors.recentChecks([monitor], SHOWN_CHECKS, { withAnswers: true })
  return jsonResponse(200, withCheckDetails(await toJson(call, seat, monitor), recent.get(monitor.id) ?? []))
}

async function update(call: Call): Promise<HttpResponse> {
  const { context } = call
  const seat = await open(call)
  const before = await openMonitor(call, seat)
  const setup = await readMonitorSetup(context, seat.organization.id, await call.json(), before)
  await requireRoom(context, seat.organization.id, { before, after: setup })
  const { monitors } = context.storage
  const monitor = await monitors.update(seat.organization.id, before.id, setup, context.clock.now())
  if (monitor === null) throw notFound('monitor')
  if (monitor.isPaused) await leave(call, monitor)
  tellChange(context)
  await record(call, {
    ...aboutMonitor(seat, monitor),
    action: 'monitor.updated',
    ...changed(audited(before), audited(setup)),
  })
  const recent = await monitors.recentChecks([monitor], SHOWN_CHECKS)
  return jsonResponse(200, withChecks(await toJson(call, seat, monitor), recent.get(monitor.id) ?? []))
}

async function remove(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const monitor = await openMonitor(call, seat)
  await leave(call, monitor)
  await call.context.storage.monitors.delete(seat.organization.id, monitor.id)
  await record(call, { ...aboutMonitor(seat, monitor), action: 'monitor.deleted', before: audited(monitor) })
  return emptyResponse()
}

async function checks(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const monitor = await openMonitor(call, seat)
  const isChange = readQuery(call.query, 'is_change', optional(oneOf('true', 'false')))
  const filter = isChange === undefined ? {} : { isChange: isChange === 'true' }
  const page = await call.context.storage.monitors.checks(seat.organization.id, monitor.id, pageOf(call.query), filter)
  return pageResponse(call, page, checkDetailJson)
}

/** Of a monitor that has none there is nothing. */
async function checkIns(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const { cron, projectId } = await openMonitor(call, seat)
  if (cron === null || projectId === null)
    return pageResponse(call, { items: [], next: null, previous: null }, checkInJson)
  const filter = { monitorSlug: cron.slug }
  const { checkIns: kept } = call.context.storage
  const page = await kept.list(seat.organization.id, projectId, pageOf(call.query), filter)
  return pageResponse(call, page, checkInJson)
}

/** Whoever knows the address may say how it is; answered in snake_case too, as GlitchTip does here alone. */
async function heartbeat({ context, params, query }: Call): Promise<HttpResponse> {
  const place = { organizationSlug: params.org ?? '', endpointId: params.endpoint ?? '' }
  const check = await beat(context, place, readBeat(query))
  if (check === null) throw notFound('heartbeat')
  const reason = check.reason === null ? null : reasonNumber(check.reason)
  const [isUp, startCheck] = [check.isUp, check.at.toISOString()]
  const answer: HeartbeatJson = { isUp, startCheck, reason, is_up: isUp, start_check: startCheck }
  return jsonResponse(200, answer)
}

/** Nobody looks at it any more, so no incident waits for it. */
function leave({ context }: Call, { id, organizationId }: Monitor): Promise<void> {
  return context.storage.incidents.leave(organizationId, [id], context.clock.now())
}

export function open({ context, actor, params }: Call): Promise<Seat> {
  return openOrganization(context, actor, params.org ?? '')
}

export async function openMonitor({ context, params }: Call, { organization }: Seat): Promise<Monitor> {
  const monitor = await context.storage.monitors.get(organization.id, params.monitor ?? '')
  if (monitor === null) throw notFound('monitor')
  return monitor
}

async function projectsOf(
  { context }: Call,
  organizationId: Id,
  monitors: readonly Monitor[],
): Promise<ReadonlyMap<Id, Project>> {
  const ids = [...new Set(monitors.flatMap(({ projectId }) => (projectId === null ? [] : [projectId])))]
  return new Map((await context.storage.projects.getMany(organizationId, ids)).map((one) => [one.id, one]))
}

async function toJson(call: Call, { organization }: Seat, monitor: Monitor) {
  const projects = await projectsOf(call, organization.id, [monitor])
  const maintained = await maintainedIn(call.context, organization.id)
  const project = projects.get(monitor.projectId ?? '') ?? null
  return monitorJson(call.context, monitor, { organization, project, maintained })
}

function aboutMonitor({ organization }: Seat, { id, name }: Pick<Monitor, 'id' | 'name'>) {
  return { ...aboutOrganization(organization), target: { kind: 'monitor', id, name } }
}

/** The set-up, without what else is known of a monitor. */
function audited(monitor: MonitorSetup & Partial<Monitor>): Readonly<Record<string, unknown>> {
  const { id, organizationId, createdAt, endpointId, health, lastCheckAt, ...rest } = monitor
  const { nextCheckAt, certificateEndsAt, version, progress, ...setup } = rest
  return { ...setup, request: withoutSecrets(setup.request) }
}
