import { AppError, type Mailer } from '@mishap/core'
import { createTransport } from 'nodemailer'
import type { MailSettings } from '../env/mail.js'

const TIMEOUT_MS = 10_000

/**
 * Sends through an SMTP server, over a few connections that are kept. `close` ends them; `verify` rejects where the server
 * cannot be reached or refuses the account. A message that it does not take rejects with `unavailable`.
 */
export function smtpMailer({ url, from }: MailSettings): Mailer & { verify(): Promise<void>; close(): void } {
  const transport = createTransport(
    {
      url,
      pool: true,
      maxConnections: 3,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
    },
    // What answers by itself is not to answer these.
    { from, headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' } },
  )
  return {
    async send({ to, subject, text, html, from: sender, unsubscribeUrl }) {
      try {
        // An object, so that nothing in it is read as a list of addresses.
        await transport.sendMail({
          to: { name: '', address: to },
          subject,
          text,
          ...(html === undefined ? {} : { html }),
          ...(sender === undefined ? {} : { from: sender }),
          ...(unsubscribeUrl === undefined ? {} : { headers: unsubscribeHeaders(unsubscribeUrl) }),
        })
      } catch (cause) {
        throw new AppError('unavailable', `The mail server did not take a message: ${messageOf(cause)}`, { cause })
      }
    },
    async verify() {
      await transport.verify()
    },
    close: () => transport.close(),
  }
}

/** RFC 8058: mail programs show a button, and send a POST there. */
function unsubscribeHeaders(url: string): Readonly<Record<string, string>> {
  return { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
