import { sendAside } from '../../auth/account-mails.js'
import { addressKey, limitAttempts } from '../../auth/limit.js'
import type { StatusSubscriber } from '../../ports/status-subscribers.js'
import { confirmationMail } from '../../status-pages/mails.js'
import type { Call, HttpResponse } from '../types.js'
import { answerShell } from './answer.js'
import type { OpenPage } from './open.js'
import { renderDone, renderQuestion } from './render/messages.js'

const HOUR_MS = 3_600_000
/** Enough to keep typing mistakes out; whether an address takes mail only a mail shows. */
const ADDRESS = /^[^\s@<>"',;\\]{1,64}@[^\s@<>"',;\\]{1,189}$/

/**
 * Sends a link that makes the address a subscriber. Says the same whether it is one already, so that nobody learns who
 * reads of whom. At most so many mails an hour for an address, a sender and a page.
 */
export async function subscribe(call: Call, opened: OpenPage): Promise<HttpResponse> {
  const { context, ip } = call
  const { page, organization } = opened.kept
  const { email } = (await call.form()) as { readonly email?: unknown }
  const address = typeof email === 'string' ? email.trim() : ''
  if (!page.allowSubscribers || context.mailer === null)
    return say(404, { title: 'Nobody can subscribe here', text: 'Read the feeds of the page instead.' }, opened)
  if (!ADDRESS.test(address) || !address.split('@')[1]?.includes('.'))
    return say(422, { title: 'That is no e-mail address', text: 'Go back and look at what you typed.' }, opened)
  await limitAttempts(context, { key: `status-subscribe:${ip ?? ''}`, limit: 10, windowMs: HOUR_MS })
  await limitAttempts(context, { key: `status-subscribe:${page.id}`, limit: 500, windowMs: HOUR_MS })
  const key = `status-subscribe:${page.id}:${addressKey(address)}`
  const { allowed } = await context.rateLimiter.take({ key, limit: 2, windowMs: HOUR_MS })
  const now = context.clock.now()
  const subscriber = allowed
    ? await context.storage.statusSubscribers.subscribe(page.organizationId, page.id, address, now)
    : null
  if (subscriber !== null && subscriber.confirmedAt === null)
    sendAside(context, confirmationMail(context, { page, organization, subscriber }))
  return say(
    200,
    {
      title: 'Look into your mail',
      text: 'The mail that we have sent you has a link: you are subscribed once you have opened it.',
    },
    opened,
  )
}

export async function askToConfirm(call: Call, opened: OpenPage): Promise<HttpResponse> {
  const subscriber = await subscriberOf(call, opened)
  if (subscriber === null) return unknownLink(opened)
  return answerShell(
    200,
    renderQuestion(opened.kept.page, {
      ...{ base: opened.base, action: `${opened.base}confirm/${subscriber.token}/`, button: 'Subscribe' },
      ...{
        title: 'Subscribe to this page',
        text: `${subscriber.email} gets a mail about each incident and maintenance.`,
      },
    }),
  )
}

export async function confirm(call: Call, opened: OpenPage): Promise<HttpResponse> {
  const subscriber = await subscriberOf(call, opened)
  if (subscriber === null) return unknownLink(opened)
  await call.context.storage.statusSubscribers.confirm(subscriber.token, call.context.clock.now())
  const text = `${subscriber.email} is told from now on. Each mail has a link that ends it.`
  return say(200, { title: 'You are subscribed', text }, opened)
}

export async function askToUnsubscribe(call: Call, opened: OpenPage): Promise<HttpResponse> {
  const subscriber = await subscriberOf(call, opened)
  if (subscriber === null) return gone(opened)
  return answerShell(
    200,
    renderQuestion(opened.kept.page, {
      ...{ base: opened.base, action: `${opened.base}unsubscribe/${subscriber.token}/`, button: 'Unsubscribe' },
      ...{ title: 'No more mails', text: `${subscriber.email} is not told of anything on this page any more.` },
    }),
  )
}

/** Also what mail programs send for `List-Unsubscribe-Post` (RFC 8058), who ask nothing more. */
export async function unsubscribe(call: Call, opened: OpenPage): Promise<HttpResponse> {
  const subscriber = await subscriberOf(call, opened)
  if (subscriber !== null) await call.context.storage.statusSubscribers.unsubscribe(subscriber.token)
  return gone(opened)
}

async function subscriberOf(call: Call, { kept }: OpenPage): Promise<StatusSubscriber | null> {
  const found = await call.context.storage.statusSubscribers.getByToken(call.params.token ?? '')
  return found?.pageId === kept.page.id ? found : null
}

function gone(opened: OpenPage): HttpResponse {
  return say(200, { title: 'You are not subscribed', text: 'No more mails come from this page.' }, opened)
}

function unknownLink(opened: OpenPage): HttpResponse {
  const text = 'The link is wrong, or it is too old. Subscribe once more on the page.'
  return say(404, { title: 'That link leads nowhere', text }, opened)
}

function say(
  status: number,
  words: { readonly title: string; readonly text: string },
  { kept, base }: OpenPage,
): HttpResponse {
  return answerShell(status, renderDone(kept.page, { base, ...words }))
}
