import type { Id, Membership, Organization } from '../../ports/model.js'
import { forgetMailChoices } from './mail-choices.js'
import type { State } from './state.js'

export function membershipOf(state: State, organizationId: Id, userId: Id): Membership | undefined {
  return [...state.memberships.values()].find((one) => one.organizationId === organizationId && one.userId === userId)
}

export function organizationsOf(state: State, userId: Id): readonly Organization[] {
  return [...state.organizations.values()].filter(({ id }) => membershipOf(state, id, userId) !== undefined)
}

/** Takes a membership or invitation out of its organization's teams, and away. */
export function removePlace(state: State, id: Id): void {
  state.memberships.delete(id)
  state.invitations.delete(id)
  for (const team of state.teams.values()) team.membershipIds.delete(id)
}

/** What the user looks after and wants to hear of in the organization. */
export function forgetWork(state: State, organizationId: Id, userId: Id): void {
  for (const row of state.issues.values()) {
    const { issue, marks } = row
    if (issue.organizationId !== organizationId) continue
    if (issue.assignee?.kind === 'user' && issue.assignee.id === userId) row.issue = { ...issue, assignee: null }
    const mark = marks.get(userId)
    if (mark?.isBookmarked || mark?.isSubscribed) marks.delete(userId)
  }
  const isHere = (projectId: Id) => state.projects.get(projectId)?.project.organizationId === organizationId
  forgetMailChoices(state, userId, isHere)
}
