import type { Context } from '../context.js'
import { errorCode } from '../errors.js'
import type { AuditAction, AuditEntry } from '../ports/audit.js'
import { type Id, type Organization, type Page, ROLES, type Role, type User } from '../ports/model.js'
import { RESERVED_ORGANIZATION_SLUGS, SLUG } from './slug.js'

/** A place in an organization that somebody else decides on. */
export interface Place {
  /** The organization's. Where there is none it is made, with the first owner who comes as its owner. */
  readonly slug: string
  /** Of an organization that is made; the slug where it is absent. */
  readonly name?: string
  readonly role: Role
  /** Slugs of the teams that the person is in, made where they are missing. Absent: decided in Mishap. */
  readonly teams?: readonly string[]
}

/**
 * Puts the user where they belong: into these organizations with these roles and teams, and out of all others. Only the
 * primary owner of an organization stays in it with the role, since an organization is never without one. What changes is
 * noted in the audit log, as done by the server. A place that makes no sense is left out, with a warning.
 */
export async function keepPlaces(context: Context, user: User, places: readonly Place[]): Promise<void> {
  const kept = new Set<Id>()
  for (const place of places) {
    if (!SLUG.test(place.slug) || RESERVED_ORGANIZATION_SLUGS.has(place.slug) || !ROLES.includes(place.role)) {
      context.logger.warn('A place of a user makes no sense', { userId: user.id, slug: place.slug, role: place.role })
      continue
    }
    const organization = await openOrMake(context, user, place)
    if (organization === null) continue
    kept.add(organization.id)
    const membershipId = await keepRole(context, { organization, user, role: place.role })
    if (place.teams !== undefined)
      await keepTeams(context, { organizationId: organization.id, membershipId, userId: user.id, slugs: place.teams })
  }
  await leaveOthers(context, user, kept)
}

// Only an owner makes an organization: whoever makes it owns it.
async function openOrMake({ storage }: Context, user: User, { slug, name, role }: Place): Promise<Organization | null> {
  const present = await storage.organizations.getBySlug(slug)
  if (present !== null || role !== 'owner') return present
  const made = await storage.organizations.create({ name: name ?? slug, slug, ownerId: user.id })
  if (made.slug === slug) return made
  // Somebody else of the host came at the same moment.
  await storage.organizations.delete(made.id)
  return storage.organizations.getBySlug(slug)
}

interface Seat {
  readonly organization: Organization
  readonly user: User
  readonly role: Role
}

async function keepRole(context: Context, { organization, user, role }: Seat): Promise<Id> {
  const { storage } = context
  const present = await storage.organizations.membership(organization.id, user.id)
  if (present !== null && present.role === role) return present.id
  const about = { organization, email: user.email }
  if (present === null) {
    const invited = await storage.members.getByEmail(organization.id, user.email)
    if (invited !== null && invited.user === null) await storage.members.remove(organization.id, invited.id)
    const { id } = await storage.organizations.addMember(organization.id, user.id, role)
    await note(context, { ...about, id, action: 'member.joined', before: null, after: { role } })
    return id
  }
  try {
    await storage.members.setRole(organization.id, present.id, role)
    await note(context, {
      ...about,
      id: present.id,
      action: 'member.role_changed',
      before: { role: present.role },
      after: { role },
    })
  } catch (error) {
    if (errorCode(error) !== 'invalid_input') throw error
  }
  return present.id
}

async function keepTeams(
  { storage }: Context,
  place: {
    readonly organizationId: Id
    readonly membershipId: Id
    readonly userId: Id
    readonly slugs: readonly string[]
  },
): Promise<void> {
  const { organizationId, membershipId } = place
  const wanted = new Set<Id>()
  for (const slug of place.slugs.filter((one) => SLUG.test(one))) {
    const team =
      (await storage.teams.getBySlug(organizationId, slug)) ??
      (await storage.teams.create({ organizationId, slug, creatorMembershipId: null }).catch(async (error) => {
        if (errorCode(error) !== 'conflict') throw error
        return storage.teams.getBySlug(organizationId, slug)
      }))
    if (team !== null) wanted.add(team.id)
  }
  const present = await storage.teams.idsForUser(organizationId, place.userId)
  for (const id of wanted) if (!present.includes(id)) await storage.teams.addMember(organizationId, id, membershipId)
  for (const id of present) if (!wanted.has(id)) await storage.teams.removeMember(organizationId, id, membershipId)
}

async function leaveOthers(context: Context, user: User, kept: ReadonlySet<Id>): Promise<void> {
  const { storage } = context
  const others: Organization[] = []
  let cursor: string | null = null
  do {
    const page: Page<Organization> = await storage.organizations.listForUser(user.id, { limit: 100, cursor })
    others.push(...page.items.filter(({ id }) => !kept.has(id)))
    cursor = page.next
  } while (cursor !== null)
  for (const organization of others) {
    const membership = await storage.organizations.membership(organization.id, user.id)
    if (membership === null) continue
    try {
      await storage.members.remove(organization.id, membership.id)
    } catch (error) {
      if (errorCode(error) === 'invalid_input') continue
      throw error
    }
    const before = { role: membership.role }
    await note(context, {
      organization,
      email: user.email,
      id: membership.id,
      action: 'member.removed',
      before,
      after: null,
    })
  }
}

async function note(
  { storage, clock }: Context,
  entry: Pick<AuditEntry, 'before' | 'after'> & {
    readonly organization: Organization
    readonly id: Id
    readonly email: string
    readonly action: AuditAction
  },
): Promise<void> {
  const { organization, id, email, action, before, after } = entry
  await storage.audit.add({
    ...{ organizationId: organization.id, at: clock.now(), userId: null, actor: '', via: 'system', ip: null },
    impersonator: null,
    ...{ action, target: { kind: 'member', id, name: email }, before, after },
  })
}
