import type { ChannelStateJson, FailingRecipientJson } from '../client/alert-types.js'
import type { Context } from '../context.js'
import type { AlertRecipient, ProjectAlert, RecipientKind } from '../ports/alerts.js'
import type { Id } from '../ports/model.js'
import { channelKeyOf } from './channel-key.js'
import { type ChannelState, isFailing } from './channel-state.js'

/** How each kind of channel does that alerts of an organization have. */
export async function channelStatesOf({ storage }: Context, organizationId: Id): Promise<readonly ChannelStateJson[]> {
  const recipients = await storage.alerts.recipients(organizationId)
  const [states, lastSent] = await Promise.all([
    storage.channels.states([...new Set(recipients.map(channelKeyOf))]),
    storage.deliveries.lastSent(organizationId),
  ])
  const kinds = [...new Set<RecipientKind>([...recipients.map(({ kind }) => kind), ...lastSent.keys()])].sort()
  return kinds.map((kind) => {
    const ofKind = recipients.filter((one) => one.kind === kind)
    const failing = ofKind.filter((one) => isFailing(states.get(channelKeyOf(one)) ?? WORKING))
    return {
      ...{ recipientType: kind, recipients: ofKind.length, failing: failing.length },
      lastSent: lastSent.get(kind)?.toISOString() ?? null,
    }
  })
}

const WORKING = { failures: 0 }

/** Which recipients of each alert do not take messages now. */
export async function failingOf(
  { storage }: Pick<Context, 'storage'>,
  alerts: readonly Pick<ProjectAlert, 'recipients'>[],
): Promise<(alert: Pick<ProjectAlert, 'recipients'>) => readonly FailingRecipientJson[]> {
  const keys = new Set(alerts.flatMap(({ recipients }) => recipients.map(channelKeyOf)))
  const states = await storage.channels.states([...keys])
  return ({ recipients }) => recipients.flatMap((one) => failure(one, states.get(channelKeyOf(one))))
}

function failure({ id }: AlertRecipient, state: ChannelState | undefined): readonly FailingRecipientJson[] {
  if (state === undefined || !isFailing(state) || state.failingSince === null) return []
  const { failingSince, pausedUntil, error } = state
  return [
    {
      ...{ recipientID: Number(id), since: new Date(failingSince).toISOString(), error },
      pausedUntil: pausedUntil === null ? null : new Date(pausedUntil).toISOString(),
    },
  ]
}
