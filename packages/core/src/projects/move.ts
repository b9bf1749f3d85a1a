import type { Actor } from '../auth/actor.js'
import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import { notFound, openOrganization, openTeam, requireRole, type Seat } from '../orgs/access.js'
import { LEAST_ROLE } from '../orgs/roles.js'
import type { Project } from '../ports/model.js'

/** A request goes on itself for so long: most projects are whole when it is answered. */
const PATIENCE_MS = 2_000

export interface Moved {
  readonly project: Project
  /** The seat of the caller where it is now. */
  readonly seat: Seat
  /** Whether older events and counts still follow, in the background. */
  readonly isFollowing: boolean
}

/**
 * Moves the project as `projects.move` promises. Rejects with `forbidden` without the role for it on either side, and with
 * `invalid_input` where it is there already.
 */
export async function moveProject(
  context: Context,
  actor: Actor,
  project: Project,
  to: { readonly organization: string; readonly team: string | null },
): Promise<Moved> {
  const { storage } = context
  const seat = await openOrganization(context, actor, to.organization)
  requireRole(seat, LEAST_ROLE['project.create'])
  if (seat.organization.id === project.organizationId)
    throw new AppError('invalid_input', `Wanted another organization, found that the project is in ${to.organization}.`)
  const team = to.team === null ? null : await openTeam(context, seat, to.team)
  const moved = await storage.projects.move(project.organizationId, project.id, {
    organizationId: seat.organization.id,
    teamId: team?.id ?? null,
  })
  if (moved === null) throw notFound('project')
  return { project: moved, seat, isFollowing: await isFollowing(context) }
}

// Other projects may be on their way as well, and be told of here: it is a hint.
async function isFollowing({ storage, clock }: Context): Promise<boolean> {
  const until = clock.now().getTime() + PATIENCE_MS
  while (clock.now().getTime() < until) if (!(await storage.projects.followMoves())) return false
  return true
}
