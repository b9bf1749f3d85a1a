import type { Context } from '../../context.js'
import { notFound, openOrganization, openProject, openTeam, openTo, type Seat, userOf } from '../../orgs/access.js'
import { MAX_RULES } from '../../ports/grouping-settings.js'
import type { Id, Project } from '../../ports/model.js'
import type { ProjectFilter } from '../../ports/projects.js'
import { checkProjectSlug, createProject, MAX_PROJECT_NAME } from '../../projects/create.js'
import { readGrouping } from '../../projects/grouping.js'
import { emptyResponse, jsonResponse } from '../answers.js'
import { aboutProject, changed, record } from '../audit.js'
import { applyGrouping } from '../change-grouping.js'
import { boolean, given, integer, lines, nullable, optional, readFields, text } from '../input.js'
import { projectDetailJson, projectJson, projectOrganizationJson, projectTeamJson } from '../json/projects.js'
import { rateField } from '../json/rates.js'
import { teamJson } from '../json/teams.js'
import { allPages, pageOf, pageResponse } from '../page.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { forAction, PROJECT_ADMIN, PROJECT_ANY, PROJECT_WRITE, TEAM_OR_ORG_ANY } from './rules.js'

const ONE = '/api/0/projects/:org/:project/'
const OF_TEAM = '/api/0/teams/:org/:team/projects/'
const CREATE = forAction('project.create', PROJECT_WRITE)
const DELETE = forAction('project.delete', PROJECT_ADMIN)
const ASSIGN = forAction('project.teams', PROJECT_ADMIN)

export const projectRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/0/projects/', operation: 'listAllProjects', auth: PROJECT_ANY, handle: listAll },
  {
    method: 'GET',
    path: '/api/0/organizations/:org/projects/',
    operation: 'listProjects',
    auth: PROJECT_ANY,
    handle: list,
  },
  { method: 'GET', path: OF_TEAM, operation: 'listTeamProjects', auth: PROJECT_ANY, handle: listOfTeam },
  { method: 'POST', path: OF_TEAM, operation: 'createProject', auth: CREATE, handle: create },
  { method: 'GET', path: ONE, operation: 'getProject', auth: PROJECT_ANY, handle: get },
  { method: 'PUT', path: ONE, operation: 'updateProject', auth: PROJECT_WRITE, handle: update },
  { method: 'DELETE', path: ONE, operation: 'deleteProject', auth: DELETE, handle: remove },
  { method: 'GET', path: `${ONE}teams/`, operation: 'listProjectTeams', auth: TEAM_OR_ORG_ANY, handle: listTeams },
  { method: 'POST', path: `${ONE}teams/:team/`, operation: 'addProjectTeam', auth: ASSIGN, handle: addTeam },
  {
    method: 'DELETE',
    path: `${ONE}teams/:team/`,
    operation: 'removeProjectTeam',
    auth: ASSIGN,
    handle: removeTeam,
  },
]

/** No storage gives this out. */
const NO_TEAM = '0'

const platform = optional(nullable(text({ max: 64 })))
const rulesField = lines(MAX_RULES)
const eventThrottleRate = optional(nullable(integer(0, 100)))

async function listAll(call: Call): Promise<HttpResponse> {
  const user = userOf(call.actor)
  const all = await call.context.storage.projects.listForUser(user.id, pageOf(call.query))
  const page = { ...all, items: await openTo(call.context, user, all.items) }
  const organizations = [...new Set(page.items.map(({ organization }) => organization.id))]
  const own = await Promise.all(organizations.map((id) => call.context.storage.teams.idsForUser(id, user.id)))
  return pageResponse(call, page, ({ project, organization }) =>
    projectOrganizationJson(project, organization, own.flat()),
  )
}

async function list(call: Call): Promise<HttpResponse> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  const filter = await teamFilter(call, seat)
  const page = await call.context.storage.projects.list(seat.organization.id, pageOf(call.query), filter)
  const own = await ownTeams(call.context, seat)
  return pageResponse(call, page, (project) => projectTeamJson(project, own))
}

/** `query=team:web !team:api`: in the one and not in the other. A team that is not there has no projects. */
async function teamFilter({ context, query }: Call, { organization }: Seat): Promise<ProjectFilter> {
  const words = (query.get('query') ?? '').split(/\s+/).slice(0, 20)
  const idsOf = async (prefix: string) => {
    const slugs = words.filter((word) => word.startsWith(prefix)).map((word) => word.slice(prefix.length))
    const teams = await Promise.all(slugs.map((slug) => context.storage.teams.getBySlug(organization.id, slug)))
    return teams.map((team) => team?.id ?? NO_TEAM)
  }
  return { teamIds: await idsOf('team:'), notTeamIds: await idsOf('!team:') }
}

async function listOfTeam(call: Call): Promise<HttpResponse> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  const team = await openTeam(call.context, seat, call.params.team ?? '')
  const filter = { teamIds: [team.id] }
  const page = await call.context.storage.projects.list(seat.organization.id, pageOf(call.query), filter)
  const own = await ownTeams(call.context, seat)
  return pageResponse(call, page, (project) => projectJson(project, own))
}

async function create(call: Call): Promise<HttpResponse> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  const team = await openTeam(call.context, seat, call.params.team ?? '')
  const input = readFields(await call.json(), {
    name: text({ min: 1, max: MAX_PROJECT_NAME }),
    slug: optional(nullable(text({ max: 200 }))),
    platform,
    eventThrottleRate,
    defaultRules: optional(nullable(boolean)),
  })
  const project = await createProject(call.context, {
    organization: seat.organization,
    team,
    name: input.name,
    platform: input.platform || null,
    // Scripts that keep alerts in step with a list of theirs, by GlitchTip's words, would meet one that they cannot read.
    hasDefaultRule: input.defaultRules ?? call.actor.kind !== 'token',
    ...(input.slug ? { slug: input.slug } : {}),
  })
  const rate = input.eventThrottleRate ?? 0
  const made = rate === 0 ? project : await change(call.context, project, { eventThrottleRate: rate })
  const { name, platform: chosen } = made
  await record(call, { ...aboutProject(made), action: 'project.created', after: { name, platform: chosen } })
  return jsonResponse(201, projectTeamJson(made, await ownTeams(call.context, seat)))
}

async function get(call: Call): Promise<HttpResponse> {
  const { seat, project } = await open(call)
  return projectResponse(call.context, seat, project)
}

async function update(call: Call): Promise<HttpResponse> {
  const { seat, project } = await open(call)
  const input = readFields(await call.json(), {
    name: optional(text({ min: 1, max: MAX_PROJECT_NAME })),
    slug: optional(nullable(text({ max: 200 }))),
    platform,
    eventThrottleRate,
    scrubIPAddresses: optional(boolean),
    rateLimit: optional(rateField),
    spikeGuard: optional(boolean),
    fingerprintingRules: optional(rulesField),
    groupingEnhancements: optional(rulesField),
  })
  // The first thing that may be refused, so that nothing else has changed then.
  const rules = given({ fingerprintRules: input.fingerprintingRules, stackRules: input.groupingEnhancements })
  await applyGrouping(call, project, rules)
  const slug = input.slug ? { slug: checkProjectSlug(input.slug) } : {}
  const updated = await change(call.context, project, {
    ...given({
      name: input.name,
      scrubIpAddresses: input.scrubIPAddresses,
      rateLimit: input.rateLimit,
      spikeGuard: input.spikeGuard,
    }),
    ...slug,
    ...(input.platform === undefined ? {} : { platform: input.platform || null }),
    ...(input.eventThrottleRate == null ? {} : { eventThrottleRate: input.eventThrottleRate }),
  })
  await record(call, { ...aboutProject(updated), action: 'project.updated', ...changed(project, updated) })
  return projectResponse(call.context, seat, updated)
}

async function remove(call: Call): Promise<HttpResponse> {
  const { seat, project } = await open(call)
  await call.context.storage.projects.delete(seat.organization.id, project.id)
  await record(call, { ...aboutProject(project), action: 'project.deleted' })
  return emptyResponse()
}

async function listTeams(call: Call): Promise<HttpResponse> {
  const { seat, project } = await open(call)
  const own = await ownTeams(call.context, seat)
  const all = await allPages((page) => call.context.storage.teams.list(seat.organization.id, page))
  // In the order of assignment, which Terraform compares.
  const items = project.teams.flatMap(({ id }) => all.filter((team) => team.id === id))
  return pageResponse(call, { items, next: null, previous: null }, (team) => teamJson(team, own))
}

async function addTeam(call: Call): Promise<HttpResponse> {
  return moveTeam(call, 201, 'addTeam')
}

async function removeTeam(call: Call): Promise<HttpResponse> {
  return moveTeam(call, 200, 'removeTeam')
}

async function moveTeam(call: Call, status: number, move: 'addTeam' | 'removeTeam'): Promise<HttpResponse> {
  const { seat, project } = await open(call)
  const team = await openTeam(call.context, seat, call.params.team ?? '')
  await call.context.storage.projects[move](seat.organization.id, project.id, team.id)
  const moved = await openProject(call.context, seat, project.slug)
  const action = move === 'addTeam' ? 'project.team_added' : 'project.team_removed'
  await record(call, { ...aboutProject(project), action, after: { team: team.slug } })
  return jsonResponse(status, projectTeamJson(moved, await ownTeams(call.context, seat)))
}

async function open(call: Call): Promise<{ seat: Seat; project: Project }> {
  const seat = await openOrganization(call.context, call.actor, call.params.org ?? '')
  return { seat, project: await openProject(call.context, seat, call.params.project ?? '') }
}

function ownTeams({ storage }: Context, { organization, user }: Seat): Promise<readonly Id[]> {
  return storage.teams.idsForUser(organization.id, user.id)
}

async function projectResponse(context: Context, seat: Seat, project: Project): Promise<HttpResponse> {
  const [own, grouping] = await Promise.all([ownTeams(context, seat), readGrouping(context, project)])
  return jsonResponse(200, projectDetailJson(project, seat.organization, own, grouping))
}

async function change(
  { storage }: Context,
  project: Project,
  changes: Parameters<typeof storage.projects.update>[2],
): Promise<Project> {
  const updated = await storage.projects.update(project.organizationId, project.id, changes)
  if (updated === null) throw notFound('project')
  return updated
}
