import type { Mail } from '../ports/mailer.js'
import { oneLine } from './escape.js'
import { mailHtml } from './html.js'
import type { MailItem, MailLink, MailParts } from './parts.js'
import { mailText } from './text.js'

const MAX_SUBJECT = 200

/** The same mail as text and as HTML. What people, events and checked sites say may be in every part of it. */
export function layOut(parts: MailParts): Pick<Mail, 'subject' | 'text' | 'html'> {
  const subject = oneLine(parts.subject).slice(0, MAX_SUBJECT)
  return { subject, text: mailText(parts), html: mailHtml({ ...parts, subject }) }
}

/** One thing said, and one to be done about it. Its subject is its title; who writes is the host of the link. */
export function letter({
  to,
  subject,
  says,
  button,
  notes = [],
  ...look
}: {
  readonly to: string
  readonly subject: string
  readonly says: readonly string[]
  readonly button: MailLink
  readonly notes?: MailItem['notes']
} & Partial<Pick<MailParts, 'heading' | 'tone' | 'accent' | 'footer'>>): Mail {
  const item = { title: subject, url: button.url, action: button.text, says: says.map((text) => ({ text })), notes }
  return {
    to,
    ...layOut({ heading: new URL(button.url).host, tone: 'plain', ...look, subject, items: [item] }),
  }
}

/** Which mails one gets, and, where it is known who asks, an end to these. */
export function choiceLinks(settingsUrl: string, unsubscribeUrl: string | null): readonly MailLink[] {
  const end = unsubscribeUrl === null ? [] : [{ text: 'No more of these mails', url: unsubscribeUrl }]
  return [{ text: 'Which mails you get', url: settingsUrl }, ...end]
}
