import type { Context } from '../context.js'
import { AppError } from '../errors.js'
import type { Member } from '../ports/members.js'
import type { Role, Team } from '../ports/model.js'
import { notFound, requireRole, type Seat } from './access.js'
import { isAtLeast, LEAST_ROLE, mayDo, ROLE_NAMES } from './roles.js'

/** A member by id, `me` being the caller. Rejects with `not_found`. */
export async function openMember({ storage }: Context, seat: Seat, id: string): Promise<Member> {
  const wanted = id === 'me' ? seat.membership.id : id
  const member = await storage.members.get(seat.organization.id, wanted)
  if (member === null) throw notFound('member')
  return member
}

/** Rejects with `forbidden` unless the caller's role is at least the one to give. */
export function requireToGive({ membership }: Seat, role: Role): void {
  if (isAtLeast(membership.role, role)) return
  throw new AppError(
    'forbidden',
    `Nobody gives a role above their own: yours is ${ROLE_NAMES[membership.role]}, wanted was ${ROLE_NAMES[role]}.`,
  )
}

/** Changes a role, neither from above nor to above the caller's own. Rejects with `invalid_input` for the primary owner. */
export async function changeRole(context: Context, seat: Seat, member: Member, role: Role): Promise<Member> {
  requireToGive(seat, member.role)
  requireToGive(seat, role)
  const updated = await context.storage.members.setRole(seat.organization.id, member.id, role)
  if (updated === null) throw notFound('member')
  return updated
}

/**
 * Takes a member out; everybody may leave. Rejects with `forbidden` for others without the role for it, and with
 * `invalid_input` for the primary owner.
 */
export async function removeMember(context: Context, seat: Seat, member: Member): Promise<void> {
  if (member.id !== seat.membership.id) {
    requireRole(seat, LEAST_ROLE['member.remove'])
    requireToGive(seat, member.role)
  }
  const isGone = await context.storage.members.remove(seat.organization.id, member.id)
  if (!isGone) throw notFound('member')
}

/**
 * Whether the caller may move the member into the team, or out of it: everybody themselves where membership is open, and
 * out in any case; admins in teams that they are in; managers in all.
 */
export async function requireToMove(
  context: Context,
  seat: Seat,
  { member, team, isJoining }: { readonly member: Member; readonly team: Team; readonly isJoining: boolean },
): Promise<void> {
  const { organization, membership, user } = seat
  const isSelf = member.id === membership.id
  if (isSelf && (organization.openMembership || !isJoining)) return
  if (mayDo(membership.role, 'team.foreign_member')) return
  const own = await context.storage.teams.idsForUser(organization.id, user.id)
  if (mayDo(membership.role, 'team.member') && own.includes(team.id)) return
  throw new AppError('forbidden', 'Must be admin to modify teams: admin in the team, or manager of the organization.')
}
