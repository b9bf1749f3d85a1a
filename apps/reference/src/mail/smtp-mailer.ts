import { AppError, addressRefused, MAIL_DEADLINE_MS, type Mailer } from '@mishap/core'
import { createTransport } from 'nodemailer'
import type { MailSettings } from '../env/mail.js'

const TIMEOUT_MS = 10_000

/**
 * Sends through an SMTP server, over a few connections that are kept. `close` ends them; `verify` rejects where the server
 * cannot be reached or refuses the account. A message that it does not take rejects with `unavailable`, and so does one that
 * has waited for a connection and an answer for `deadlineMs`: it is taken back.
 */
export function smtpMailer(
  { url, from }: MailSettings,
  { deadlineMs = MAIL_DEADLINE_MS }: { readonly deadlineMs?: number } = {},
): Mailer & { verify(): Promise<void>; close(): void } {
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
    async send({ to, subject, text, html, from: sender, unsubscribeUrl, messageId, inReplyTo, headers }) {
      // Every answer in time is not enough: a server can take as long as it likes by giving them in small pieces.
      const signal = AbortSignal.timeout(deadlineMs)
      try {
        // An object, so that nothing in it is read as a list of addresses.
        await transport.sendMail({
          to: { name: '', address: to },
          subject,
          text,
          ...(html === undefined ? {} : { html }),
          ...(sender === undefined ? {} : { from: sender }),
          ...(messageId === undefined ? {} : { messageId }),
          ...(inReplyTo === undefined ? {} : { inReplyTo, references: inReplyTo }),
          signal,
          headers: { ...headers, ...(unsubscribeUrl === undefined ? {} : unsubscribeHeaders(unsubscribeUrl)) },
        })
      } catch (cause) {
        const why = signal.aborted ? `it took longer than ${deadlineMs / 1000} seconds` : messageOf(cause)
        const message = `The mail server did not take a message: ${why}`
        throw isOfAddress(cause) ? addressRefused(message, cause) : new AppError('unavailable', message, { cause })
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

/** Codes by which servers say that there is no such mailbox, or that it takes nothing. RFC 5321, section 4.2.3 */
const OF_MAILBOX = new Set([450, 452, 550, 551, 552, 553])
/** The same, said more closely: bad addresses and mailboxes. RFC 3463 */
const CLOSELY = /\b[45]\.(\d{1,3})\.\d{1,3}\b/

/** Whether the address alone was refused; a server that refuses all of them for who sends says 554, or 5.7.1. */
function isOfAddress(cause: unknown): boolean {
  const { command, responseCode, response } = (cause ?? {}) as Readonly<Record<string, unknown>>
  if (command !== 'RCPT TO' || typeof responseCode !== 'number') return false
  const subject = CLOSELY.exec(String(response ?? ''))?.[1]
  return subject === undefined ? OF_MAILBOX.has(responseCode) : subject === '1' || subject === '2'
}
