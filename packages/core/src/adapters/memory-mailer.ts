import { AppError } from '../errors.js'
import { addressRefused, type Mail, type Mailer } from '../ports/mailer.js'

/**
 * Keeps what was sent, for tests and for trying things out: nobody gets it. `refuses` tells what it does not take, and whether
 * for its address alone.
 */
export function memoryMailer(options: { readonly refuses?: (mail: Mail) => boolean | 'address' } = {}): Mailer & {
  readonly sent: readonly Mail[]
} {
  const sent: Mail[] = []
  return {
    sent,
    async send(mail) {
      const refused = options.refuses?.(mail) ?? false
      if (refused === 'address') throw addressRefused(`${mail.to} is not taken`)
      if (refused) throw new AppError('unavailable', `${mail.to} is not taken`)
      sent.push({ ...mail, subject: mail.subject.replace(/[\r\n]+/g, ' ') })
    },
  }
}
