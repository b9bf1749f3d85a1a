import type { Context } from '../context.js'
import type { Delivery, DeliveryAttempt } from '../ports/deliveries.js'
import { type Attempted, attemptChannel, outcomeOf } from './attempt.js'
import { noticeMail } from './mail.js'
import { noticeOf, pagesOf } from './notices.js'

const AT_ONCE = 20
/** Longer than an attempt may take: whoever dies in the middle leaves the message to others. */
const LEASE_MS = 60_000
/** Of a webhook each becomes a ticket somewhere; people read but a few. */
const SHOWN_IN_WEBHOOK = 100
const SHOWN = 3

/** Sends messages that are due, at most `AT_ONCE`; false where there are none. */
export async function deliverDue(context: Context): Promise<boolean> {
  const due = await context.storage.deliveries.claim(context.clock.now(), AT_ONCE, LEASE_MS)
  await Promise.all(due.map((delivery) => deliver(context, delivery)))
  return due.length > 0
}

async function deliver(context: Context, delivery: Delivery): Promise<void> {
  const { deliveries } = context.storage
  const isMail = (delivery.recipient?.kind ?? 'email') === 'email'
  if (isMail && delivery.address === null) {
    const addresses = await deliveries.addressesOf(delivery.organizationId, delivery.projectId)
    if (addresses.length > 0) return deliveries.address(delivery.id, addresses, context.clock.now())
  }
  const attempted = await attempt(context, delivery, isMail)
  if (attempted.attempt.error !== '')
    context.logger.warn('An alert was not taken', { deliveryId: delivery.id, error: attempted.attempt.error })
  await deliveries.finish(delivery.id, outcomeOf(attempted, delivery.attempts))
}

async function attempt(context: Context, delivery: Delivery, isMail: boolean): Promise<Attempted> {
  const { recipient } = delivery
  const notice = await noticeOf(context, delivery, recipient?.kind === 'webhook' ? SHOWN_IN_WEBHOOK : SHOWN)
  if (notice === null || notice.kind === 'test') return useless(context, 'What it was about is gone')
  if (!isMail && recipient !== null) return attemptChannel(context, notice, recipient, delivery.id)
  const { mailer, storage } = context
  if (delivery.address === null) return useless(context, 'Nobody in the teams of the project wants mails of it')
  if (mailer === null) return useless(context, 'This server sends no mails: it has no mail server')
  const organization = await storage.organizations.get(delivery.organizationId)
  if (organization === null) return useless(context, 'The organization is gone')
  const settings = `${pagesOf(context, organization).home}/profile/notifications`
  const at = context.clock.now()
  try {
    await mailer.send(noticeMail(notice, delivery.address, settings))
    return { attempt: { ...attemptAt(context, at), error: '' }, isPassing: false, waitMs: 0 }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { attempt: { ...attemptAt(context, at), error: message }, isPassing: true, waitMs: 0 }
  }
}

function useless(context: Context, error: string): Attempted {
  return { attempt: { ...attemptAt(context, context.clock.now()), error }, isPassing: false, waitMs: 0 }
}

function attemptAt({ clock }: Context, at: Date): Omit<DeliveryAttempt, 'error'> {
  return { at, ms: clock.now().getTime() - at.getTime(), status: null }
}
