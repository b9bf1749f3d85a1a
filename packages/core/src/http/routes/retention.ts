import type { RetentionJson } from '../../client/project-types.js'
import type { Context } from '../../context.js'
import { notFound, openOrganization, openProject } from '../../orgs/access.js'
import type { Project } from '../../ports/model.js'
import { jsonResponse } from '../answers.js'
import { aboutProject, changed, record } from '../audit.js'
import { given, integer, nullable, optional, readFields } from '../input.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { PROJECT_ANY, PROJECT_WRITE } from './rules.js'

const PATH = '/api/0/projects/:org/:project/retention/'

/** What a project holds, and may hold before it is thinned out. */
export const retentionRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, operation: 'getRetention', auth: PROJECT_ANY, handle: get },
  { method: 'PUT', path: PATH, operation: 'updateRetention', auth: PROJECT_WRITE, handle: update },
]

const limit = optional(nullable(integer(0, Number.MAX_SAFE_INTEGER)))

async function get(call: Call): Promise<HttpResponse> {
  return jsonResponse(200, await retentionOf(call.context, await open(call)))
}

async function update(call: Call): Promise<HttpResponse> {
  const project = await open(call)
  const { maxEvents, maxBytes } = readFields(await call.json(), { maxEvents: limit, maxBytes: limit })
  const { retention } = call.context.storage
  const before = await retention.limits(project.organizationId, project.id)
  await retention.updateLimits(project.organizationId, project.id, given({ maxEvents, maxBytes }))
  const after = await retention.limits(project.organizationId, project.id)
  const difference = changed(before ?? {}, after ?? {})
  await record(call, { ...aboutProject(project), action: 'project.limits_changed', ...difference })
  return jsonResponse(200, await retentionOf(call.context, project))
}

async function open({ context, actor, params }: Call): Promise<Project> {
  const seat = await openOrganization(context, actor, params.org ?? '')
  return openProject(context, seat, params.project ?? '')
}

async function retentionOf({ storage, settings }: Context, { organizationId, id }: Project): Promise<RetentionJson> {
  const [defaults, usage, oldest, limits] = await Promise.all([
    settings.current(),
    storage.retention.usage(organizationId, id),
    storage.retention.oldestDay(organizationId, id),
    storage.retention.limits(organizationId, id),
  ])
  if (usage === null || limits === null) throw notFound('project')
  return {
    ...usage,
    oldestDay: oldest?.toISOString().slice(0, 10) ?? null,
    ...limits,
    defaultMaxEvents: defaults.maxProjectEvents,
    defaultMaxBytes: defaults.maxProjectBytes,
  }
}
