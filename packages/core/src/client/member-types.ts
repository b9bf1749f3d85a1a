import type { UserJson } from './account-types.js'
import type { OrganizationJson } from './organization-types.js'

export type RoleName = 'member' | 'admin' | 'manager' | 'owner'

/** A member of an organization, or somebody who is invited. */
export interface MemberJson {
  id: string
  role: RoleName
  /** The same: Sentry's name of it. */
  orgRole: RoleName
  roleName: string
  dateCreated: string
  /** The user's, or where the invitation goes. */
  email: string
  user: UserJson | null
  /** Invited, and not here yet. */
  pending: boolean
  /** Whether this is the one who can only leave after handing on the ownership. */
  isOwner: boolean
  /** When the link of an invitation stops to work; null for who is here. Not in GlitchTip. */
  inviteExpires: string | null
}

export interface MemberDetailJson extends MemberJson {
  /** Slugs. */
  teams: string[]
}

export interface InvitedMemberJson extends MemberDetailJson {
  /** Only in the answer that made it, and only where no mail was sent: for the inviter to hand over. */
  inviteLink: string | null
}

export interface InvitationJson {
  /** Whether the caller has accepted it now. */
  acceptInvite: boolean
  orgUser: MemberJson & { organization: OrganizationJson }
}

export interface InvitationInput {
  readonly email: string
  readonly orgRole?: RoleName
  readonly teamRoles?: readonly { readonly teamSlug: string; readonly role?: string }[]
  /** False: no mail; the answer has the link. */
  readonly sendInvite?: boolean
  /** Whether an open invitation is made again, with another link; otherwise that is refused. True unless given. */
  readonly reinvite?: boolean
}

/** One thing that somebody changed. */
export interface AuditEntryJson {
  id: string
  dateCreated: string
  /** `<kind of thing>.<what happened>`, such as `member.role_changed`. */
  action: string
  actor: {
    /** Null for the server itself. */
    id: string | null
    email: string
  }
  /** The superuser who did it in the place of `actor`; null where nobody did. */
  impersonator: { id: string; email: string } | null
  via: 'web' | 'api' | 'cli' | 'system' | 'slack'
  ipAddress: string | null
  /** Null where it belongs to an account or to the instance. */
  organizationID: string | null
  target: { kind: string; id: string; name: string }
  /** Only what changed. */
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}
