import { AppError } from '../../errors.js'
import { notFound, openOrganization, openProject, type Seat } from '../../orgs/access.js'
import type { Project } from '../../ports/model.js'
import { RELEASE_STATUSES, type Release } from '../../ports/releases.js'
import { keepCommits, type ToldCommits } from '../../releases/commits.js'
import { openRelease, projectsNamed } from '../../releases/open.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { changed, record } from '../audit.js'
import { editorOf } from '../author.js'
import { type Field, listOf, nullable, oneOf, optional, readFields, readQuery, text } from '../input.js'
import { releaseJson } from '../json/releases.js'
import { pageOf, pageResponse } from '../page.js'
import { bodyWithCommits, readCommits, readReleaseFields, version } from '../release-input.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { RELEASE_ANY, RELEASE_WRITE } from './rules.js'

const OF_ORG = '/api/0/organizations/:org/releases/'
const OF_PROJECT = '/api/0/projects/:org/:project/releases/'
const ONE = `${OF_ORG}:version/`
const ONE_OF_PROJECT = `${OF_PROJECT}:version/`

export const releaseRoutes: readonly Route[] = [
  { method: 'GET', path: OF_ORG, operation: 'listReleases', auth: RELEASE_ANY, handle: list },
  { method: 'POST', path: OF_ORG, operation: 'createRelease', auth: RELEASE_WRITE, handle: create },
  { method: 'GET', path: ONE, operation: 'getRelease', auth: RELEASE_ANY, handle: get },
  { method: 'PUT', path: ONE, operation: 'updateRelease', auth: RELEASE_WRITE, handle: update },
  { method: 'DELETE', path: ONE, operation: 'deleteRelease', auth: RELEASE_WRITE, handle: remove },
  { method: 'GET', path: OF_PROJECT, operation: 'listProjectReleases', auth: RELEASE_ANY, handle: list },
  { method: 'POST', path: OF_PROJECT, operation: 'createProjectRelease', auth: RELEASE_WRITE, handle: create },
  { method: 'GET', path: ONE_OF_PROJECT, operation: 'getProjectRelease', auth: RELEASE_ANY, handle: get },
  { method: 'PUT', path: ONE_OF_PROJECT, operation: 'updateProjectRelease', auth: RELEASE_WRITE, handle: update },
  { method: 'DELETE', path: ONE_OF_PROJECT, operation: 'deleteProjectRelease', auth: RELEASE_WRITE, handle: remove },
]

async function list(call: Call): Promise<HttpResponse> {
  const { seat, project } = await openPlace(call)
  const { query, context } = call
  const asked = query.getAll('project').filter((id) => id !== '')
  const all = asked.length === 0 || asked.includes('-1') ? null : asked
  const status = readQuery(query, 'status', optional(oneOf(...RELEASE_STATUSES)))
  const page = await context.storage.releases.list(seat.organization.id, pageOf(query), {
    projectIds: project === null ? all : [project.id],
    query: readQuery(query, 'query', optional(text({ max: 250 }))) ?? '',
    ...(status === undefined ? {} : { status }),
  })
  return pageResponse(call, page, (release) => releaseJson(release, project?.id))
}

const MAX_PROJECTS = 100

/** Slugs or ids: sentry-cli sends numbers for what looks like one. */
const projectName: Field<string> = (value, loc) =>
  text({ min: 1, max: 200 })(typeof value === 'number' ? String(value) : value, loc)

/** Makes it, or changes the one of this version: two at once are one. */
async function create(call: Call): Promise<HttpResponse> {
  const { seat, project } = await openPlace(call)
  const { context } = call
  const [body, now] = [await bodyWithCommits(call), context.clock.now()]
  const input = readFields(body, { version, projects: optional(nullable(listOf(projectName, MAX_PROJECTS))) })
  const [fields, commits] = [readReleaseFields(body, now), readCommits(body, now)]
  const organizationId = seat.organization.id
  const named = await projectsNamed(context, organizationId, input.projects ?? [])
  const projectIds = project === null ? named : [...new Set([project.id, ...named])]
  const before = await context.storage.releases.get(organizationId, input.version)
  // One that is there may be archived and opened again without naming them.
  if (projectIds.length === 0 && before === null) throw needsProject()
  const about = { organizationId, version: input.version, projectIds, createdAt: now }
  const { release: saved, isNew } = await context.storage.releases.save({ ...fields, ...about })
  const release = (await setCommits(call, saved, commits)) ?? saved
  await noteSaved(call, isNew ? null : (before ?? saved), release)
  return jsonResponse(201, releaseJson(release, project?.id))
}

async function get(call: Call): Promise<HttpResponse> {
  const { project, release } = await open(call)
  return jsonResponse(200, releaseJson(release, project?.id))
}

async function update(call: Call): Promise<HttpResponse> {
  const { project, release } = await open(call)
  const [body, now] = [await bodyWithCommits(call), call.context.clock.now()]
  const [fields, commits] = [readReleaseFields(body, now), readCommits(body, now)]
  await setCommits(call, release, commits)
  const updated = await call.context.storage.releases.update(release.organizationId, release.version, fields)
  if (updated === null) throw notFound('release')
  await noteSaved(call, release, updated)
  return jsonResponse(200, releaseJson(updated, project?.id))
}

async function remove(call: Call): Promise<HttpResponse> {
  const { release } = await open(call)
  await call.context.storage.releases.delete(release.organizationId, release.version)
  await record(call, { ...about(release), action: 'release.deleted' })
  return emptyResponse()
}

async function setCommits(call: Call, release: Release, told: ToldCommits | null) {
  return told === null ? null : keepCommits(call.context, release, told, editorOf(call))
}

async function noteSaved(call: Call, before: Release | null, after: Release): Promise<void> {
  const change = before === null ? { after: facts(after) } : changed(facts(before), facts(after))
  await record(call, { ...about(after), action: before === null ? 'release.created' : 'release.updated', ...change })
}

function facts({ ref, url, status, startedAt, releasedAt, commitCount, projects }: Release) {
  return { ref, url, status, startedAt, releasedAt, commitCount, projects: projects.map(({ slug }) => slug) }
}

function about({ organizationId, id, version }: Release) {
  return { organizationId, target: { kind: 'release', id, name: version } }
}

function needsProject(): AppError {
  const msg = 'Require at least one valid project'
  return new AppError('invalid_input', `projects: ${msg}`, {
    fields: [{ type: 'missing', loc: ['body', 'payload', 'projects'], msg }],
  })
}

async function open(call: Call): Promise<{ project: Project | null; release: Release }> {
  const { seat, project } = await openPlace(call)
  return { project, release: await openRelease(call.context, seat.organization, call.params.version ?? '', project) }
}

/** Of a route of the organization the project is null. */
async function openPlace({ context, actor, params }: Call): Promise<{ seat: Seat; project: Project | null }> {
  const seat = await openOrganization(context, actor, params.org ?? '')
  return { seat, project: params.project === undefined ? null : await openProject(context, seat, params.project) }
}
