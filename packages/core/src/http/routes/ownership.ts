import type { OwnershipJson, OwnershipPreviewJson, SuggestedOwnerJson } from '../../client/issue-work-types.js'
import { AppError } from '../../errors.js'
import { openIssue } from '../../issues/open.js'
import { OWNERSHIP_BOUNDS, parseOwnership } from '../../issues/ownership.js'
import { previewOwnership } from '../../issues/ownership-preview.js'
import { shortIdOf } from '../../issues/short-id.js'
import { type SuggestedOwner, suggestOwners } from '../../issues/suggest.js'
import { notFound, openOrganization, openProject } from '../../orgs/access.js'
import type { Project } from '../../ports/model.js'
import { jsonResponse } from '../answers.js'
import { aboutProject, changed, record } from '../audit.js'
import { lines, nullable, readFields } from '../input.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { EVENT_ANY, PROJECT_ANY, PROJECT_WRITE } from './rules.js'

const RULES = '/api/0/projects/:org/:project/ownership/'
const OWNERS = '/api/0/issues/:issue/owners/'

/** Who owns what in a project, and whom that suggests for an issue. */
export const ownershipRoutes: readonly Route[] = [
  { method: 'GET', path: RULES, operation: 'getOwnership', auth: PROJECT_ANY, handle: get },
  { method: 'PUT', path: RULES, operation: 'updateOwnership', auth: PROJECT_WRITE, handle: update },
  { method: 'POST', path: `${RULES}preview/`, operation: 'previewOwnership', auth: PROJECT_WRITE, handle: preview },
  { method: 'GET', path: OWNERS, operation: 'listSuggestedOwners', auth: EVENT_ANY, handle: suggest },
]

/** Of the rules in the log of what people changed. */
const MOST_NOTED = 4_000
const RAW = nullable(lines(OWNERSHIP_BOUNDS.length))

async function get(call: Call): Promise<HttpResponse> {
  const project = await open(call)
  const raw = await call.context.storage.projects.ownership(project.organizationId, project.id)
  if (raw === null) throw notFound('project')
  return jsonResponse(200, ownershipJson(raw))
}

async function update(call: Call): Promise<HttpResponse> {
  const project = await open(call)
  const raw = readFields(await call.json(), { raw: RAW }).raw ?? ''
  const { faults } = parseOwnership(raw)
  if (faults.length > 0)
    throw new AppError('invalid_input', 'Some of the rules cannot be read.', {
      fields: faults.slice(0, 50).map(({ line, message }) => {
        return { type: 'ownership_rule', loc: ['body', 'payload', 'raw'], msg: `Line ${line}: ${message}` }
      }),
    })
  const { projects } = call.context.storage
  const before = await projects.ownership(project.organizationId, project.id)
  const isSet = await projects.setOwnership(project.organizationId, project.id, raw)
  if (before === null || !isSet) throw notFound('project')
  if (before !== raw)
    await record(call, {
      ...aboutProject(project),
      action: 'project.ownership_changed',
      ...changed({ rules: before.slice(0, MOST_NOTED) }, { rules: raw.slice(0, MOST_NOTED) }),
    })
  return jsonResponse(200, ownershipJson(raw))
}

async function preview(call: Call): Promise<HttpResponse> {
  const project = await open(call)
  const raw = readFields(await call.json(), { raw: RAW }).raw ?? ''
  const events = await previewOwnership(call.context, project, raw)
  const answer: OwnershipPreviewJson = {
    faults: parseOwnership(raw).faults.map((fault) => ({ ...fault })),
    events: events.map(({ event, issue, owners }) => ({
      eventID: event.eventId,
      title: event.title,
      culprit: event.culprit,
      issue: { id: issue.id, shortId: shortIdOf(project.slug, issue.shortIdNumber) },
      owners: owners.map(ownerJson),
    })),
  }
  return jsonResponse(200, answer)
}

async function suggest(call: Call): Promise<HttpResponse> {
  const { issue } = await openIssue(call.context, call.actor, call.params.issue ?? '')
  const owners = await suggestOwners(call.context, issue)
  return jsonResponse(200, { owners: owners.map(ownerJson) })
}

function ownerJson({ actor, rule }: SuggestedOwner): SuggestedOwnerJson {
  return { owner: actor, rule: rule.text, line: rule.line }
}

function ownershipJson(raw: string): OwnershipJson {
  return { raw, isActive: raw.trim() !== '', fallthrough: true, autoAssignment: 'Turn off Auto-Assignment' }
}

async function open({ context, actor, params }: Call): Promise<Project> {
  return openProject(context, await openOrganization(context, actor, params.org ?? ''), params.project ?? '')
}
