import type { Context } from '../../context.js'
import { errorCode } from '../../errors.js'
import { isAtLeast } from '../../orgs/roles.js'
import type { IdentityClaims } from '../../ports/identity-client.js'
import type { Organization, Role, User } from '../../ports/model.js'
import type { ProviderJoining } from '../../ports/sign-in.js'
import { isEmailProven } from './admit.js'
import type { KnownProvider } from './known.js'

/** What a sign-in changed about somebody's place in an organization. */
export interface Joined {
  readonly organization: Organization
  readonly memberId: string
  /** Null: they were no member before. */
  readonly before: Role | null
  readonly after: Role
}

/**
 * Makes the user a member of the organization of the provider, or gives them the role of their groups. The primary owner
 * keeps the ownership whatever the groups say, so that an organization always has one. Null where nothing changed.
 */
export async function joinByProvider(
  { storage }: Context,
  user: User,
  arrival: { readonly provider: KnownProvider; readonly claims: IdentityClaims },
): Promise<Joined | null> {
  const { joining } = arrival.provider
  const organization = joining === null ? null : await storage.organizations.get(joining.organizationId)
  if (joining === null || organization === null || !isOfDomains(joining, arrival)) return null
  const membership = await storage.organizations.membership(organization.id, user.id)
  const after = roleFor(joining, groupsOf(arrival), membership?.role ?? null)
  const before = membership?.role ?? null
  if (after === null || after === before) return null
  try {
    if (membership !== null) {
      const changed = await storage.members.setRole(organization.id, membership.id, after)
      return changed === null ? null : { organization, memberId: membership.id, before, after }
    }
    const { id } = await storage.organizations.addMember(organization.id, user.id, after)
    return { organization, memberId: id, before: null, after }
  } catch (error) {
    // The primary owner; or a member by now, by another sign-in at the same time.
    if (errorCode(error) === 'invalid_input' || errorCode(error) === 'conflict') return null
    throw error
  }
}

/**
 * The role of who has these groups: the highest of theirs. Who has none of them gets the role of everybody, and where
 * there is none stays out; a member becomes the least then. Null: nothing is to change.
 */
export function roleFor(
  { role, groupRoles }: Pick<ProviderJoining, 'role' | 'groupRoles'>,
  groups: readonly string[] | null,
  present: Role | null,
): Role | null {
  const hasGroups = Object.keys(groupRoles).length > 0
  // Without groups roles of members are given by hand, and what the provider does not say changes nothing.
  if (!hasGroups || groups === null) return present ?? role
  const given = groups.flatMap((group) => (Object.hasOwn(groupRoles, group) ? [groupRoles[group] as Role] : []))
  const highest = given.reduce<Role | null>((best, one) => (best !== null && isAtLeast(best, one) ? best : one), null)
  return highest ?? role ?? (present === null ? null : 'member')
}

// Anybody has a tenant of Microsoft's, and names its groups as they like.
function groupsOf({
  provider,
  claims,
}: {
  readonly provider: KnownProvider
  readonly claims: IdentityClaims
}): readonly string[] | null {
  return isOfAnyTenant(provider) ? null : claims.groups
}

/** Whether who comes may be of any organization that the provider knows: its groups are nobody's in particular. */
export function isOfAnyTenant({ kind, issuer }: Pick<KnownProvider, 'kind' | 'issuer'>): boolean {
  return kind === 'microsoft' && ['common', 'organizations', 'consumers'].includes(issuer ?? 'common')
}

function isOfDomains(
  { emailDomains }: ProviderJoining,
  arrival: { readonly provider: KnownProvider; readonly claims: IdentityClaims },
): boolean {
  if (emailDomains.length === 0) return true
  const domain = arrival.claims.email?.toLowerCase().split('@').at(-1)?.trim() ?? ''
  return isEmailProven(arrival) && emailDomains.includes(domain)
}
