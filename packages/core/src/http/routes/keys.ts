import type { Context } from '../../context.js'
import { notFound, openOrganization, openProject, type Seat } from '../../orgs/access.js'
import type { Project, ProjectKey } from '../../ports/model.js'
import { newKey } from '../../projects/create.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { changed, record } from '../audit.js'
import { boolean, given, nullable, optional, readFields, text } from '../input.js'
import { projectKeyJson } from '../json/projects.js'
import { rateField } from '../json/rates.js'
import { pageOf, pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { forAction, PROJECT_ADMIN, PROJECT_ANY, PROJECT_WRITE } from './rules.js'

const ALL = '/api/0/projects/:org/:project/keys/'
const ONE = `${ALL}:key/`

export const keyRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, operation: 'listKeys', auth: PROJECT_ANY, handle: list },
  { method: 'POST', path: ALL, operation: 'createKey', auth: PROJECT_WRITE, handle: create },
  { method: 'GET', path: ONE, operation: 'getKey', auth: PROJECT_ANY, handle: get },
  { method: 'PUT', path: ONE, operation: 'updateKey', auth: PROJECT_WRITE, handle: update },
  { method: 'DELETE', path: ONE, operation: 'deleteKey', auth: forAction('key.delete', PROJECT_ADMIN), handle: remove },
]

const FIELDS = {
  name: optional(nullable(text({ max: 64 }))),
  rateLimit: optional(rateField),
  isActive: optional(boolean),
}

async function list(call: Call): Promise<HttpResponse> {
  const { project } = await open(call)
  const page = await call.context.storage.projects.listKeys(project.organizationId, project.id, pageOf(call.query))
  return pageResponse(call, page, (key) => projectKeyJson(call.context.config, key))
}

async function create(call: Call): Promise<HttpResponse> {
  const { project } = await open(call)
  const input = readFields(await call.json(), FIELDS)
  const key = await call.context.storage.projects.createKey({
    organizationId: project.organizationId,
    projectId: project.id,
    ...newKey(),
    name: input.name ?? '',
    rateLimit: input.rateLimit ?? null,
  })
  await record(call, { ...aboutKey(project, key), action: 'key.created' })
  return keyResponse(call.context, 201, key)
}

async function get(call: Call): Promise<HttpResponse> {
  const { project } = await open(call)
  const { storage } = call.context
  return keyResponse(
    call.context,
    200,
    await storage.projects.getKey(project.organizationId, project.id, keyIdOf(call)),
  )
}

async function update(call: Call): Promise<HttpResponse> {
  const { project } = await open(call)
  const { name, ...input } = readFields(await call.json(), FIELDS)
  const changes = { ...given(input), ...(name === undefined ? {} : { name: name ?? '' }) }
  const { projects } = call.context.storage
  const before = await projects.getKey(project.organizationId, project.id, keyIdOf(call))
  const key = await projects.updateKey(project.organizationId, project.id, keyIdOf(call), changes)
  if (before !== null && key !== null)
    await record(call, { ...aboutKey(project, key), action: 'key.updated', ...changed(before, key) })
  return keyResponse(call.context, 200, key)
}

async function remove(call: Call): Promise<HttpResponse> {
  const { project } = await open(call)
  const { storage } = call.context
  const isGone = await storage.projects.deleteKey(project.organizationId, project.id, keyIdOf(call))
  if (!isGone) throw notFound('key')
  await record(call, { ...aboutKey(project, { id: keyIdOf(call), name: '' }), action: 'key.deleted' })
  return emptyResponse()
}

async function open(call: Call): Promise<{ seat: Seat; project: Project }> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  return { seat, project: await openProject(call.context, seat, call.params.project ?? '') }
}

// A key without a name is told by its project.
function aboutKey({ organizationId, slug }: Project, { id, name }: Pick<ProjectKey, 'id' | 'name'>) {
  return { organizationId, target: { kind: 'key', id, name: name === '' ? slug : `${slug}: ${name}` } }
}

function keyIdOf({ params }: Call): string {
  return (params.key ?? '').toLowerCase()
}

function keyResponse({ config }: Context, status: number, key: ProjectKey | null): HttpResponse {
  if (key === null) throw notFound('key')
  return jsonResponse(status, projectKeyJson(config, key))
}
