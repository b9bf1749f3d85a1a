import { asHtml, oneLine } from '../mail-text.js'
import type { Mail } from '../ports/mailer.js'
import type { Member } from '../ports/members.js'
import type { Seat } from './access.js'
import { ROLE_NAMES } from './roles.js'

/** Names are what people typed: in the subject on one line, in the HTML as text. */
export function invitationMail(invitation: {
  readonly member: Member
  readonly link: string
  readonly seat: Pick<Seat, 'organization' | 'user'>
}): Mail {
  const { member, link, seat } = invitation
  const organization = oneLine(seat.organization.name)
  const inviter = oneLine(seat.user.name || seat.user.email)
  const says = `${inviter} (${seat.user.email}) invites you to the organization ${organization} as ${ROLE_NAMES[member.role]}.`
  const until = `The link works once, until ${member.invitation?.expiresAt.toISOString().slice(0, 10) ?? ''}. Whoever has it can use it, so do not pass it on.`
  return {
    to: member.email,
    subject: `You are invited to ${organization}`,
    text: `${says}\n\nAccept: ${link}\n\n${until}\n`,
    html: `<p>${asHtml(says)}</p><p><a href="${asHtml(link)}">Accept the invitation</a></p><p>${asHtml(until)}</p>`,
  }
}
