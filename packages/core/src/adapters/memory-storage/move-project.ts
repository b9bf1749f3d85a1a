import { AppError } from '../../errors.js'
import type { Id } from '../../ports/model.js'
import { deleteMappingsOfProject } from './integrations.js'
import { leaveIntegrations } from './issue-links.js'
import { forgetMailChoices } from './mail-choices.js'
import { leaveMonitorsOf } from './monitors.js'
import { moveMutes } from './mutes.js'
import { membershipOf } from './places.js'
import { moveReleases } from './releases.js'
import { existing, freeSlug, type State } from './state.js'

interface Handover {
  readonly id: Id
  readonly from: Id
  readonly to: Id
  readonly teamId: Id | null
}

/** False where the organization has no such project. All at once: nothing is left to follow. */
export function moveProject(state: State, handover: Handover): boolean {
  const { id, from, to, teamId } = handover
  const row = state.projects.get(id)
  if (row?.project.organizationId !== from) return false
  existing(state.organizations.get(to), 'an organization', to)
  const team = teamId === null ? undefined : state.teams.get(teamId)
  if (teamId !== null && team?.organizationId !== to)
    throw new AppError('not_found', 'Wanted a team of the other organization, found none')
  if ([...state.moves.values()].some(({ fromId }) => state.issues.get(fromId)?.issue.projectId === id))
    throw new AppError(
      'conflict',
      'Events of this project are still on their way between issues. Try again in a minute.',
    )
  const slugs = new Set(
    [...state.projects.values()]
      .filter((other) => other !== row && other.project.organizationId === to)
      .map(({ project }) => project.slug),
  )
  moveReleases(state, handover)
  row.project = { ...row.project, organizationId: to, slug: freeSlug(row.project.slug, (slug) => slugs.has(slug)) }
  row.earlierHomes.add(from)
  row.thinningUntil = null
  row.teamIds.clear()
  if (teamId !== null) row.teamIds.add(teamId)
  for (const [eventId, event] of row.events) row.events.set(eventId, { ...event, organizationId: to })
  moveIssues(state, handover)
  moveViews(state, handover)
  moveRows(state, handover)
  leaveMonitorsOf(state, id)
  deleteMappingsOfProject(state, id)
  moveMutes(state, id, to)
  for (const userId of state.mails.keys())
    if (membershipOf(state, to, userId) === undefined) forgetMailChoices(state, userId, (projectId) => projectId === id)
  return true
}

function moveIssues(state: State, { id, to }: Handover): void {
  const isStranger = (userId: Id) => membershipOf(state, to, userId) === undefined
  const moved = new Set<Id>()
  for (const row of state.issues.values()) {
    const { issue } = row
    if (issue.projectId !== id) continue
    moved.add(issue.id)
    const { assignee } = issue
    const stays = assignee?.kind === 'user' && !isStranger(assignee.id)
    row.issue = { ...issue, organizationId: to, assignee: stays ? assignee : null }
    row.events = row.events.map((event) => ({ ...event, organizationId: to }))
    for (const userId of row.marks.keys()) if (isStranger(userId)) row.marks.delete(userId)
  }
  leaveIntegrations(state, moved, to)
  // A change cannot be taken back where other people are.
  for (const [key, { issues }] of state.undos)
    if (issues.some(({ before }) => moved.has(before.issue.id))) state.undos.delete(key)
}

/** Saved views of this project alone, where their owner is on the other side as well or everybody has them. */
function moveViews(state: State, { id, from, to }: Handover): void {
  for (const view of state.savedViews.values()) {
    const isOfThis = view.organizationId === from && view.projectIds.length === 1 && view.projectIds[0] === id
    const isThere = view.ownerId !== null && membershipOf(state, to, view.ownerId) !== undefined
    if (isOfThis && (view.isShared || isThere)) state.savedViews.set(view.id, { ...view, organizationId: to })
  }
}

function moveRows(state: State, { id, to }: Handover): void {
  const move = <K, T extends { readonly organizationId: Id; readonly projectId: Id }>(rows: Map<K, T>) => {
    for (const [key, row] of rows) if (row.projectId === id) rows.set(key, { ...row, organizationId: to })
  }
  move(state.keys)
  move(state.retiredKeys)
  move(state.outcomes)
  move(state.requestCounts)
  move(state.feedback)
  move(state.attachments)
  move(state.checkIns)
  move(state.alerts)
  // Changed as they are: sessions that still go on count there.
  for (const row of state.health.values()) if (row.projectId === id) row.organizationId = to
  state.requests.set(
    id,
    (state.requests.get(id) ?? []).map((request) => ({ ...request, organizationId: to })),
  )
}
