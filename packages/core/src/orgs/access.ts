import type { Actor } from '../auth/actor.js'
import { isTrustedElsewhere } from '../auth/providers/trusted.js'
import { factorsOf } from '../auth/second-factor.js'
import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import type { Id, Membership, Organization, Project, Role, Team, User } from '../ports/model.js'
import { isAtLeast, ROLE_NAMES } from './roles.js'
import { SLUG } from './slug.js'

/** An organization seen by one of its members. */
export interface Seat {
  readonly organization: Organization
  readonly membership: Membership
  readonly user: User
}

/** The user behind an actor. Rejects nobody with `unauthenticated`. */
export function userOf(actor: Actor): User {
  if (actor.kind === 'anonymous') throw new AppError('unauthenticated', 'Nobody is signed in')
  return actor.user
}

/**
 * The gate in front of everything that belongs to an organization. What is foreign is `not_found`, like what does not
 * exist: nobody learns the names of others. Superusers pass no differently. Rejects with `second_factor_required` where
 * the organization asks for one and the user has none, whether in a browser or by a token.
 */
export async function openOrganization(context: Context, actor: Actor, slug: string): Promise<Seat> {
  const user = userOf(actor)
  const organization = SLUG.test(slug) ? await context.storage.organizations.getBySlug(slug) : null
  const membership =
    organization === null ? null : await context.storage.organizations.membership(organization.id, user.id)
  if (organization === null || membership === null) throw notFound('organization')
  if (!(await hasWhatItAsks(context, organization, user))) throw secondFactorRequired(context)
  return { organization, membership, user }
}

/**
 * The same for a thing that only knows its organization's id: false where the actor is no member. Rejects with
 * `second_factor_required` like `openOrganization`.
 */
export async function isMemberOf(context: Context, actor: Actor, organizationId: Id): Promise<boolean> {
  const user = userOf(actor)
  const { organizations } = context.storage
  const [membership, organization] = await Promise.all([
    organizations.membership(organizationId, user.id),
    organizations.get(organizationId),
  ])
  if (membership === null || organization === null) return false
  if (!(await hasWhatItAsks(context, organization, user))) throw secondFactorRequired(context)
  return true
}

/**
 * Which of what belongs to organizations the user may see now: those that ask for a second factor leave out whoever has
 * none.
 */
export async function openTo<T extends { readonly organization: Organization }>(
  context: Context,
  user: Pick<User, 'id'>,
  items: readonly T[],
): Promise<readonly T[]> {
  if (context.hostAuth !== null || !items.some(({ organization }) => organization.requireTwoFactor)) return items
  if (await hasSecondFactor(context, user)) return items
  return items.filter(({ organization }) => !organization.requireTwoFactor)
}

/** Rejects with `second_factor_required` whoever would ask of others what they do not have themselves. */
export async function requireOwnSecondFactor(context: Context, user: User): Promise<void> {
  if (await hasSecondFactor(context, user)) return
  throw new AppError(
    'second_factor_required',
    `Who asks members for a second factor has one: set yours up at ${securityPage(context)} first.`,
  )
}

export async function openTeam(context: Context, seat: Seat, slug: string): Promise<Team> {
  const team = SLUG.test(slug) ? await context.storage.teams.getBySlug(seat.organization.id, slug) : null
  if (team === null) throw notFound('team')
  return team
}

export async function openProject(context: Context, seat: Seat, slug: string): Promise<Project> {
  const project = SLUG.test(slug) ? await context.storage.projects.getBySlug(seat.organization.id, slug) : null
  if (project === null) throw notFound('project')
  return project
}

async function hasWhatItAsks(context: Context, organization: Organization, user: User): Promise<boolean> {
  return !organization.requireTwoFactor || hasSecondFactor(context, user)
}

// Where the host signs people in, how they show who they are is its own matter.
async function hasSecondFactor(context: Context, user: Pick<User, 'id'>): Promise<boolean> {
  if (context.hostAuth !== null || factorsOf(await context.storage.secondFactors.get(user.id)).length > 0) return true
  return isTrustedElsewhere(context, user.id)
}

function secondFactorRequired(context: Context): AppError {
  return new AppError(
    'second_factor_required',
    `This organization asks its members for a second factor, which you do not have yet: set one up at ${securityPage(context)}.`,
  )
}

function securityPage({ config }: Context): string {
  return `${config.url.origin}${config.basePath}/profile/security`
}

/** Rejects with `forbidden` when the member's role is below `role`. */
export function requireRole({ membership }: Seat, role: Role): void {
  if (isAtLeast(membership.role, role)) return
  const [least, own] = [ROLE_NAMES[role], ROLE_NAMES[membership.role]]
  throw new AppError('forbidden', `This needs the role ${least} or above in the organization; yours is ${own}.`)
}

export function notFound(what: string): AppError {
  return new AppError('not_found', `Not found: there is no such ${what}, or you are not a member of its organization.`)
}
