import type { Context } from '../context.js'
import type { ChannelCaller } from '../ports/channels.js'
import type { Delivery, DeliveryOutcome } from '../ports/deliveries.js'
import { type Attempted, LEASE_MS, outcomeOf } from './attempt.js'
import { channelKeyOf } from './channel-key.js'
import { peopleFor } from './people.js'
import { send } from './send.js'
import { isMail, MAIL_KIND, targetOf } from './target.js'
import { toSend } from './to-send.js'

const AT_ONCE = 20
/** Often enough that one may fail. */
const RENEW_EVERY_MS = LEASE_MS / 3

/** Sends messages that are due, at most `AT_ONCE`; false where there are none. */
export async function deliverDue(context: Context): Promise<boolean> {
  const due = await context.storage.deliveries.claim(context.clock.now(), AT_ONCE, LEASE_MS)
  await Promise.all(due.map((delivery) => deliver(context, delivery)))
  return due.length > 0
}

/**
 * Sends a message that was claimed, or lets it wait. One that somebody sends by hand waits for nothing. However long it
 * takes, nobody else has it meanwhile.
 */
export async function deliver(context: Context, claimed: Delivery, isByHand = false): Promise<void> {
  const over = new AbortController()
  const keeping = keep(context, claimed, over.signal)
  try {
    await attempt(context, claimed, isByHand)
  } finally {
    over.abort()
    await keeping
  }
}

/** Renews the lease while the message is on its way. */
async function keep({ storage, clock, logger }: Context, { id, nextAttemptAt }: Delivery, over: AbortSignal) {
  let until = nextAttemptAt
  while (until !== null) {
    await clock.sleep(RENEW_EVERY_MS, over)
    if (over.aborted) return
    const next: Date = new Date(clock.now().getTime() + LEASE_MS)
    try {
      until = (await storage.deliveries.renew(id, until, next)) ? next : null
    } catch (error) {
      // Whoever might take it meanwhile asks the same storage.
      logger.warn('The lease of a message could not be renewed', { deliveryId: id, error })
    }
  }
}

async function attempt(context: Context, claimed: Delivery, isByHand: boolean): Promise<void> {
  const { deliveries, channels } = context.storage
  const caller = callerOf(claimed)
  const attempted = await tried(context, claimed, caller, isByHand)
  if (attempted === null) return
  const { attempt: made, isTried, isSkipped, waitMs, isClosed = false } = attempted
  const outcome = outcomeOf(attempted, claimed.attempts)
  measure(context, claimed, { ...outcome, isSkipped }, caller.kind)
  if (made.error !== '') {
    const about = { deliveryId: claimed.id, error: made.error }
    if (isSkipped) context.logger.debug('An alert had nobody to go to', about)
    else context.logger.warn('An alert was not taken', about)
  }
  await deliveries.finish(claimed.id, outcome)
  // A mail that is refused again says nothing new of the mail server: it may be the address.
  const isNews = made.error === '' || claimed.attempts === 0 || !isMail(claimed)
  if (isTried && isNews) await channels.note(caller, { now: context.clock.now(), error: made.error, waitMs, isClosed })
}

/** Null where it waits, or has become others. What nobody can make is an attempt as well: it holds up nothing else for long. */
async function tried(
  context: Context,
  claimed: Delivery,
  caller: ChannelCaller,
  isByHand: boolean,
): Promise<Attempted | null> {
  const at = context.clock.now()
  try {
    if (await isAddressed(context, claimed)) return null
    const delivery = isByHand ? claimed : await toSend(context, claimed, caller)
    return delivery === null ? null : await send(context, delivery)
  } catch (error) {
    context.logger.warn('The message of an alert could not be made', { deliveryId: claimed.id, error })
    const attempt = { at, ms: context.clock.now().getTime() - at.getTime(), status: null, answer: '' }
    const unmade = { ...attempt, error: 'The message could not be made: the log of the server says why' }
    return { attempt: unmade, payload: null, isTried: false, isSkipped: false, isPassing: true, waitMs: 0 }
  }
}

/** Whether it was a mail that has become one to each address. */
async function isAddressed(context: Context, claimed: Delivery): Promise<boolean> {
  if (!isMail(claimed) || claimed.address !== null) return false
  const { subject } = claimed
  const issueIds = subject.kind === 'issues' ? subject.issueIds : []
  const people = await peopleFor(context, { ...claimed, kind: MAIL_KIND[subject.kind], issueIds })
  if (people.length === 0) return false
  await context.storage.deliveries.address(claimed.id, people, context.clock.now())
  return true
}

function measure(
  { metrics }: Context,
  { createdAt }: Delivery,
  { state, attempt, isSkipped }: DeliveryOutcome & { readonly isSkipped: boolean },
  channel: string,
): void {
  const told = state === 'pending' ? 'retried' : state
  metrics.deliveries.attempted(channel, isSkipped ? 'skipped' : told, attempt.ms / 1000)
  const toldAt = attempt.at.getTime() + attempt.ms
  if (state === 'sent') metrics.deliveries.told(Math.max(0, toldAt - createdAt.getTime()) / 1000)
}

function callerOf(delivery: Delivery): ChannelCaller {
  const { id: deliveryId, organizationId, alertId, recipient } = delivery
  return {
    ...{ key: channelKeyOf(recipient), kind: recipient?.kind ?? 'email', organizationId, alertId, deliveryId },
    target: isMail(delivery) ? '' : targetOf(delivery),
  }
}
