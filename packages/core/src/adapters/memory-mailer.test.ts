import { runMailerContract } from '../testing/mailer-contract.js'
import { memoryMailer } from './memory-mailer.js'

runMailerContract({
  name: 'memory',
  start: async () => {
    const mailer = memoryMailer({ refuses: ({ to }) => to === 'refused@example.com' && 'address' })
    return {
      mailer,
      received: async () =>
        mailer.sent.map(({ to, subject, text, html = '' }) => ({
          to: [to],
          subject,
          source: `Subject: ${subject}\n\n${text}\n${html}`,
        })),
      close: async () => undefined,
    }
  },
})
