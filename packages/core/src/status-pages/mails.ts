import type { Context } from '../context.js'
import { asHtml, oneLine } from '../mail-text.js'
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
  const says = `Somebody, you we hope, wants this address to be told of incidents and maintenance on the status page of ${name}.`
  const otherwise = 'If it was not you, do nothing: no other mail comes.'
  return {
    to: subscriber.email,
    subject: `Subscribe to the status of ${name}?`,
    text: `${says}\n\nSubscribe: ${url}\n\n${otherwise}\n`,
    html: `<p>${asHtml(says)}</p><p><a href="${asHtml(url)}">Subscribe</a></p><p>${otherwise}</p>`,
  }
}

/** What happened, with how to hear no more of it. */
export function noticeMail(
  { config }: Pick<Context, 'config'>,
  { page, organization, subscriber, notice }: About & { readonly notice: Pick<StatusNotice, 'subject' | 'text'> },
): Mail {
  const url = statusPageUrl(config, organization.slug, page)
  const unsubscribeUrl = `${url}unsubscribe/${subscriber.token}/`
  const why = `You get this because you subscribed to the status page of ${oneLine(page.name)}.`
  return {
    to: subscriber.email,
    subject: oneLine(notice.subject).slice(0, 250),
    text: `${notice.text}\n\n${url}\n\n${why}\nUnsubscribe: ${unsubscribeUrl}\n`,
    html: `<p style="white-space:pre-wrap">${asHtml(notice.text)}</p><p><a href="${asHtml(url)}">The status page</a></p><p>${asHtml(why)} <a href="${asHtml(unsubscribeUrl)}">Unsubscribe</a></p>`,
    unsubscribeUrl,
  }
}
