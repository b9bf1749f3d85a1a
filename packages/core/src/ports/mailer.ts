import { AppError, errorCode } from '../errors.js'

/** A message to one address. */
export interface Mail {
  readonly to: string
  /** One line. */
  readonly subject: string
  readonly text: string
  readonly html?: string
  /** An address, with a name before it or without, in place of the one that the mailer has. */
  readonly from?: string
  /** Of what people subscribed to: a POST there ends it, without a question (RFC 8058). */
  readonly unsubscribeUrl?: string
  /** In angle brackets, with a host behind `@`; one is made where it is not given. */
  readonly messageId?: string
  /** The id of the message that this one belongs under, whether or not anybody has it. */
  readonly inReplyTo?: string
  /** More headers: names and values of ASCII, on one line. */
  readonly headers?: Readonly<Record<string, string>>
}

/** A mail that a server has not taken by then, waiting for a connection included, is taken back. */
export const MAIL_DEADLINE_MS = 120_000

/**
 * Sends mail. Rejects with `unavailable` where the message was not taken, with `addressRefused` where the server takes
 * nothing for that address alone; what was taken may still not arrive. Is done within `MAIL_DEADLINE_MS`, and what it has
 * rejected by then does not leave later: others send it again.
 */
export interface Mailer {
  send(mail: Mail): Promise<void>
  /** Resolves when a message would be taken; rejects with the reason when not. Without it nobody knows beforehand. */
  verify?(): Promise<void>
}

/** That nothing is taken for an address, an `unavailable`. */
export function addressRefused(message: string, cause?: unknown): AppError {
  return new AppError('unavailable', message, { cause, fields: [{ type: 'refused', loc: ['to'], msg: message }] })
}

/** Whether it was the address alone: nothing is said of the mail server, nor of mails to others. */
export function isAddressRefused(error: unknown): boolean {
  return errorCode(error) === 'unavailable' && (error as AppError).fields.some(({ loc }) => loc[0] === 'to')
}
