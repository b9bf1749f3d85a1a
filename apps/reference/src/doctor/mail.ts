import { smtpMailer } from '../mail/smtp-mailer.js'
import { type Check, failed, ok, warning } from './finding.js'

/** Whether the mail server lets us in. Nothing is sent. */
export const checkMail: Check = async ({ mail }) => {
  if (mail === null) return [ok('mail', 'not configured; links of invitations are shown to who invites')]
  const mailer = smtpMailer(mail)
  try {
    await mailer.verify()
    if (mail.from.endsWith('@localhost'))
      return [warning('mail', `the server lets us in, but mail comes from ${mail.from}`, 'Set MISHAP_EMAIL_FROM.')]
    return [ok('mail', `the server lets us in; mail comes from ${mail.from}`)]
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return [failed('mail', `the server does not let us in: ${message}`, 'Mend EMAIL_URL.')]
  } finally {
    mailer.close()
  }
}
