import type { MemberJson, OrganizationJson } from '../../client/types.js'
import { ROLE_NAMES } from '../../orgs/roles.js'
import type { Membership, Organization, User } from '../../ports/model.js'
import { userJson } from './users.js'

/** Holds the keys of GlitchTip and of Sentry: sentry-cli fails without the latter. */
export function organizationJson(organization: Organization): OrganizationJson {
  return {
    id: organization.id,
    name: organization.name,
    slug: organization.slug,
    dateCreated: organization.createdAt.toISOString(),
    status: { id: 'active', name: 'active' },
    avatar: { avatarType: '', avatarUuid: null },
    isEarlyAdopter: false,
    require2fa: false,
    require2FA: false,
    requireEmailVerification: false,
    features: [],
    isAcceptingEvents: organization.isAcceptingEvents,
    eventThrottleRate: organization.eventThrottleRate,
  }
}

export function memberJson(membership: Membership, user: User): MemberJson {
  return {
    id: membership.id,
    role: membership.role,
    roleName: ROLE_NAMES[membership.role],
    dateCreated: membership.createdAt.toISOString(),
    email: user.email,
    user: userJson(user),
    pending: false,
    isOwner: membership.role === 'owner',
  }
}
