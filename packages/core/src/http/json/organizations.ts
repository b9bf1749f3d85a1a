import type { OrganizationJson } from '../../client/organization-types.js'
import type { Organization } from '../../ports/model.js'

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
    require2fa: organization.requireTwoFactor,
    require2FA: organization.requireTwoFactor,
    requireEmailVerification: false,
    features: [],
    isAcceptingEvents: organization.isAcceptingEvents,
    eventThrottleRate: organization.eventThrottleRate,
  }
}
