import type { Context } from '../context.js'
import { letter } from '../mail/layout.js'
import type { Mail } from '../ports/mailer.js'
import type { User } from '../ports/model.js'

/** The link by which somebody who has lost their password sets another one. */
export function resetMail(context: Pick<Context, 'config'>, user: User, key: string): Mail {
  return letter({
    to: user.email,
    subject: 'Set a new password',
    says: ['Somebody, hopefully you, asked for a new password for this account. If it was not you, do nothing.'],
    button: { text: 'Set a new password', url: resetLink(context, key) },
    notes: ['The link works once, for one hour. Whoever has it can use it, so do not pass it on.'],
  })
}

/** Where somebody sets a new password by a key. */
export function resetLink(context: Pick<Context, 'config'>, key: string): string {
  return `${rootOf(context)}/reset-password/set-new-password/${key}`
}

/** Tells the owner of an account what has changed about how it is entered, for the case that it was somebody else. */
export function securityMail(context: Pick<Context, 'config'>, user: User, what: string): Mail {
  return letter({
    to: user.email,
    ...{ subject: what, tone: 'warn' },
    says: ['If it was not you, set a new password at once: that also signs out everybody else.'],
    button: { text: 'Set a new password', url: `${rootOf(context)}/reset-password` },
    notes: [`The account: ${user.email}`],
  })
}

/** Tells the address that was the primary one that another is now: by it nobody sets a new password any more. */
export function primaryChangedMail(context: Pick<Context, 'config'>, before: User, email: string): Mail {
  return letter({
    to: before.email,
    ...{ subject: 'Your account has another primary address now', tone: 'warn' },
    says: [
      `It is ${email}. Mails about the account, and links for a new password, go there.`,
      'If it was not you, sign in at once, make this address the primary one again and change your password. If you cannot, ask whoever runs this server.',
    ],
    button: { text: 'Your addresses', url: `${rootOf(context)}/profile/emails` },
  })
}

/** Asks whoever reads an address whether it is theirs. */
export function confirmationMail(to: string, url: string): Mail {
  return letter({
    ...{ to, subject: 'Please confirm your email address' },
    says: ['Somebody, hopefully you, added this address to an account. If it was not you, do nothing.'],
    button: { text: 'Confirm the address', url },
    notes: ['The link works for three days.'],
  })
}

/** Sends without making anybody wait, so that how long an answer takes tells nothing of what was sent. */
export function sendAside({ mailer, logger }: Context, mail: Mail): void {
  mailer
    ?.send(mail)
    .catch((error: unknown) => logger.error('A mail could not be sent', { subject: mail.subject, error }))
}

function rootOf({ config }: Pick<Context, 'config'>): string {
  return `${config.url.origin}${config.basePath}`
}
