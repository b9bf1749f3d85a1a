import type { Mailer } from '../ports/mailer.js'
import type { SettingsSource } from './settings.js'

/** The mailer, with the sender that was set at run time. Where settings cannot be read mails go out as configured. */
export function withSender(mailer: Mailer, settings: SettingsSource): Mailer {
  return {
    ...mailer,
    async send(mail) {
      const { mailFrom } = await settings.current().catch(() => ({ mailFrom: '' }))
      await mailer.send(mailFrom === '' || settings.pinned.has('mailFrom') ? mail : { ...mail, from: mailFrom })
    },
  }
}
