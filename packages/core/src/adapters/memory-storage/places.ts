import type { Id, Membership } from '../../ports/model.js'
import type { State } from './state.js'

export function membershipOf(state: State, organizationId: Id, userId: Id): Membership | undefined {
  return [...state.memberships.values()].find((one) => one.organizationId === organizationId && one.userId === userId)
}

/** Takes a membership or invitation out of its organization's teams, and away. */
export function removePlace(state: State, id: Id): void {
  state.memberships.delete(id)
  state.invitations.delete(id)
  for (const team of state.teams.values()) team.membershipIds.delete(id)
}
