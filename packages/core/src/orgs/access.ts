import type { Actor } from '../auth/actor.js'
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
 * exist: nobody learns the names of others. Superusers pass no differently.
 */
export async function openOrganization(context: Context, actor: Actor, slug: string): Promise<Seat> {
  const user = userOf(actor)
  const organization = SLUG.test(slug) ? await context.storage.organizations.getBySlug(slug) : null
  const membership =
    organization === null ? null : await context.storage.organizations.membership(organization.id, user.id)
  if (organization === null || membership === null) throw notFound('organization')
  return { organization, membership, user }
}

/** The same for a thing that only knows its organization's id. */
export async function isMemberOf(context: Context, actor: Actor, organizationId: Id): Promise<boolean> {
  return (await context.storage.organizations.membership(organizationId, userOf(actor).id)) !== null
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

/** Rejects with `forbidden` when the member's role is below `role`. */
export function requireRole({ membership }: Seat, role: Role): void {
  if (isAtLeast(membership.role, role)) return
  const [least, own] = [ROLE_NAMES[role], ROLE_NAMES[membership.role]]
  throw new AppError('forbidden', `This needs the role ${least} or above in the organization; yours is ${own}.`)
}

export function notFound(what: string): AppError {
  return new AppError('not_found', `Not found: there is no such ${what}, or you are not a member of its organization.`)
}
