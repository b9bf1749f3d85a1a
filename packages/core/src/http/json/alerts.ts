import { failingOf } from '../../alerts/channel-states.js'
import { mailKindOf, type Reach, reachOf } from '../../alerts/reach.js'
import { shownRecipient } from '../../alerts/recipient-secrets.js'
import type { AlertJson, AlertProjectJson } from '../../client/alert-types.js'
import type { Context } from '../../context.js'
import type { ProjectAlert } from '../../ports/alerts.js'
import type { Id, Project } from '../../ports/model.js'
import { isUptime } from '../alert-rule-input.js'

/** What is said of alerts beside what people set of them: asked of all of them together. */
export async function tellAlerts(
  context: Context,
  alerts: readonly ProjectAlert[],
): Promise<(alert: ProjectAlert) => AlertJson> {
  const fired = await context.storage.deliveries.lastMade(alerts.map(({ id }) => id))
  const failing = await failingOf(context, alerts)
  const reaches = new Map<Id, Reach>()
  for (const alert of alerts) reaches.set(alert.id, await reachOf(context, [alert], mailKindOf(alert)))
  return (alert) => {
    const { people, channels } = reaches.get(alert.id) ?? { people: 0, channels: [] }
    return alertJson(alert, {
      lastFired: fired.get(alert.id)?.toISOString() ?? null,
      ...{ failing: [...failing(alert)], reach: { people, channels: [...channels] } },
    })
  }
}

export function alertProjectJson({ id, slug, name }: Pick<Project, 'id' | 'slug' | 'name'>): AlertProjectJson {
  return { id, slug, name }
}

function alertJson(alert: ProjectAlert, state: Pick<AlertJson, 'lastFired' | 'failing' | 'reach'>): AlertJson {
  const { triggers, quietHours } = alert
  return {
    ...{ id: Number(alert.id), name: alert.name, timespanMinutes: alert.timespanMinutes, quantity: alert.quantity },
    uptime: isUptime(triggers),
    alertRecipients: alert.recipients.map((one) => ({
      ...{ id: Number(one.id), recipientType: one.kind, ...shownRecipient(one), tagsToAdd: [...one.tags] },
    })),
    ...{ isEnabled: alert.isEnabled, triggers: [...triggers], users: alert.users, query: alert.query },
    ...{ cooldownMinutes: alert.cooldownMinutes, digestMinutes: alert.digestMinutes },
    quietHours: quietHours === null ? null : { ...quietHours, days: [...quietHours.days] },
    ...{ mutedUntil: alert.mutedUntil?.toISOString() ?? null, created: alert.createdAt.toISOString() },
    ...state,
  }
}
