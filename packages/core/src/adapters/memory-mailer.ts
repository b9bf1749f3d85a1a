import type { Mail, Mailer } from '../ports/mailer.js'

/** Keeps what was sent, for tests and for trying things out: nobody gets it. */
export function memoryMailer(): Mailer & { readonly sent: readonly Mail[] } {
  const sent: Mail[] = []
  return {
    sent,
    async send(mail) {
      sent.push(mail)
    },
  }
}
