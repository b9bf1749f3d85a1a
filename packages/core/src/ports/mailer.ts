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
}

/** Sends mail. Rejects with `unavailable` where the message was not taken; what was taken may still not arrive. */
export interface Mailer {
  send(mail: Mail): Promise<void>
  /** Resolves when a message would be taken; rejects with the reason when not. Without it nobody knows beforehand. */
  verify?(): Promise<void>
}
