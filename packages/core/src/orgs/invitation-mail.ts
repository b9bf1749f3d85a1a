import { oneLine } from '../mail/escape.js'
import { letter } from '../mail/layout.js'
import type { Mail } from '../ports/mailer.js'
import type { Member } from '../ports/members.js'
import type { Seat } from './access.js'
import { ROLE_NAMES } from './roles.js'

/** Names are what people typed: they stay on one line. */
export function invitationMail(invitation: {
  readonly member: Member
  readonly link: string
  readonly seat: Pick<Seat, 'organization' | 'user'>
}): Mail {
  const { member, link, seat } = invitation
  const organization = oneLine(seat.organization.name)
  const inviter = oneLine(seat.user.name || seat.user.email)
  const until = member.invitation?.expiresAt.toISOString().slice(0, 10) ?? ''
  return letter({
    to: member.email,
    subject: `You are invited to ${organization}`,
    says: [
      `${inviter} (${seat.user.email}) invites you to the organization ${organization} as ${ROLE_NAMES[member.role]}.`,
    ],
    button: { text: 'Accept the invitation', url: link },
    notes: [`The link works once, until ${until}. Whoever has it can use it, so do not pass it on.`],
  })
}
