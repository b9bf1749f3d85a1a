import type { Id, Membership, Organization, Page, PageRequest, Role, User } from './model.js'

/** Somebody's place in an organization: a user's, or one that is kept for whoever accepts the invitation. */
export interface Member {
  readonly id: Id
  readonly organizationId: Id
  readonly role: Role
  readonly createdAt: Date
  /** Null while the invitation is not accepted. */
  readonly user: User | null
  /** The user's, or where the invitation goes. */
  readonly email: string
  /** Exactly one member of an organization is: always a user, always with the role owner. */
  readonly isPrimaryOwner: boolean
  readonly invitation: Invitation | null
  /** By slug. */
  readonly teams: readonly { readonly id: Id; readonly slug: string }[]
}

export interface Invitation {
  /** Null where that user is gone. */
  readonly invitedById: Id | null
  readonly expiresAt: Date
}

export interface NewInvitation {
  readonly organizationId: Id
  readonly email: string
  readonly role: Role
  /** Teams of the organization; others are left out. */
  readonly teamIds: readonly Id[]
  readonly invitedById: Id
  /** Only the SHA-256 of the secret in the link is stored. */
  readonly tokenHash: string
  readonly expiresAt: Date
}

export interface MemberFilter {
  /** Those in this team. */
  readonly teamId?: Id
  /** Those whose name or address holds it, without regard to case. */
  readonly query?: string
  /** Those who have one of these; all of them where it is empty. */
  readonly roles?: readonly Role[]
}

export interface MemberStorage {
  /** The newest first, invitations among them. */
  list(organizationId: Id, page: PageRequest, filter?: MemberFilter): Promise<Page<Member>>
  get(organizationId: Id, id: Id): Promise<Member | null>
  /** By the address of the user or of the invitation, without regard to case. */
  getByEmail(organizationId: Id, email: string): Promise<Member | null>
  /** Rejects with `conflict` where the address is a member's or invited already. */
  invite(invitation: NewInvitation): Promise<Member>
  /** Replaces the secret: the link that was sent before is worth nothing. Null where there is no such invitation. */
  renew(
    organizationId: Id,
    id: Id,
    secret: { readonly tokenHash: string; readonly expiresAt: Date },
  ): Promise<Member | null>
  /** Null for an unknown or expired secret, and for an invitation that was accepted. */
  findInvitation(
    id: Id,
    tokenHash: string,
    now: Date,
  ): Promise<{ readonly member: Member; readonly organization: Organization } | null>
  /**
   * Gives the place to the user; of concurrent callers to one only. Null like `findInvitation`. Rejects with `conflict`
   * where the user is a member already.
   */
  accept(request: {
    readonly id: Id
    readonly tokenHash: string
    readonly userId: Id
    readonly now: Date
  }): Promise<Membership | null>
  /** Rejects with `invalid_input` for the primary owner, who keeps the role. */
  setRole(organizationId: Id, id: Id, role: Role): Promise<Member | null>
  /**
   * Takes the member out of the organization and its teams. Issues there that were the user's are nobody's then, and
   * bookmarks and subscriptions of them are gone, like what the user wanted to hear of its projects. Rejects with
   * `invalid_input` for the primary owner.
   */
  remove(organizationId: Id, id: Id): Promise<boolean>
  /** Makes the member the primary owner and an owner by role; whoever was it keeps that role. Null for an invitation. */
  transferOwnership(organizationId: Id, id: Id): Promise<Member | null>
}

/** What is said where somebody would leave an organization without its primary owner. */
export const IS_PRIMARY_OWNER = 'User is organization owner. Transfer ownership first.'
