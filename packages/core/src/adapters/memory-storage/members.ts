import { AppError } from '../../errors.js'
import { IS_PRIMARY_OWNER, type Member, type MemberStorage } from '../../ports/members.js'
import type { Id, Membership } from '../../ports/model.js'
import { pageOf } from './paging.js'
import { forgetWork, membershipOf, removePlace } from './places.js'
import { existing, type InvitationRow, nextId, type State } from './state.js'

export function memoryMembers(state: State): MemberStorage {
  const membersOf = (organizationId: Id): readonly Member[] => [
    ...[...state.memberships.values()].filter((one) => one.organizationId === organizationId).map(joined),
    ...[...state.invitations.values()].filter((one) => one.organizationId === organizationId).map(invited),
  ]
  const joined = (row: Membership): Member => {
    const user = existing(state.users.get(row.userId), 'a user', row.userId)
    const { id, organizationId, role, createdAt } = row
    const isPrimaryOwner = state.primaryOwners.get(organizationId) === id
    return {
      ...{ id, organizationId, role, createdAt, user, email: user.email, isPrimaryOwner, invitation: null },
      teams: teamsOf(id),
    }
  }
  const invited = (row: InvitationRow): Member => ({
    id: row.id,
    organizationId: row.organizationId,
    role: row.role,
    createdAt: row.createdAt,
    user: null,
    email: row.email,
    isPrimaryOwner: false,
    invitation: { invitedById: state.users.has(row.invitedById) ? row.invitedById : null, expiresAt: row.expiresAt },
    teams: teamsOf(row.id),
  })
  const teamsOf = (id: Id) =>
    [...state.teams.values()]
      .filter((team) => team.membershipIds.has(id))
      .map((team) => ({ id: team.id, slug: team.slug }))
      .sort((a, b) => (a.slug < b.slug ? -1 : 1))
  const find = (organizationId: Id, id: Id) => membersOf(organizationId).find((one) => one.id === id) ?? null
  const byEmail = (organizationId: Id, email: string) =>
    membersOf(organizationId).find((one) => one.email.toLowerCase() === email.toLowerCase()) ?? null
  const open = (id: Id, tokenHash: string, now: Date) => {
    const row = state.invitations.get(id)
    return row !== undefined && row.tokenHash === tokenHash && row.expiresAt > now ? row : null
  }
  return {
    async list(organizationId, page, filter) {
      const wanted = filter?.query?.toLowerCase() ?? ''
      const members = membersOf(organizationId)
        .filter((one) => filter?.teamId === undefined || one.teams.some(({ id }) => id === filter.teamId))
        .filter(({ role }) => !filter?.roles?.length || filter.roles.includes(role))
        .filter(({ email, user }) => [email, user?.name ?? ''].some((text) => text.toLowerCase().includes(wanted)))
      return pageOf(members, page, { parts: ['number'], keyOf: ({ id }) => [Number(id)], descending: true })
    },
    async get(organizationId, id) {
      return find(organizationId, id)
    },
    async getByEmail(organizationId, email) {
      return byEmail(organizationId, email)
    },
    async invite({ teamIds, ...invitation }) {
      const { organizationId, email, invitedById } = invitation
      existing(state.organizations.get(organizationId), 'an organization', organizationId)
      existing(state.users.get(invitedById), 'a user', invitedById)
      if (byEmail(organizationId, email) !== null)
        throw new AppError('conflict', `${email} is a member or invited already`)
      const row: InvitationRow = { ...invitation, id: nextId(state), createdAt: new Date() }
      state.invitations.set(row.id, row)
      for (const team of state.teams.values())
        if (team.organizationId === organizationId && teamIds.includes(team.id)) team.membershipIds.add(row.id)
      return invited(row)
    },
    async renew(organizationId, id, secret) {
      const row = state.invitations.get(id)
      if (row?.organizationId !== organizationId) return null
      const renewed = { ...row, ...secret }
      state.invitations.set(id, renewed)
      return invited(renewed)
    },
    async findInvitation(id, tokenHash, now) {
      const row = open(id, tokenHash, now)
      const organization = row === null ? undefined : state.organizations.get(row.organizationId)
      return row === null || organization === undefined ? null : { member: invited(row), organization }
    },
    async accept({ id, tokenHash, userId, now }) {
      const row = open(id, tokenHash, now)
      if (row === null) return null
      existing(state.users.get(userId), 'a user', userId)
      const { organizationId, role, createdAt } = row
      if (membershipOf(state, organizationId, userId) !== undefined)
        throw new AppError('conflict', `User ${userId} is a member of organization ${organizationId} already`)
      const membership: Membership = { id, organizationId, userId, role, createdAt }
      state.invitations.delete(id)
      state.memberships.set(id, membership)
      return membership
    },
    async setRole(organizationId, id, role) {
      const member = find(organizationId, id)
      if (member === null) return null
      if (member.isPrimaryOwner && role !== 'owner') throw new AppError('invalid_input', IS_PRIMARY_OWNER)
      const [membership, invitation] = [state.memberships.get(id), state.invitations.get(id)]
      if (membership !== undefined) state.memberships.set(id, { ...membership, role })
      if (invitation !== undefined) state.invitations.set(id, { ...invitation, role })
      return find(organizationId, id)
    },
    async remove(organizationId, id) {
      const member = find(organizationId, id)
      if (member === null) return false
      if (member.isPrimaryOwner) throw new AppError('invalid_input', IS_PRIMARY_OWNER)
      removePlace(state, id)
      if (member.user !== null) forgetWork(state, organizationId, member.user.id)
      return true
    },
    async transferOwnership(organizationId, id) {
      const membership = state.memberships.get(id)
      if (membership?.organizationId !== organizationId) return null
      state.memberships.set(id, { ...membership, role: 'owner' })
      state.primaryOwners.set(organizationId, id)
      return find(organizationId, id)
    },
  }
}
