import { AppError } from '../errors.js'
import type { Mail, Mailer } from '../ports/mailer.js'

/** Keeps what was sent, for tests and for trying things out: nobody gets it. `refuses` tells what it does not take. */
export function memoryMailer(options: { readonly refuses?: (mail: Mail) => boolean } = {}): Mailer & {
  readonly sent: readonly Mail[]
} {
  const sent: Mail[] = []
  return {
    sent,
    async send(mail) {
      if (options.refuses?.(mail) === true) throw new AppError('unavailable', `${mail.to} is not taken`)
      sent.push({ ...mail, subject: mail.subject.replace(/[\r\n]+/g, ' ') })
    },
  }
}
