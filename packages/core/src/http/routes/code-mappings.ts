import { AppError } from '../../errors.js'
import { notFound, openOrganization, openProject, type Seat } from '../../orgs/access.js'
import type { CodeMapping } from '../../ports/integrations.js'
import type { Project } from '../../ports/model.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { record } from '../audit.js'
import { readMapping } from '../integration-input.js'
import { codeMappingJson } from '../json/integrations.js'
import { pageOf, pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { forAction, ORG_ANY, ORG_WRITE } from './rules.js'

const ALL = '/api/0/organizations/:org/code-mappings/'
const ONE = `${ALL}:mapping/`
const MANAGE = forAction('integration.manage', ORG_WRITE)

export const codeMappingRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, operation: 'listCodeMappings', auth: ORG_ANY, handle: list },
  { method: 'POST', path: ALL, operation: 'createCodeMapping', auth: MANAGE, handle: create },
  { method: 'PUT', path: ONE, operation: 'updateCodeMapping', auth: MANAGE, handle: update },
  { method: 'DELETE', path: ONE, operation: 'deleteCodeMapping', auth: MANAGE, handle: remove },
]

async function list(call: Call): Promise<HttpResponse> {
  const { storage } = call.context
  const { organization } = await open(call)
  const page = await storage.integrations.mappings(organization.id, pageOf(call.query))
  const slugs = new Map<string, string>()
  for (const id of new Set(page.items.map(({ projectId }) => projectId)))
    slugs.set(id, (await storage.projects.get(organization.id, id))?.slug ?? '')
  return pageResponse(call, page, (mapping) => codeMappingJson(mapping, slugs.get(mapping.projectId) ?? ''))
}

async function create(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const { project, fields } = await read(call, seat)
  const mapping = await call.context.storage.integrations.createMapping(seat.organization.id, fields)
  await record(call, { ...about(seat, mapping), action: 'code_mapping.created', after: { ...fields } })
  return jsonResponse(201, codeMappingJson(mapping, project.slug))
}

async function update(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const { project, fields } = await read(call, seat)
  const id = call.params.mapping ?? ''
  const mapping = await call.context.storage.integrations.updateMapping(seat.organization.id, id, fields)
  if (mapping === null) throw notFound('code mapping')
  await record(call, { ...about(seat, mapping), action: 'code_mapping.updated', after: { ...fields } })
  return jsonResponse(200, codeMappingJson(mapping, project.slug))
}

async function remove(call: Call): Promise<HttpResponse> {
  const seat = await open(call)
  const id = call.params.mapping ?? ''
  if (!(await call.context.storage.integrations.deleteMapping(seat.organization.id, id))) throw notFound('code mapping')
  await record(call, { ...about(seat, { id, repository: '' }), action: 'code_mapping.deleted' })
  return emptyResponse()
}

async function read(
  call: Call,
  seat: Seat,
): Promise<{ readonly project: Project; readonly fields: Omit<CodeMapping, 'id'> }> {
  const { context } = call
  const { project: slug, integrationID: integrationId, ...paths } = readMapping(await call.json())
  const integration = await context.storage.integrations.get(seat.organization.id, integrationId)
  if (integration === null) throw notFound('integration')
  if (integration.kind !== 'github' && integration.kind !== 'gitlab')
    throw new AppError('invalid_input', 'Wanted an integration that keeps code: one of GitHub or GitLab.')
  const project = await openProject(context, seat, slug)
  return { project, fields: { ...paths, integrationId, projectId: project.id } }
}

function about({ organization }: Seat, { id, repository }: Pick<CodeMapping, 'id' | 'repository'>) {
  return { organizationId: organization.id, target: { kind: 'code_mapping', id, name: repository } }
}

function open({ context, actor, params }: Call): Promise<Seat> {
  return openOrganization(context, actor, params.org ?? '')
}
