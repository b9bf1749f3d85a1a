import type { IngestSettingsJson } from '../../client/project-types.js'
import type { Context } from '../../context.js'
import { isNetwork } from '../../ingest/filters/ip-ranges.js'
import { notFound, openOrganization, openProject } from '../../orgs/access.js'
import { INGEST_SETTINGS_BOUNDS, type IngestSettings } from '../../ports/ingest-settings.js'
import type { Project } from '../../ports/model.js'
import { jsonResponse } from '../answers.js'
import { aboutProject, changed, record } from '../audit.js'
import { boolean, given, listOf, optional, readFields, text } from '../input.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { PROJECT_ANY, PROJECT_WRITE } from './rules.js'

const PATH = '/api/0/projects/:org/:project/ingest-settings/'

/** What a project says about what comes in. Takes effect within ten seconds, for what is stored from then on. */
export const ingestSettingsRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, operation: 'getIngestSettings', auth: PROJECT_ANY, handle: get },
  { method: 'PUT', path: PATH, operation: 'updateIngestSettings', auth: PROJECT_WRITE, handle: update },
]

const { entries, entryLength } = INGEST_SETTINGS_BOUNDS
const globs = optional(listOf(text({ min: 1, max: entryLength }), entries))
const network = { test: isNetwork }
const networks = text({
  max: entryLength,
  pattern: { regex: network, wanted: 'an address or a network such as 10.0.0.0/8' },
})
// The name of a field is sensitive when it contains one of these: a single letter would take everything.
const fieldName = { regex: /[\p{L}\p{N}].*[\p{L}\p{N}]/su, wanted: 'a name of at least two letters or digits' }
const fieldNames = optional(listOf(text({ max: entryLength, pattern: fieldName }), entries))

const FILTERS = {
  browserExtensions: optional(boolean),
  localhost: optional(boolean),
  legacyBrowsers: optional(boolean),
  webCrawlers: optional(boolean),
  healthChecks: optional(boolean),
  errorMessages: globs,
  releases: globs,
  ipRanges: optional(listOf(networks, entries)),
}
const SCRUB = { scrubSecrets: optional(boolean), sensitiveFields: fieldNames, safeFields: fieldNames }

async function get(call: Call): Promise<HttpResponse> {
  return jsonResponse(200, settingsJson(await read(call.context, await open(call))))
}

async function update(call: Call): Promise<HttpResponse> {
  const project = await open(call)
  const input = readFields(await call.json(), { ...FILTERS, ...SCRUB })
  const { scrubSecrets, sensitiveFields, safeFields, ...filters } = input
  const before = await read(call.context, project)
  const updated = await call.context.storage.projects.updateIngestSettings(project.organizationId, project.id, {
    filters: given(filters),
    scrub: given({ enabled: scrubSecrets, sensitiveFields, safeFields }),
  })
  if (updated === null) throw notFound('project')
  const difference = changed(settingsJson(before), settingsJson(updated))
  await record(call, { ...aboutProject(project), action: 'project.ingest_settings_changed', ...difference })
  return jsonResponse(200, settingsJson(updated))
}

async function open({ context, actor, params }: Call): Promise<Project> {
  const seat = await openOrganization(context, actor, params.org ?? '')
  return openProject(context, seat, params.project ?? '')
}

async function read({ storage }: Context, project: Project): Promise<IngestSettings> {
  const settings = await storage.projects.ingestSettings(project.organizationId, project.id)
  if (settings === null) throw notFound('project')
  return settings
}

function settingsJson({ filters, scrub }: IngestSettings): IngestSettingsJson {
  const { enabled, sensitiveFields, safeFields } = scrub
  return { ...filters, scrubSecrets: enabled, sensitiveFields, safeFields }
}
