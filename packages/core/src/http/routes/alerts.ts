import { randomUUID } from 'node:crypto'
import { attemptChannel } from '../../alerts/attempt.js'
import { backTest } from '../../alerts/back-test/back-test.js'
import { testMail } from '../../alerts/mail/mails.js'
import type { AlertTestJson } from '../../client/alert-types.js'
import type { Context } from '../../context.js'
import { notFound, openOrganization, openProject, requireRole, type Seat } from '../../orgs/access.js'
import { LEAST_ROLE } from '../../orgs/roles.js'
import { type AlertRecipient, PLAIN_ALERT, type ProjectAlert } from '../../ports/alerts.js'
import type { Project } from '../../ports/model.js'
import { readAlert } from '../alert-input.js'
import { readyRecipients } from '../alert-recipients.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { changed, record } from '../audit.js'
import { tellAlerts } from '../json/alerts.js'
import { deliveriesShown } from '../json/deliveries.js'
import { pageOf, pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { forAction, PROJECT_ADMIN, PROJECT_ANY, PROJECT_WRITE } from './rules.js'

const ALL = '/api/0/projects/:org/:project/alerts/'
const ONE = `${ALL}:alert/`
const DELETE = forAction('alert.delete', PROJECT_ADMIN)

export const alertRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, operation: 'listAlerts', auth: PROJECT_ANY, handle: list },
  { method: 'POST', path: ALL, operation: 'createAlert', auth: PROJECT_WRITE, handle: create },
  { method: 'POST', path: `${ALL}back-test/`, operation: 'backTestAlert', auth: PROJECT_WRITE, handle: replay },
  { method: 'GET', path: ONE, operation: 'getAlert', auth: PROJECT_ANY, handle: get },
  { method: 'PUT', path: ONE, operation: 'updateAlert', auth: PROJECT_WRITE, handle: update },
  { method: 'DELETE', path: ONE, operation: 'deleteAlert', auth: DELETE, handle: remove },
  { method: 'GET', path: `${ONE}deliveries/`, operation: 'listDeliveries', auth: PROJECT_ANY, handle: deliveries },
  { method: 'POST', path: `${ONE}test/`, operation: 'testAlert', auth: PROJECT_WRITE, handle: test },
]

async function list(call: Call): Promise<HttpResponse> {
  const { project } = await open(call)
  const page = await call.context.storage.alerts.list(project.organizationId, project.id, pageOf(call.query))
  return pageResponse(call, page, await tellAlerts(call.context, page.items))
}

async function create(call: Call): Promise<HttpResponse> {
  const { project } = await openToChange(call)
  const now = call.context.clock.now()
  const given = readAlert(await call.json(), PLAIN_ALERT, now)
  const recipients = await readyRecipients(call.context, project, given.recipients, [])
  const fields = { ...PLAIN_ALERT, ...given, recipients }
  const alert = await call.context.storage.alerts.create(project.organizationId, project.id, fields, now)
  await record(call, { ...about(project, alert), action: 'alert.created', after: facts(alert) })
  return alertResponse(call, 201, alert)
}

/** What such an alert would have told; nothing is kept. */
async function replay(call: Call): Promise<HttpResponse> {
  const { project } = await open(call)
  const fields = { ...PLAIN_ALERT, ...readAlert(await call.json(), PLAIN_ALERT, call.context.clock.now()) }
  return jsonResponse(200, await backTest(call.context, project, fields))
}

async function get(call: Call): Promise<HttpResponse> {
  const { project } = await open(call)
  return alertResponse(call, 200, await find(call, project))
}

async function update(call: Call): Promise<HttpResponse> {
  const { project } = await openToChange(call)
  const before = await find(call, project)
  const given = readAlert(await call.json(), before, call.context.clock.now())
  const recipients = await readyRecipients(call.context, project, given.recipients, before.recipients)
  const change = { ...given, recipients }
  const alert = await call.context.storage.alerts.update(project.organizationId, project.id, before.id, change)
  if (alert === null) throw notFound('alert')
  await record(call, { ...about(project, alert), action: 'alert.updated', ...changed(facts(before), facts(alert)) })
  return alertResponse(call, 200, alert)
}

async function remove(call: Call): Promise<HttpResponse> {
  const { project } = await open(call)
  const alert = await find(call, project)
  await call.context.storage.alerts.delete(project.organizationId, project.id, alert.id)
  await record(call, { ...about(project, alert), action: 'alert.deleted', before: facts(alert) })
  return emptyResponse()
}

/** Sends a real message to each recipient, and says what it answered; by mail to whoever asks for it. */
async function test(call: Call): Promise<HttpResponse> {
  const { project, seat } = await openToChange(call)
  const { recipients } = await find(call, project)
  const wanted = call.query.get('recipient_id')
  const tried = recipients.filter(({ id }) => wanted === null || wanted === '' || id === wanted)
  return jsonResponse(200, await Promise.all(tried.map((recipient) => tryOut(call, seat, project, recipient))))
}

async function tryOut(
  { context }: Call,
  seat: Seat,
  project: Project,
  recipient: AlertRecipient,
): Promise<AlertTestJson> {
  const { kind } = recipient
  const notice = { kind: 'test', project: project.name } as const
  if (kind === 'email') return { recipientType: kind, ...(await tryMail(context, seat, project)) }
  const { attempt } = await attemptChannel(context, {
    notice,
    projectId: project.id,
    recipient,
    id: `test-${randomUUID()}`,
  })
  if (attempt.error === '') return { recipientType: kind, status: 'sent', message: null }
  return { recipientType: kind, status: 'error', message: attempt.error }
}

/** Goes to whoever tries, and to nobody else. */
async function tryMail(context: Context, { organization, user }: Seat, project: Project): Promise<Tried> {
  if (context.mailer === null)
    return { status: 'skipped', message: 'This server sends no mails: it has no mail server' }
  try {
    await context.mailer.send(testMail(context, { organization, project, to: user.email, id: `test-${randomUUID()}` }))
    return { status: 'sent', message: null }
  } catch (error) {
    return { status: 'error', message: error instanceof Error ? error.message : String(error) }
  }
}

type Tried = Pick<AlertTestJson, 'status' | 'message'>

/** What was told, and what became of it. */
async function deliveries(call: Call): Promise<HttpResponse> {
  const { project } = await open(call)
  const { id } = await find(call, project)
  const page = await call.context.storage.deliveries.list(
    project.organizationId,
    { projectId: project.id, alertId: id },
    pageOf(call.query),
  )
  return pageResponse(call, page, await deliveriesShown(call.context, project.organizationId, page.items))
}

async function alertResponse({ context }: Call, status: number, alert: ProjectAlert): Promise<HttpResponse> {
  const json = await tellAlerts(context, [alert])
  return jsonResponse(status, json(alert))
}

async function find({ context, params }: Call, project: Project): Promise<ProjectAlert> {
  const alert = await context.storage.alerts.get(project.organizationId, project.id, params.alert ?? '')
  if (alert === null) throw notFound('alert')
  return alert
}

/** What is noted of an alert: of its recipients only the hosts, for their addresses and settings are secrets. */
function facts({ id, organizationId, projectId, createdAt, ...fields }: ProjectAlert) {
  return { ...fields, recipients: fields.recipients.map(placeOf) }
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
