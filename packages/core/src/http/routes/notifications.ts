import type { NotificationMatrixJson, NotificationsJson } from '../../client/account-types.js'
import { AppError } from '../../errors.js'
import { isMemberOf, notFound } from '../../orgs/access.js'
import type { MailChoices } from '../../ports/mail-choices.js'
import type { Id } from '../../ports/model.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { boolean, readFields } from '../input.js'
import { readMailChoices } from '../mail-choices-input.js'
import { ownUser } from '../own-user.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { ACCOUNT } from './rules.js'

const ALL = '/api/0/users/:user/notifications/'
const OF_PROJECTS = `${ALL}alerts/`
const MATRIX = `${ALL}matrix/`

/** What the caller wants to hear of: by default, and of single projects. */
export const notificationRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, operation: 'getNotifications', auth: ACCOUNT, handle: get },
  { method: 'PUT', path: ALL, operation: 'updateNotifications', auth: ACCOUNT, handle: update },
  { method: 'GET', path: OF_PROJECTS, operation: 'getProjectNotifications', auth: ACCOUNT, handle: getOfProjects },
  { method: 'PUT', path: OF_PROJECTS, operation: 'updateProjectNotification', auth: ACCOUNT, handle: updateOfProject },
  { method: 'GET', path: MATRIX, operation: 'getNotificationMatrix', auth: ACCOUNT, handle: getMatrix },
  { method: 'PUT', path: MATRIX, operation: 'updateNotificationMatrix', auth: ACCOUNT, handle: updateMatrix },
]

async function get(call: Call): Promise<HttpResponse> {
  const subscribeByDefault = await call.context.storage.accounts.subscribesByDefault(ownUser(call).id)
  const body: NotificationsJson = { subscribeByDefault }
  return jsonResponse(200, body)
}

async function update(call: Call): Promise<HttpResponse> {
  const { id } = ownUser(call)
  const body: NotificationsJson = readFields(await call.json(), { subscribeByDefault: boolean })
  await call.context.storage.accounts.setSubscribesByDefault(id, body.subscribeByDefault)
  return jsonResponse(200, body)
}

async function getOfProjects(call: Call): Promise<HttpResponse> {
  const chosen = await call.context.storage.accounts.projectNotifications(ownUser(call).id)
  return jsonResponse(200, Object.fromEntries([...chosen].map(([id, isOn]) => [id, isOn ? 1 : 0])))
}

/** One project at a time: `{"7": 1}` is on, 0 off, -1 as by default. */
async function updateOfProject(call: Call): Promise<HttpResponse> {
  const { id: userId } = ownUser(call)
  const body = await call.json()
  const entries: [string, unknown][] = typeof body === 'object' && body !== null ? Object.entries(body) : []
  const [projectId, value] = entries[0] ?? []
  if (projectId === undefined || entries.length > 1 || (value !== 1 && value !== 0 && value !== -1)) {
    const msg = 'Wanted the id of one project with 1 (on), 0 (off) or -1 (as by default)'
    throw new AppError('invalid_input', msg, { fields: [{ type: 'value_error', loc: ['body', 'payload'], msg }] })
  }
  await mustSee(call, projectId)
  await call.context.storage.accounts.setProjectNotification(userId, projectId, value === -1 ? null : value === 1)
  return emptyResponse()
}

async function getMatrix(call: Call): Promise<HttpResponse> {
  return jsonResponse(200, matrixJson(await call.context.storage.accounts.mailChoices(ownUser(call).id)))
}

async function updateMatrix(call: Call): Promise<HttpResponse> {
  const { id: userId } = ownUser(call)
  const change = readMailChoices(await call.json())
  for (const projectId of change.projects?.keys() ?? []) await mustSee(call, projectId)
  await call.context.storage.accounts.chooseMails(userId, change)
  return getMatrix(call)
}

async function mustSee({ context, actor }: Call, projectId: Id): Promise<void> {
  const organizationId = await context.storage.projects.organizationOf(projectId)
  if (organizationId === null || !(await isMemberOf(context, actor, organizationId))) throw notFound('project')
}

function matrixJson({ byDefault, projects, quietHours }: MailChoices): NotificationMatrixJson {
  return {
    byDefault,
    projects: Object.fromEntries(projects),
    quietHours: quietHours === null ? null : { ...quietHours, days: [...quietHours.days] },
  }
}
