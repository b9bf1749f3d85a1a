import { hashToken, newToken } from '../auth/tokens.js'
import { isEmail } from '../auth/users.js'
import type { Context } from '../context.js'
import { AppError, errorCode, invalidField } from '../errors.js'
import type { Member } from '../ports/members.js'
import type { Id, Membership, Organization, Role, User } from '../ports/model.js'
import type { Seat } from './access.js'
import { invitationMail } from './invitation-mail.js'
import { requireToGive } from './members.js'

/** So many invitations are sent by mail for one user in the time after. */
const MOST_MAILS = 50
const MAIL_WINDOW_MS = 300_000
/** So long a link of an invitation is good. */
export const INVITATION_MS = 15 * 86_400_000

export interface Invited {
  readonly member: Member
  /** Null where it was sent by mail, and where nobody has to accept anything. */
  readonly link: string | null
}

/**
 * Keeps a place for whoever has this address, and sends the link to it; without mail the inviter gets the link. With
 * `skipInvitations` the user is made where missing, and in at once. Rejects with `conflict` for a member, and for an open
 * invitation unless `reinvite`; with `forbidden` for a role above the inviter's own; with `rate_limited`.
 */
export async function inviteMember(
  context: Context,
  seat: Seat,
  input: {
    readonly email: string
    readonly role: Role
    readonly teamSlugs: readonly string[]
    readonly isMailed: boolean
    readonly reinvite: boolean
  },
): Promise<Invited> {
  const email = input.email.trim()
  if (!isEmail(email)) throw invalidField('email', 'email', 'Enter an email address, such as ada@example.com.')
  requireToGive(seat, input.role)
  const { storage, config } = context
  const present = await storage.members.getByEmail(seat.organization.id, email)
  if (present?.user) throw new AppError('conflict', `The user ${email} is already a member`)
  if (present !== null && !input.reinvite) throw new AppError('conflict', `The user ${email} is already invited`)
  const teamIds = await teamIdsOf(context, seat.organization.id, input.teamSlugs)
  if (config.skipInvitations && present === null)
    return { member: await admitMember(context, seat.organization, { email, role: input.role, teamIds }), link: null }
  const secret = newSecret(context)
  const member =
    present === null
      ? await storage.members.invite({
          organizationId: seat.organization.id,
          email,
          role: input.role,
          teamIds,
          invitedById: seat.user.id,
          ...secret.stored,
        })
      : await renew(context, present, secret.stored)
  return deliver(context, seat, { member, token: secret.token, isMailed: input.isMailed })
}

/** The same invitation with another link; the one before is worth nothing from now on. */
export async function resendInvitation(context: Context, seat: Seat, member: Member): Promise<Invited> {
  if (member.user !== null) throw new AppError('conflict', `The user ${member.email} is already a member`)
  const secret = newSecret(context)
  const renewed = await renew(context, member, secret.stored)
  return deliver(context, seat, { member: renewed, token: secret.token, isMailed: true })
}

/** Rejects with `forbidden` for a link that is wrong, expired or used. */
export async function openInvitation(
  { storage, clock }: Context,
  id: Id,
  token: string,
): Promise<{ readonly member: Member; readonly organization: Organization }> {
  const found = await storage.members.findInvitation(id, hashToken(token), clock.now())
  if (found === null) throw invalidLink()
  return found
}

/** Makes the user a member. Rejects like `openInvitation`, and with `conflict` for who is a member already. */
export async function acceptInvitation(
  { storage, clock }: Context,
  user: User,
  { id, token }: { readonly id: Id; readonly token: string },
): Promise<Membership> {
  const accepted = await storage.members.accept({
    id,
    tokenHash: hashToken(token),
    userId: user.id,
    now: clock.now(),
  })
  if (accepted === null) throw invalidLink()
  return accepted
}

/** Where whoever knows the secret accepts the invitation. */
export function invitationLink({ config }: Pick<Context, 'config'>, { id }: Pick<Member, 'id'>, token: string): string {
  return `${config.url.origin}${config.basePath}/accept/${id}/${token}`
}

function invalidLink(): AppError {
  return new AppError('forbidden', 'This invitation is not valid: it has expired, was used, or was made again.')
}

function newSecret({ clock }: Context) {
  const { token, hash } = newToken()
  return { token, stored: { tokenHash: hash, expiresAt: new Date(clock.now().getTime() + INVITATION_MS) } }
}

async function renew(
  { storage }: Context,
  member: Member,
  secret: { readonly tokenHash: string; readonly expiresAt: Date },
): Promise<Member> {
  const renewed = await storage.members.renew(member.organizationId, member.id, secret)
  // Accepted at this very moment.
  if (renewed === null) throw new AppError('conflict', `The user ${member.email} is already a member`)
  return renewed
}

async function deliver(
  context: Context,
  seat: Seat,
  { member, token, isMailed }: { readonly member: Member; readonly token: string; readonly isMailed: boolean },
): Promise<Invited> {
  const { mailer, logger } = context
  const link = invitationLink(context, member, token)
  if (mailer === null || !isMailed) return { member, link }
  await limitMails(context, seat.user)
  try {
    await mailer.send(invitationMail({ member, link, seat }))
    return { member, link: null }
  } catch (error) {
    if (errorCode(error) !== 'unavailable') throw error
    logger.warn('An invitation could not be sent by mail; the inviter has the link', { error })
    return { member, link }
  }
}

// Superusers are scripts of the operator as well, which invite hundreds at once.
async function limitMails({ rateLimiter }: Context, user: User): Promise<void> {
  if (user.isSuperuser) return
  const key = `invitations:${user.id}`
  const { allowed, retryAfterMs } = await rateLimiter.take({ key, limit: MOST_MAILS, windowMs: MAIL_WINDOW_MS })
  if (!allowed)
    throw new AppError('rate_limited', 'Too many invitations. Wait a little and try again.', { retryAfterMs })
}

/** Those that there are; others are left out. */
async function teamIdsOf({ storage }: Context, organizationId: Id, slugs: readonly string[]): Promise<readonly Id[]> {
  const teams = await Promise.all([...new Set(slugs)].map((slug) => storage.teams.getBySlug(organizationId, slug)))
  return teams.flatMap((team) => (team === null ? [] : [team.id]))
}

/** Makes somebody a member whom nobody has asked; the account as well where there is none. */
export async function admitMember(
  { storage }: Pick<Context, 'storage'>,
  organization: Pick<Organization, 'id'>,
  { email, role, teamIds }: { readonly email: string; readonly role: Role; readonly teamIds: readonly Id[] },
): Promise<Member> {
  const user =
    (await storage.users.getByEmail(email)) ??
    (await storage.users.create({ email, name: '', passwordHash: null, isSuperuser: false }))
  const { id } = await storage.organizations.addMember(organization.id, user.id, role)
  for (const teamId of teamIds) await storage.teams.addMember(organization.id, teamId, id)
  const member = await storage.members.get(organization.id, id)
  if (member === null) throw new AppError('internal', 'Wanted the member who was added, found none')
  return member
}
