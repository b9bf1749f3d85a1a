import type { Delivery } from '../ports/deliveries.js'

/** What the mails are of that messages about these become. */
export const MAIL_KIND = { issues: 'alerts', monitor: 'uptime', limits: 'limits' } as const

/** A message of an alert without recipients goes by mail. */
export function isMail({ recipient }: Pick<Delivery, 'recipient'>): boolean {
  return (recipient?.kind ?? 'email') === 'email'
}

/** Where a message goes to, as people may see it: of an address of the web the host, for the rest may be secret. */
export function targetOf({ address, recipient }: Pick<Delivery, 'address' | 'recipient'>): string {
  if (address !== null) return address
  return recipient !== null && URL.canParse(recipient.url) ? new URL(recipient.url).host : ''
}
