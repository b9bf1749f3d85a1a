import { randomUUID } from 'node:crypto'
import { attemptChannel } from '../../alerts/attempt.js'
import type { AlertTestJson } from '../../client/alert-types.js'
import type { Context } from '../../context.js'
import { notFound, openOrganization, openProject, requireRole, type Seat } from '../../orgs/access.js'
import { LEAST_ROLE } from '../../orgs/roles.js'
import type { AlertRecipient, ProjectAlert } from '../../ports/alerts.js'
import type { Project } from '../../ports/model.js'
import { readAlert } from '../alert-input.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { changed, record } from '../audit.js'
import { alertJson, deliveryJson } from '../json/alerts.js'
import { pageOf, pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { forAction, PROJECT_ADMIN, PROJECT_ANY, PROJECT_WRITE } from './rules.js'

const ALL = '/api/0/projects/:org/:project/alerts/'
const ONE = `${ALL}:alert/`
const DELETE = forAction('alert.delete', PROJECT_ADMIN)

export const alertRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, operation: 'listAlerts', auth: PROJECT_ANY, handle: list },
  { method: 'POST', path: ALL, operation: 'createAlert', auth: PROJECT_WRITE, handle: create },
  { method: 'PUT', path: ONE, operation: 'updateAlert', auth: PROJECT_WRITE, handle: update },
  { method: 'DELETE', path: ONE, operation: 'deleteAlert', auth: DELETE, handle: remove },
  { method: 'GET', path: `${ONE}deliveries/`, operation: 'listDeliveries', auth: PROJECT_ANY, handle: deliveries },
  { method: 'POST', path: `${ONE}test/`, operation: 'testAlert', auth: PROJECT_WRITE, handle: test },
]

async function list(call: Call): Promise<HttpResponse> {
  const { project } = await open(call)
  const page = await call.context.storage.alerts.list(project.organizationId, project.id, pageOf(call.query))
  return pageResponse(call, page, alertJson)
}

async function create(call: Call): Promise<HttpResponse> {
  const { project } = await openToChange(call)
  const alert = await call.context.storage.alerts.create(project.organizationId, project.id, {
    name: '',
    timespanMinutes: null,
    quantity: null,
    uptime: false,
    ...readAlert(await call.json()),
  })
  await record(call, { ...about(project, alert), action: 'alert.created', after: facts(alert) })
  return jsonResponse(201, alertJson(alert))
}

async function update(call: Call): Promise<HttpResponse> {
  const { project } = await openToChange(call)
  const before = await find(call, project)
  const change = readAlert(await call.json())
  const alert = await call.context.storage.alerts.update(project.organizationId, project.id, before.id, change)
  if (alert === null) throw notFound('alert')
  await record(call, { ...about(project, alert), action: 'alert.updated', ...changed(facts(before), facts(alert)) })
  return jsonResponse(200, alertJson(alert))
}

async function remove(call: Call): Promise<HttpResponse> {
  const { project } = await open(call)
  const alert = await find(call, project)
  await call.context.storage.alerts.delete(project.organizationId, project.id, alert.id)
  await record(call, { ...about(project, alert), action: 'alert.deleted', before: facts(alert) })
  return emptyResponse()
}

/** Sends a real message to each recipient, and says what it answered. As in GlitchTip a mail is never sent to try. */
async function test(call: Call): Promise<HttpResponse> {
  const { project } = await openToChange(call)
  const { recipients } = await find(call, project)
  const wanted = call.query.get('recipient_id')
  const tried = recipients.filter(({ id }) => wanted === null || wanted === '' || id === wanted)
  return jsonResponse(200, await Promise.all(tried.map((recipient) => tryOut(call.context, project, recipient))))
}

async function tryOut(context: Context, { name }: Project, recipient: AlertRecipient): Promise<AlertTestJson> {
  const { kind } = recipient
  if (kind === 'email') return { recipientType: kind, status: 'skipped', message: null }
  const notice = { kind: 'test', project: name } as const
  const { attempt } = await attemptChannel(context, notice, recipient, `test-${randomUUID()}`)
  if (attempt.error === '') return { recipientType: kind, status: 'sent', message: null }
  return { recipientType: kind, status: 'error', message: attempt.error }
}

/** What was told, and what became of it. */
async function deliveries(call: Call): Promise<HttpResponse> {
  const { project } = await open(call)
  const { id } = await find(call, project)
  const page = await call.context.storage.deliveries.list(project.organizationId, project.id, id, pageOf(call.query))
  return pageResponse(call, page, deliveryJson)
}

async function find({ context, params }: Call, project: Project): Promise<ProjectAlert> {
  const alert = await context.storage.alerts.get(project.organizationId, project.id, params.alert ?? '')
  if (alert === null) throw notFound('alert')
  return alert
}

/** What is noted of an alert: of its recipients only the hosts, for their addresses and settings are secrets. */
function facts({ name, timespanMinutes, quantity, uptime, recipients }: ProjectAlert) {
  return { name, timespanMinutes, quantity, uptime, recipients: recipients.map(placeOf) }
}

function placeOf({ kind, url }: AlertRecipient): string {
  return URL.canParse(url) ? `${kind} ${new URL(url).host}` : kind
}

function about({ organizationId, slug }: Project, { id, name }: ProjectAlert) {
  return { organizationId, target: { kind: 'alert', id, name: name === '' ? slug : `${slug}: ${name}` } }
}

/** Who is in a team of the project may change its alerts, and whoever may in all of the organization. */
async function openToChange(call: Call): Promise<{ readonly seat: Seat; readonly project: Project }> {
  const { seat, project } = await open(call)
  const own = await call.context.storage.teams.idsForUser(seat.organization.id, seat.user.id)
  if (!project.teams.some(({ id }) => own.includes(id))) requireRole(seat, LEAST_ROLE['alert.foreign'])
  return { seat, project }
}

async function open({ context, actor, params }: Call): Promise<{ readonly seat: Seat; readonly project: Project }> {
  const seat = await openOrganization(context, actor, params.org ?? '')
  return { seat, project: await openProject(context, seat, params.project ?? '') }
}
