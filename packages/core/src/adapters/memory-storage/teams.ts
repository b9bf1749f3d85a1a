import { AppError } from '../../errors.js'
import type { Id, Team } from '../../ports/model.js'
import type { TeamStorage } from '../../ports/organizations.js'
import { pageOf } from './paging.js'
import { existing, nextId, type State, type TeamRow } from './state.js'

export function memoryTeams(state: State): TeamStorage {
  const teamsOf = (organizationId: Id) =>
    [...state.teams.values()].filter((team) => team.organizationId === organizationId)
  const bySlug = (organizationId: Id, slug: string) => teamsOf(organizationId).find((team) => team.slug === slug)
  return {
    async create({ organizationId, slug, creatorMembershipId }) {
      existing(state.organizations.get(organizationId), 'an organization', organizationId)
      if (bySlug(organizationId, slug) !== undefined)
        throw new AppError('conflict', `A team with the slug ${slug} exists already`)
      if (creatorMembershipId !== null) ownMembership(state, organizationId, creatorMembershipId)
      const row: TeamRow = {
        id: nextId(state),
        organizationId,
        slug,
        createdAt: new Date(),
        membershipIds: new Set(creatorMembershipId === null ? [] : [creatorMembershipId]),
      }
      state.teams.set(row.id, row)
      return toTeam(row)
    },
    async get(organizationId, id) {
      const row = state.teams.get(id)
      return row?.organizationId === organizationId ? toTeam(row) : null
    },
    async getMany(organizationId, ids) {
      return teamsOf(organizationId)
        .filter((row) => ids.includes(row.id))
        .map(toTeam)
    },
    async getBySlug(organizationId, slug) {
      const row = bySlug(organizationId, slug)
      return row === undefined ? null : toTeam(row)
    },
    async list(organizationId, page) {
      const teams = teamsOf(organizationId).map(toTeam)
      return pageOf(teams, page, { parts: ['text', 'number'], keyOf: ({ slug, id }) => [slug, Number(id)] })
    },
    async update(organizationId, id, { slug }) {
      const team = state.teams.get(id)
      if (team?.organizationId !== organizationId) return null
      const namesake = teamsOf(organizationId).find((one) => one.slug === slug)
      if (namesake !== undefined && namesake !== team)
        throw new AppError('conflict', `A team with the slug ${slug} exists already`)
      const renamed = { ...team, slug }
      state.teams.set(id, renamed)
      return toTeam(renamed)
    },
    async delete(organizationId, id) {
      if (state.teams.get(id)?.organizationId !== organizationId) return false
      for (const project of state.projects.values()) project.teamIds.delete(id)
      return state.teams.delete(id)
    },
    async idsForUser(organizationId, userId) {
      const isUsers = (membershipId: Id) => state.memberships.get(membershipId)?.userId === userId
      return teamsOf(organizationId)
        .filter((team) => [...team.membershipIds].some(isUsers))
        .map((team) => team.id)
    },
    async addMember(organizationId, teamId, membershipId) {
      ownMembership(state, organizationId, membershipId)
      ownTeam(state, organizationId, teamId).membershipIds.add(membershipId)
    },
    async removeMember(organizationId, teamId, membershipId) {
      const team = state.teams.get(teamId)
      if (team?.organizationId === organizationId) team.membershipIds.delete(membershipId)
    },
  }
}

/** The team, if it is the organization's; throws `not_found` otherwise. */
export function ownTeam(state: State, organizationId: Id, teamId: Id): TeamRow {
  const team = state.teams.get(teamId)
  return existing(team?.organizationId === organizationId ? team : undefined, 'a team of the organization', teamId)
}

function ownMembership(state: State, organizationId: Id, membershipId: Id): void {
  const membership = state.memberships.get(membershipId) ?? state.invitations.get(membershipId)
  existing(
    membership?.organizationId === organizationId ? membership : undefined,
    'a membership of the organization',
    membershipId,
  )
}

function toTeam({ membershipIds, ...team }: TeamRow): Team {
  return { ...team, memberCount: membershipIds.size }
}
