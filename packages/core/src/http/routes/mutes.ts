import type { MuteJson } from '../../client/alert-types.js'
import { invalidField } from '../../errors.js'
import { notFound, openOrganization, openProject, requireRole, type Seat } from '../../orgs/access.js'
import { LEAST_ROLE } from '../../orgs/roles.js'
import type { Id, Project } from '../../ports/model.js'
import type { Mute } from '../../ports/mutes.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { record } from '../audit.js'
import { boolean, nullable, optional, readFields, text } from '../input.js'
import { pageOf, pageResponse } from '../page.js'
import { parseTime } from '../time.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { EVENT_ANY, EVENT_WRITE } from './rules.js'

const ALL = '/api/0/organizations/:org/mutes/'
const ONE = `${ALL}:mute/`

/** What nobody, or somebody, is to be told of. */
export const muteRoutes: readonly Route[] = [
  { method: 'GET', path: ALL, operation: 'listMutes', auth: EVENT_ANY, handle: list },
  { method: 'POST', path: ALL, operation: 'createMute', auth: EVENT_WRITE, handle: create },
  { method: 'DELETE', path: ONE, operation: 'deleteMute', auth: EVENT_WRITE, handle: remove },
]

async function list(call: Call): Promise<HttpResponse> {
  const { context } = call
  const { organization, user } = await open(call)
  const now = context.clock.now()
  const page = await context.storage.mutes.list(organization.id, user.id, now, pageOf(call.query))
  const shown = await shownBy(call, organization.id, page.items)
  return pageResponse(call, page, shown)
}

async function create(call: Call): Promise<HttpResponse> {
  const { context } = call
  const seat = await open(call)
  const now = context.clock.now()
  const input = readFields(await call.json(), FIELDS)
  const until = input.until ? parseTime(input.until, now, 'until') : null
  if (until !== null && until <= now) throw invalidField('until', 'value_error', 'Wanted a time that is still to come')
  const about = await aboutWhat(call, seat, input)
  if (!input.isOwn) await requireVoice(call, seat, about.project)
  const mute = await context.storage.mutes.create({
    ...{ organizationId: seat.organization.id, projectId: about.project?.id ?? null, issueId: about.issueId, until },
    ...{ userId: input.isOwn ? seat.user.id : null, createdAt: now, createdById: seat.user.id },
  })
  await record(call, { ...target(seat, mute), action: 'mute.created', after: facts(mute) })
  const shown = await shownBy(call, seat.organization.id, [mute])
  return jsonResponse(201, shown(mute))
}

async function remove(call: Call): Promise<HttpResponse> {
  const { context, params } = call
  const seat = await open(call)
  const { organization, user } = seat
  const mute = await context.storage.mutes.get(organization.id, user.id, params.mute ?? '')
  if (mute === null) throw notFound('mute')
  if (mute.userId === null && mute.createdById !== user.id) {
    const [project] =
      mute.projectId === null ? [] : await context.storage.projects.getMany(organization.id, [mute.projectId])
    await requireVoice(call, seat, project ?? null)
  }
  await context.storage.mutes.delete(organization.id, mute.id)
  await record(call, { ...target(seat, mute), action: 'mute.deleted', before: facts(mute) })
  return emptyResponse()
}

const FIELDS = {
  issueID: optional(nullable(text({ max: 20 }))),
  project: optional(nullable(text({ max: 100 }))),
  isOwn: boolean,
  until: optional(nullable(text({ max: 64 }))),
}

async function aboutWhat(
  { context }: Call,
  seat: Seat,
  {
    issueID,
    project: slug,
  }: { readonly issueID?: string | null | undefined; readonly project?: string | null | undefined },
): Promise<{ readonly issueId: Id | null; readonly project: Project | null }> {
  if (!issueID) return { issueId: null, project: slug ? await openProject(context, seat, slug) : null }
  const issue = await context.storage.issues.get(issueID)
  if (issue === null || issue.organizationId !== seat.organization.id) throw notFound('issue')
  const [project] = await context.storage.projects.getMany(seat.organization.id, [issue.projectId])
  if (project === undefined) throw notFound('issue')
  return { issueId: issue.id, project }
}

/** Who is in a team of a project speaks for everybody about it; about all of the organization, whoever may change its alerts. */
async function requireVoice({ context }: Call, seat: Seat, project: Project | null): Promise<void> {
  if (project !== null) {
    const own = await context.storage.teams.idsForUser(seat.organization.id, seat.user.id)
    if (project.teams.some(({ id }) => own.includes(id))) return
  }
  requireRole(seat, LEAST_ROLE['alert.foreign'])
}

/** How each of these mutes is told of. */
async function shownBy(
  { context }: Call,
  organizationId: Id,
  mutes: readonly Mute[],
): Promise<(mute: Mute) => MuteJson> {
  const idsOf = (ids: readonly (Id | null)[]) => [...new Set(ids.filter((id) => id !== null))]
  const [projects, users] = await Promise.all([
    context.storage.projects.getMany(organizationId, idsOf(mutes.map(({ projectId }) => projectId))),
    context.storage.users.getMany(idsOf(mutes.map(({ createdById }) => createdById))),
  ])
  return ({ id, projectId, issueId, userId, until, createdAt, createdById }) => {
    const project = projects.find((one) => one.id === projectId) ?? null
    const user = users.find((one) => one.id === createdById) ?? null
    return {
      ...{ id, issueID: issueId, isOwn: userId !== null, until: until?.toISOString() ?? null },
      project: project === null ? null : { id: project.id, slug: project.slug, name: project.name },
      ...{ created: createdAt.toISOString(), createdBy: user === null ? null : user.name || user.email },
    }
  }
}

function facts({ projectId, issueId, userId, until }: Mute) {
  return { projectId, issueId, isOwn: userId !== null, until: until?.toISOString() ?? null }
}

function target({ organization }: Seat, { id, issueId, projectId }: Mute) {
  const name = issueId === null ? `project ${projectId}` : `issue ${issueId}`
  const isAll = issueId === null && projectId === null
  return { organizationId: organization.id, target: { kind: 'mute', id, name: isAll ? organization.slug : name } }
}

function open({ context, actor, params }: Call): Promise<Seat> {
  return openOrganization(context, actor, params.org ?? '')
}
