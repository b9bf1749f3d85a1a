import type { GroupingSettingsJson } from '../../client/grouping-types.js'
import { GROUPING_VERSIONS } from '../../grouping/index.js'
import { openOrganization, openProject } from '../../orgs/access.js'
import { type GroupingSettings, MAX_RULES } from '../../ports/grouping-settings.js'
import type { Project } from '../../ports/model.js'
import { faultsIn, type GroupingChangeRequest, readGrouping } from '../../projects/grouping.js'
import { previewGrouping } from '../../projects/grouping-preview.js'
import { jsonResponse } from '../answers.js'
import { applyGrouping } from '../change-grouping.js'
import { given, lines, oneOf, optional, readFields } from '../input.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { PROJECT_ANY, PROJECT_WRITE } from './rules.js'

const PATH = '/api/0/projects/:org/:project/grouping/'
const PREVIEW = `${PATH}preview/`

/** How a project groups its events. Takes effect within ten seconds, for what is stored from then on. */
export const groupingRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, operation: 'getGroupingSettings', auth: PROJECT_ANY, handle: get },
  { method: 'PUT', path: PATH, operation: 'updateGroupingSettings', auth: PROJECT_WRITE, handle: update },
  { method: 'POST', path: PREVIEW, operation: 'previewGrouping', auth: PROJECT_WRITE, handle: preview },
]

async function get(call: Call): Promise<HttpResponse> {
  const project = await open(call)
  return settingsResponse(call, await readGrouping(call.context, project))
}

async function update(call: Call): Promise<HttpResponse> {
  const project = await open(call)
  return settingsResponse(call, await applyGrouping(call, project, await readChange(call)))
}

async function preview(call: Call): Promise<HttpResponse> {
  const project = await open(call)
  return jsonResponse(200, await previewGrouping(call.context, project, await readChange(call)))
}

const rules = optional(lines(MAX_RULES))

async function readChange(call: Call): Promise<GroupingChangeRequest> {
  const version = optional(oneOf(...GROUPING_VERSIONS))
  return given(readFields(await call.json(), { version, fingerprintRules: rules, stackRules: rules }))
}

function settingsResponse({ context }: Call, settings: GroupingSettings): HttpResponse {
  const { version, previous, previousUntil, fingerprintRules, stackRules } = settings
  const isChanging = previousUntil !== null && context.clock.now() < previousUntil
  const answer: GroupingSettingsJson = {
    version,
    versions: [...GROUPING_VERSIONS],
    previous: isChanging ? previous : null,
    previousUntil: isChanging ? previousUntil.toISOString() : null,
    fingerprintRules,
    stackRules,
    faults: faultsIn(settings).map((fault) => ({ ...fault })),
  }
  return jsonResponse(200, answer)
}

async function open({ context, actor, params }: Call): Promise<Project> {
  return openProject(context, await openOrganization(context, actor, params.org ?? ''), params.project ?? '')
}
