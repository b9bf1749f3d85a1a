import type { Context } from '../context.js'
import { oneLine } from '../mail/escape.js'
import { layOut, letter } from '../mail/layout.js'
import type { MailParts } from '../mail/parts.js'
import type { Mail } from '../ports/mailer.js'
import type { Organization } from '../ports/model.js'
import type { StatusPage } from '../ports/status-pages.js'
import type { StatusNotice, StatusSubscriber } from '../ports/status-subscribers.js'
import { statusPageUrl } from './address.js'

interface About {
  readonly page: StatusPage
  readonly organization: Pick<Organization, 'slug'>
  readonly subscriber: StatusSubscriber
}

/** Asks whether it was they who subscribed: nothing more comes unless they say so. */
export function confirmationMail({ config }: Pick<Context, 'config'>, { page, organization, subscriber }: About): Mail {
  const name = oneLine(page.name)
  const url = `${statusPageUrl(config, organization.slug, page)}confirm/${subscriber.token}/`
  return letter({
    to: subscriber.email,
    subject: `Subscribe to the status of ${name}?`,
    ...lookOf(page),
    says: [
      `Somebody, you we hope, wants this address to be told of incidents and maintenance on the status page of ${name}.`,
    ],
    button: { text: 'Subscribe', url },
    notes: ['If it was not you, do nothing: no other mail comes.'],
  })
}

/** What happened, with how to hear no more of it. */
export function noticeMail(
  { config }: Pick<Context, 'config'>,
  { page, organization, subscriber, notice }: About & { readonly notice: Pick<StatusNotice, 'subject' | 'text'> },
): Mail {
  const url = statusPageUrl(config, organization.slug, page)
  const unsubscribeUrl = `${url}unsubscribe/${subscriber.token}/`
  const [title = '', ...says] = notice.text.split('\n\n')
  return {
    to: subscriber.email,
    ...layOut({
      ...{ subject: notice.subject, ...lookOf(page) },
      items: [{ title: oneLine(title), url, action: 'See the status page', says: says.map((text) => ({ text })) }],
      footer: {
        why: `You get this because you subscribed to the status page of ${oneLine(page.name)}.`,
        links: [{ text: 'Unsubscribe', url: unsubscribeUrl }],
      },
    }),
    unsubscribeUrl,
  }
}

/** It is a mail of the page, whatever made it. */
function lookOf({ name, accent }: StatusPage): Pick<MailParts, 'heading' | 'tone' | 'accent'> {
  return { heading: oneLine(name), tone: 'plain', ...(accent === '' ? {} : { accent }) }
}
