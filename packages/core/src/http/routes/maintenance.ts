import type { MaintenanceJson } from '../../client/maintenance-types.js'
import { notFound, openOrganization, type Seat } from '../../orgs/access.js'
import type { Maintenance, MaintenanceSetup } from '../../ports/maintenance.js'
import { announceMaintenance } from '../../status-pages/announce.js'
import { keptPagesOf } from '../../status-pages/kept.js'
import { forgetWindows } from '../../uptime/maintenance/active.js'
import { nextWindow } from '../../uptime/maintenance/window.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { aboutOrganization, changed, record } from '../audit.js'
import { readMaintenance, scheduleJson } from '../monitor-setup/maintenance.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { MONITOR_ANY, MONITOR_WRITE } from './rules.js'

const ALL = '/api/0/organizations/:org/maintenance-windows/'
const ONE = `${ALL}:maintenance/`

/** Times in which monitors are not judged. */
export const maintenanceRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, operation: 'listMaintenance', auth: MONITOR_ANY, handle: list },
  { method: 'POST', path: ALL, operation: 'createMaintenance', auth: MONITOR_WRITE, handle: create },
  { method: 'GET', path: ONE, operation: 'getMaintenance', auth: MONITOR_ANY, handle: get },
  { method: 'PUT', path: ONE, operation: 'updateMaintenance', auth: MONITOR_WRITE, handle: update },
  { method: 'DELETE', path: ONE, operation: 'deleteMaintenance', auth: MONITOR_WRITE, handle: remove },
]

/** All on one page: there are never many. */
async function list(call: Call): Promise<HttpResponse> {
  const { context } = call
  const { organization } = await open(call)
  const now = context.clock.now()
  const all = (await context.storage.maintenance.list(organization.id)).map((one) => toJson(one, now))
  return jsonResponse(200, [
    ...all.filter(({ next }) => next !== null).sort((a, b) => startOf(a).localeCompare(startOf(b))),
    ...all.filter(({ next }) => next === null),
  ])
}

async function create(call: Call): Promise<HttpResponse> {
  const { context } = call
  const { organization } = await open(call)
  const now = context.clock.now()
  const setup = readMaintenance(await call.json())
  const made = await context.storage.maintenance.create(organization.id, setup, now)
  forgetWindows(context)
  await announceMaintenance(context, made)
  await record(call, { ...about(organization, made), action: 'maintenance.created', after: audited(made) })
  return jsonResponse(201, toJson(made, now))
}

async function get(call: Call): Promise<HttpResponse> {
  return jsonResponse(200, toJson(await find(call, await open(call)), call.context.clock.now()))
}

async function update(call: Call): Promise<HttpResponse> {
  const { context } = call
  const seat = await open(call)
  const before = await find(call, seat)
  const now = context.clock.now()
  const setup = readMaintenance(await call.json())
  const after = await context.storage.maintenance.update(seat.organization.id, before.id, setup)
  if (after === null) throw notFound('maintenance window')
  forgetWindows(context)
  await announceMaintenance(context, after)
  const difference = changed(audited(before), audited(after))
  await record(call, { ...about(seat.organization, after), action: 'maintenance.updated', ...difference })
  return jsonResponse(200, toJson(after, now))
}

async function remove(call: Call): Promise<HttpResponse> {
  const { context } = call
  const seat = await open(call)
  const before = await find(call, seat)
  if (!(await context.storage.maintenance.delete(seat.organization.id, before.id))) throw notFound('maintenance window')
  forgetWindows(context)
  keptPagesOf(context).forget(seat.organization.id)
  await record(call, { ...about(seat.organization, before), action: 'maintenance.deleted', before: audited(before) })
  return emptyResponse()
}

function startOf({ next }: MaintenanceJson): string {
  return next?.start ?? ''
}

function open({ context, actor, params }: Call): Promise<Seat> {
  return openOrganization(context, actor, params.org ?? '')
}

async function find({ context, params }: Call, { organization }: Seat): Promise<Maintenance> {
  const one = await context.storage.maintenance.get(organization.id, params.maintenance ?? '')
  if (one === null) throw notFound('maintenance window')
  return one
}

function toJson(one: Maintenance, now: Date): MaintenanceJson {
  const next = nextWindow(one.schedule, now)
  return {
    ...{ id: one.id, title: one.title, text: one.text, window: scheduleJson(one.schedule) },
    ...{ monitors: one.monitorIds.map(Number), groups: [...one.groups], tags: [...one.tags], isPublic: one.isPublic },
    isActive: next !== null && next.start <= now,
    next: next === null ? null : { start: next.start.toISOString(), end: next.end.toISOString() },
    created: one.createdAt.toISOString(),
  }
}

function about(organization: Seat['organization'], { id, title }: Maintenance) {
  return { ...aboutOrganization(organization), target: { kind: 'maintenance', id, name: title } }
}

function audited({ id, organizationId, createdAt, ...setup }: Maintenance): {
  readonly [K in keyof MaintenanceSetup]: unknown
} {
  return { ...setup, schedule: scheduleJson(setup.schedule) }
}
