import type { Id, Membership, Organization, Page, PageRequest, Role, Team, User } from './model.js'

export interface OrganizationStorage {
  /** Makes the organization with `ownerId` as its owner. The slug is made unique by appending `-1`, `-2`, …. */
  create(organization: { readonly name: string; readonly slug: string; readonly ownerId: Id }): Promise<Organization>
  get(id: Id): Promise<Organization | null>
  getBySlug(slug: string): Promise<Organization | null>
  /** All of them, by name; those whose name or slug holds `query`, without regard to case. */
  list(page: PageRequest, filter?: { readonly query?: string }): Promise<Page<Organization>>
  /** The organizations that the user is a member of, by name. */
  listForUser(userId: Id, page: PageRequest): Promise<Page<Organization>>
  hasAny(): Promise<boolean>
  /** Rejects with `conflict` when the slug is taken. */
  update(id: Id, change: Partial<Omit<Organization, 'id' | 'createdAt'>>): Promise<Organization | null>
  /** Deletes the organization with its teams and projects, like `projects.delete`; its users stay. */
  delete(id: Id): Promise<boolean>
  membership(organizationId: Id, userId: Id): Promise<Membership | null>
  addMember(organizationId: Id, userId: Id, role: Role): Promise<Membership>
  listMembers(
    organizationId: Id,
    page: PageRequest,
  ): Promise<Page<{ readonly membership: Membership; readonly user: User }>>
}

export interface TeamStorage {
  /** The creator joins the team where one is named. Rejects with `conflict` when the slug is taken. */
  create(team: {
    readonly organizationId: Id
    readonly slug: string
    readonly creatorMembershipId: Id | null
  }): Promise<Team>
  get(organizationId: Id, id: Id): Promise<Team | null>
  /** In any order, without those that the organization does not have. */
  getMany(organizationId: Id, ids: readonly Id[]): Promise<readonly Team[]>
  getBySlug(organizationId: Id, slug: string): Promise<Team | null>
  list(organizationId: Id, page: PageRequest): Promise<Page<Team>>
  /** Rejects with `conflict` when the slug is taken. */
  update(organizationId: Id, id: Id, change: { readonly slug: string }): Promise<Team | null>
  /** Its projects stay, without the team. */
  delete(organizationId: Id, id: Id): Promise<boolean>
  /** The ids of the teams of the organization that the user is in. */
  idsForUser(organizationId: Id, userId: Id): Promise<readonly Id[]>
  addMember(organizationId: Id, teamId: Id, membershipId: Id): Promise<void>
  removeMember(organizationId: Id, teamId: Id, membershipId: Id): Promise<void>
}
