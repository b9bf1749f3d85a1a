import type { EnvironmentJson } from '../../client/project-types.js'
import { notFound, openOrganization, openProject } from '../../orgs/access.js'
import type { Environment, Page } from '../../ports/model.js'
import { jsonResponse } from '../answers.js'
import { aboutProject, record } from '../audit.js'
import { boolean, oneOf, optional, readFields, readQuery, text } from '../input.js'
import { pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { ORG_ANY, PROJECT_ANY, PROJECT_WRITE } from './rules.js'

const OF_ORG = '/api/0/organizations/:org/environments/'
const OF_PROJECT = '/api/0/projects/:org/:project/environments/'
const ONE = `${OF_PROJECT}:environment/`

export const environmentRoutes: readonly Route[] = [
  { method: 'GET', path: OF_ORG, operation: 'listEnvironments', auth: ORG_ANY, handle: listOfOrg },
  { method: 'GET', path: OF_PROJECT, operation: 'listProjectEnvironments', auth: PROJECT_ANY, handle: listOfProject },
  { method: 'PUT', path: ONE, operation: 'updateProjectEnvironment', auth: PROJECT_WRITE, handle: update },
]

async function listOfOrg(call: Call): Promise<HttpResponse> {
  const { organization } = await openOrganization(call.context, call.actor, call.params.org ?? '')
  const asked = call.query.getAll('project').filter((id) => id !== '')
  const projectIds = asked.length === 0 || asked.includes('-1') ? null : asked
  const all = await call.context.storage.projects.environments(organization.id, projectIds)
  return pageResponse(call, visible(call, all), ({ id, name }): EnvironmentJson => ({ id: Number(id), name }))
}

async function listOfProject(call: Call): Promise<HttpResponse> {
  const { project } = await open(call)
  const all = await call.context.storage.projects.environments(project.organizationId, [project.id])
  return pageResponse(call, visible(call, all), environmentJson)
}

/** The name in the body is not looked at: environments are named by what events say. */
async function update(call: Call): Promise<HttpResponse> {
  const { project } = await open(call)
  const { isHidden } = readFields(await call.json(), { name: optional(text({ max: 200 })), isHidden: boolean })
  const name = call.params.environment ?? ''
  const { projects } = call.context.storage
  const environment = await projects.setEnvironmentHidden(project.organizationId, project.id, name, isHidden)
  if (environment === null) throw notFound('environment')
  const action = isHidden ? 'project.environment_hidden' : 'project.environment_shown'
  await record(call, { ...aboutProject(project), action, after: { environment: name } })
  return jsonResponse(200, environmentJson(environment))
}

async function open(call: Call) {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  return { seat, project: await openProject(call.context, seat, call.params.project ?? '') }
}

// They are few: a page that names none asks for all of them.
function visible({ query }: Call, all: readonly Environment[]): Page<Environment> {
  const visibility = readQuery(query, 'visibility', optional(oneOf('all', 'hidden', 'visible'))) ?? 'visible'
  const items = visibility === 'all' ? all : all.filter(({ isHidden }) => isHidden === (visibility === 'hidden'))
  return { items, next: null, previous: null }
}

function environmentJson({ id, name, isHidden }: Environment): EnvironmentJson {
  return { id: Number(id), name, isHidden }
}
