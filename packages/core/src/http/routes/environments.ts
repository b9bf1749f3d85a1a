import type { EnvironmentJson } from '../../client/types.js'
import { openOrganization, openProject } from '../../orgs/access.js'
import type { Page } from '../../ports/model.js'
import { pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { ORG_ANY, PROJECT_ANY } from './rules.js'

const OF_ORG = '/api/0/organizations/:org/environments/'
const OF_PROJECT = '/api/0/projects/:org/:project/environments/'

export const environmentRoutes: readonly Route[] = [
  { method: 'GET', path: OF_ORG, operation: 'listEnvironments', auth: ORG_ANY, handle: listOfOrg },
  { method: 'GET', path: OF_PROJECT, operation: 'listProjectEnvironments', auth: PROJECT_ANY, handle: listOfProject },
]

async function listOfOrg(call: Call): Promise<HttpResponse> {
  const { organization } = await openOrganization(call.context, call.actor, call.params.org ?? '')
  const asked = call.query.getAll('project').filter((id) => id !== '')
  const projectIds = asked.length === 0 || asked.includes('-1') ? null : asked
  const names = await call.context.storage.projects.environments(organization.id, projectIds)
  return pageResponse(call, whole(names), (name): EnvironmentJson => ({ id: null, name }))
}

async function listOfProject(call: Call): Promise<HttpResponse> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  const project = await openProject(call.context, seat, call.params.project ?? '')
  const names = await call.context.storage.projects.environments(seat.organization.id, [project.id])
  return pageResponse(call, whole(names), (name): EnvironmentJson => ({ id: null, name, isHidden: false }))
}

// They are few: a page that names none asks for all of them.
function whole(names: readonly string[]): Page<string> {
  return { items: names, next: null, previous: null }
}
