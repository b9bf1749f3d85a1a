import type { Context } from '../context.js'
import type { AlertRecipient } from '../ports/alerts.js'
import type { ChannelNews } from '../ports/channels.js'
import type { Id, Organization } from '../ports/model.js'
import { attemptChannel } from './attempt.js'
import { channelKeyOf } from './channel-key.js'
import { newsMail } from './mail/news-mail.js'
import type { ChannelNotice } from './notice.js'
import { keyOf, pagesOf } from './notices.js'

/** Longer than telling of one takes; whoever dies in the middle leaves it to others. */
const LEASE_MS = 5 * 60_000
const MOST_TOLD = 100
const MOST_ALERTS = 100
/** Of the channels that hear that mails fail. */
const MOST_OTHERS = 10

/**
 * Tells who runs an organization, by mail, that a channel of its alerts takes nothing any more, and that it does again: once
 * each, and again while a mail is not taken. Of mails its other channels are told. False where there is no news.
 */
export async function tellChannelNews(context: Context): Promise<boolean> {
  const { channels } = context.storage
  const news = await channels.claimNews(context.clock.now(), 1, LEASE_MS)
  for (const one of news) {
    try {
      await tell(context, one)
      await channels.finishNews(one)
    } catch (error) {
      // Alerts do not wait for it.
      context.logger.warn('Nobody could be told how a channel does, which is tried again', { error })
    }
  }
  return news.length > 0
}

/** Rejects where nobody could be told: then all are told later. */
async function tell(context: Context, news: ChannelNews): Promise<void> {
  const { storage, mailer, logger } = context
  const organization = await storage.organizations.get(news.organizationId)
  if (organization === null) return
  logger.warn(`Alerts of an organization ${news.news === 'failing' ? 'do not get through' : 'get through again'}`, {
    ...{ organization: organization.slug, recipientType: news.kind, target: news.target, error: news.error },
  })
  // Mails that do not leave are not told of by mail.
  if (news.kind === 'email') return tellOfMails(context, news, organization)
  if (mailer === null) return
  const page = { limit: MOST_TOLD, cursor: null }
  const { items } = await storage.members.list(organization.id, page, { roles: ['owner', 'manager'] })
  const mails = items.flatMap(({ user }) =>
    user?.isActive ? [newsMail(context, { news, organization, to: user.email })] : [],
  )
  // At once: one after the other a slow mail server would take longer than the news is ours.
  const sent = await Promise.allSettled(mails.map((mail) => mailer.send(mail)))
  const refused = sent.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
  for (const error of refused)
    logger.warn('One of those who run an organization could not be told how a channel does', { error })
  // An address that nobody takes is no reason to tell the others again and again.
  if (refused.length > 0 && refused.length === sent.length) throw refused[0]
}

/** The other channels that alerts of the organization have, each once. Who does not take it is not asked again. */
async function tellOfMails(context: Context, news: ChannelNews, organization: Organization): Promise<void> {
  const { items } = await context.storage.alerts.listAll(organization.id, { limit: MOST_ALERTS, cursor: null })
  const others = new Map<string, { readonly projectId: Id; readonly recipient: AlertRecipient }>()
  for (const { projectId, recipients } of items)
    for (const recipient of recipients)
      if (recipient.kind !== 'email') others.set(channelKeyOf(recipient), { projectId, recipient })
  const key = keyOf(context, 'mails', organization.id)
  const notice: ChannelNotice = {
    ...{ kind: 'channel', news: news.news, key, organization: organization.name, cause: news.error },
    url: pagesOf(context, organization).alerts,
  }
  const id = `${key}-${news.since.getTime()}-${news.news}`
  const told = [...others.values()].slice(0, MOST_OTHERS)
  for (const { attempt } of await Promise.all(told.map((one) => attemptChannel(context, { ...one, notice, id }))))
    if (attempt.error !== '')
      context.logger.warn('That mails fail was not taken either', {
        organization: organization.slug,
        error: attempt.error,
      })
}
