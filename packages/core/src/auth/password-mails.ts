import type { Context } from '../context.js'
import type { Mail } from '../ports/mailer.js'
import type { User } from '../ports/model.js'

/** The link by which somebody who has lost their password sets another one. */
export function resetMail(context: Context, user: User, key: string): Mail {
  const link = resetLink(context, key)
  const says = 'Somebody, hopefully you, asked for a new password for this account. If it was not you, do nothing.'
  const until = 'The link works once, for one hour. Whoever has it can use it, so do not pass it on.'
  return {
    to: user.email,
    subject: 'Set a new password',
    text: `${says}\n\nSet it: ${link}\n\n${until}\n`,
    html: `<p>${says}</p><p><a href="${link}">Set a new password</a></p><p>${until}</p>`,
  }
}

/** Where somebody sets a new password by a key. */
export function resetLink(context: Context, key: string): string {
  return `${rootOf(context)}/reset-password/set-new-password/${key}`
}

/** Tells the owner of an account what has changed about how it is entered, for the case that it was somebody else. */
export function securityMail(context: Context, user: User, what: string): Mail {
  const link = `${rootOf(context)}/reset-password`
  const otherwise = 'If it was not you, set a new password at once: that also signs out everybody else.'
  return {
    to: user.email,
    subject: what,
    text: `${what}.\n\n${otherwise}\n\n${link}\n`,
    html: `<p>${what}.</p><p>${otherwise}</p><p><a href="${link}">Set a new password</a></p>`,
  }
}

/** Tells the address that was the primary one that another is now: by it nobody sets a new password any more. */
export function primaryChangedMail(context: Context, before: User, email: string): Mail {
  const what = 'Your account has another primary address now'
  const says = `${what}: ${email}. Mails about the account, and links for a new password, go there.`
  const otherwise =
    'If it was not you, sign in at once, make this address the primary one again and change your password. If you cannot, ask whoever runs this server.'
  const link = `${rootOf(context)}/profile/emails`
  return {
    to: before.email,
    subject: what,
    text: `${says}\n\n${otherwise}\n\n${link}\n`,
    // An address has no angle brackets.
    html: `<p>${says.replaceAll('&', '&amp;')}</p><p>${otherwise}</p><p><a href="${link}">Your addresses</a></p>`,
  }
}

/** Sends without making anybody wait, so that how long an answer takes tells nothing of what was sent. */
export function sendAside({ mailer, logger }: Context, mail: Mail): void {
  mailer
    ?.send(mail)
    .catch((error: unknown) => logger.error('A mail could not be sent', { subject: mail.subject, error }))
}

function rootOf({ config }: Context): string {
  return `${config.url.origin}${config.basePath}`
}
