import { createHash } from 'node:crypto'
import type { AlertRecipient } from '../ports/alerts.js'
import { isSealed } from './recipient-secrets.js'

/** All mails leave by one server. */
export const MAIL_CHANNEL = 'email'

/**
 * What tells ways to somebody apart, whatever alerts take them: a hash of the kind and all that says where it leads, which
 * holds secrets.
 */
export function channelKeyOf(recipient: Pick<AlertRecipient, 'kind' | 'url' | 'config'> | null): string {
  if (recipient === null || recipient.kind === 'email') return MAIL_CHANNEL
  const { kind, url, config } = recipient
  // Of what is sealed the address tells places apart; the sealed text is another one each time.
  if (isSealed(kind)) return createHash('sha256').update(`${kind} ${url}`).digest('hex')
  const place = JSON.stringify([kind, url, Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1))])
  return createHash('sha256').update(place).digest('hex')
}
