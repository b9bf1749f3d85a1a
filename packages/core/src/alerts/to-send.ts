import type { Context } from '../context.js'
import type { ChannelCaller } from '../ports/channels.js'
import type { Delivery, DeliveryHold } from '../ports/deliveries.js'
import { wantsMail } from '../ports/mail-choices.js'
import { LEASE_MS } from './attempt.js'
import { mailConfig } from './people.js'
import { quietUntil } from './quiet-hours.js'
import { stillTold } from './still-told.js'
import { MAIL_KIND } from './target.js'

const DAY_MS = 86_400_000
/** What its channel did not take for so long nobody wants to hear any more. */
const MOST_WAIT_MS = 3 * DAY_MS
/** Monitors are told of while storms of issues have used up what a channel may have. */
const MONITORS_MORE = 2

/** It is not sent at all. */
const MUTED: DeliveryHold = { held: 'muted', until: null, channelKey: null }

/** What of a message is to be sent now; null where it waits, or is not sent at all, which is noted. */
export async function toSend(context: Context, claimed: Delivery, caller: ChannelCaller): Promise<Delivery | null> {
  const delivery = await stillTold(context, claimed)
  const hold: DeliveryHold | null =
    delivery === null
      ? MUTED
      : ((await ruleHold(context, delivery)) ??
        (await wishHold(context, delivery)) ??
        (await channelHold(context, delivery, caller)))
  if (hold === null) return delivery
  await context.storage.deliveries.hold(claimed.id, hold)
  return null
}

/** By the alert as it is now: it may have been turned off, muted or given quiet hours while the message waited. */
async function ruleHold(
  { storage, clock }: Context,
  { organizationId, projectId, alertId }: Delivery,
): Promise<DeliveryHold | null> {
  const alert = await storage.alerts.get(organizationId, projectId, alertId)
  const now = clock.now()
  if (!alert?.isEnabled || (alert.mutedUntil !== null && alert.mutedUntil > now)) return MUTED
  const until = quietUntil(alert.quietHours, now)
  return until === null ? null : { held: 'quiet', until, channelKey: null }
}

/** By whom a mail is for, who may want no more of them by now. */
async function wishHold({ storage, clock }: Context, delivery: Delivery): Promise<DeliveryHold | null> {
  const { userId, address, recipient, projectId, subject } = delivery
  if (userId === null) {
    const isNamed = mailConfig(recipient?.config ?? {})?.addresses.some((one) => isSame(one, address ?? ''))
    return isNamed || address === null ? null : MUTED
  }
  const choices = await storage.accounts.mailChoices(userId)
  if (!wantsMail(choices, projectId, MAIL_KIND[subject.kind])) return MUTED
  const until = quietUntil(choices.quietHours, clock.now())
  return until === null ? null : { held: 'quiet', until, channelKey: null }
}

function isSame(address: string, other: string): boolean {
  return address.toLowerCase() === other.toLowerCase()
}

async function channelHold(
  { storage, clock, config }: Context,
  { subject, createdAt }: Delivery,
  caller: ChannelCaller,
): Promise<DeliveryHold | null> {
  const now = clock.now()
  const { maxMailsPerMinute, maxMessagesPerMinute } = config.limits
  const most = caller.kind === 'email' ? maxMailsPerMinute : maxMessagesPerMinute
  const perMinute = subject.kind === 'issues' ? most : most * MONITORS_MORE
  const admission = await storage.channels.admit(caller, { now, perMinute, probeMs: LEASE_MS })
  if (admission.kind === 'go') return null
  const isTooOld = now.getTime() - createdAt.getTime() > MOST_WAIT_MS
  return { held: admission.held, until: isTooOld ? null : admission.until, channelKey: caller.key }
}
