import { AppError } from '../../errors.js'
import type { Id, Membership, Organization, Role } from '../../ports/model.js'
import type { OrganizationStorage } from '../../ports/organizations.js'
import { forgetImports } from './imports.js'
import { deleteIncidentsOfOrganization } from './incidents.js'
import { deleteIntegrationsOfOrganization } from './integrations.js'
import { deleteMaintenanceOfOrganization } from './maintenance.js'
import { deleteMonitorsOfOrganization } from './monitors.js'
import { byName, pageOf } from './paging.js'
import { membershipOf, organizationsOf, removePlace } from './places.js'
import { deleteProject } from './projects.js'
import { deleteReleasesOfOrganization } from './releases.js'
import { existing, freeSlug, given, nextId, type State } from './state.js'
import { deleteStatusPagesOfOrganization } from './status-pages.js'

export function memoryOrganizations(state: State): OrganizationStorage {
  const bySlug = (slug: string) => [...state.organizations.values()].find((organization) => organization.slug === slug)
  return {
    async create({ name, slug, ownerId }) {
      existing(state.users.get(ownerId), 'a user', ownerId)
      const organization: Organization = {
        id: nextId(state),
        name,
        slug: freeSlug(slug, (candidate) => bySlug(candidate) !== undefined),
        createdAt: new Date(),
        isAcceptingEvents: true,
        eventThrottleRate: 0,
        openMembership: true,
        requireTwoFactor: false,
        scrubIpAddresses: true,
        rateLimit: null,
      }
      state.organizations.set(organization.id, organization)
      const { id } = addMember(state, organization.id, ownerId, 'owner')
      state.primaryOwners.set(organization.id, id)
      return organization
    },
    async get(id) {
      return state.organizations.get(id) ?? null
    },
    async getBySlug(slug) {
      return bySlug(slug) ?? null
    },
    async list(page, filter) {
      const query = (filter?.query ?? '').toLowerCase()
      const all = [...state.organizations.values()].filter(
        ({ name, slug }) => name.toLowerCase().includes(query) || slug.toLowerCase().includes(query),
      )
      return pageOf(all, page, byName)
    },
    async listForUser(userId, page) {
      return pageOf(organizationsOf(state, userId), page, byName)
    },
    async hasAny() {
      return state.organizations.size > 0
    },
    async update(id, change) {
      const organization = state.organizations.get(id)
      if (organization === undefined) return null
      const namesake = change.slug === undefined ? undefined : bySlug(change.slug)
      if (namesake !== undefined && namesake.id !== id)
        throw new AppError('conflict', `An organization with the slug ${change.slug} exists already`)
      const updated = { ...organization, ...given(change) }
      state.organizations.set(id, updated)
      return updated
    },
    async delete(id) {
      for (const { project } of state.projects.values())
        if (project.organizationId === id) deleteProject(state, project.id)
      for (const team of state.teams.values()) if (team.organizationId === id) state.teams.delete(team.id)
      for (const one of [...state.memberships.values(), ...state.invitations.values()])
        if (one.organizationId === id) removePlace(state, one.id)
      state.primaryOwners.delete(id)
      deleteReleasesOfOrganization(state, id)
      deleteIncidentsOfOrganization(state, id)
      deleteIntegrationsOfOrganization(state, id)
      deleteMonitorsOfOrganization(state, id)
      deleteMaintenanceOfOrganization(state, id)
      deleteStatusPagesOfOrganization(state, id)
      forgetImports(state, id)
      for (const view of state.savedViews.values()) if (view.organizationId === id) state.savedViews.delete(view.id)
      return state.organizations.delete(id)
    },
    async membership(organizationId, userId) {
      return membershipOf(state, organizationId, userId) ?? null
    },
    async addMember(organizationId, userId, role) {
      existing(state.organizations.get(organizationId), 'an organization', organizationId)
      existing(state.users.get(userId), 'a user', userId)
      return addMember(state, organizationId, userId, role)
    },
    async listMembers(organizationId, page) {
      const memberships = [...state.memberships.values()].filter((one) => one.organizationId === organizationId)
      const members = memberships.map((membership) => ({
        membership,
        user: existing(state.users.get(membership.userId), 'a user', membership.userId),
      }))
      return pageOf(members, page, { parts: ['number'], keyOf: (member) => [Number(member.membership.id)] })
    },
  }
}

function addMember(state: State, organizationId: Id, userId: Id, role: Role): Membership {
  if (membershipOf(state, organizationId, userId) !== undefined)
    throw new AppError('conflict', `User ${userId} is a member of organization ${organizationId} already`)
  const membership: Membership = { id: nextId(state), organizationId, userId, role, createdAt: new Date() }
  state.memberships.set(membership.id, membership)
  return membership
}
