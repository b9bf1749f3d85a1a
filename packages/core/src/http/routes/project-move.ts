import type { MovedProjectJson } from '../../client/project-types.js'
import { openOrganization, openProject } from '../../orgs/access.js'
import { readGrouping } from '../../projects/grouping.js'
import { moveProject } from '../../projects/move.js'
import { jsonResponse } from '../answers.js'
import { aboutProject, record } from '../audit.js'
import { nullable, optional, readFields, text } from '../input.js'
import { projectDetailJson } from '../json/projects.js'
import type { Call, HttpResponse, Route } from '../types.js'
import { forAction, PROJECT_ADMIN } from './rules.js'

export const projectMoveRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/api/0/projects/:org/:project/move/',
    operation: 'moveProject',
    auth: forAction('project.move', PROJECT_ADMIN),
    handle: move,
  },
]

const TARGET = {
  organization: text({ min: 1, max: 200 }),
  team: optional(nullable(text({ max: 50 }))),
}

async function move(call: Call): Promise<HttpResponse> {
  const { context, actor, params } = call
  const from = await openOrganization(context, actor, params.org ?? '')
  const project = await openProject(context, from, params.project ?? '')
  const { organization, team } = readFields(await call.json(), TARGET)
  const moved = await moveProject(context, actor, project, { organization, team: team || null })
  const noted = {
    action: 'project.moved',
    before: { organization: from.organization.slug, slug: project.slug, teams: project.teams.map(({ slug }) => slug) },
    after: {
      ...{ organization: moved.seat.organization.slug, slug: moved.project.slug },
      teams: moved.project.teams.map(({ slug }) => slug),
    },
  } as const
  // Whoever looks for it on either side finds it.
  for (const side of [project, moved.project]) await record(call, { ...aboutProject(side), ...noted })
  const own = await context.storage.teams.idsForUser(moved.seat.organization.id, moved.seat.user.id)
  const grouping = await readGrouping(context, moved.project)
  const body: MovedProjectJson = {
    ...projectDetailJson(moved.project, moved.seat.organization, own, grouping),
    isFollowing: moved.isFollowing,
  }
  return jsonResponse(200, body)
}
