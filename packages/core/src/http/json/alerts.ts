import type { AlertJson, DeliveryJson } from '../../client/alert-types.js'
import type { ProjectAlert } from '../../ports/alerts.js'
import type { Delivery } from '../../ports/deliveries.js'

export function alertJson({ id, name, timespanMinutes, quantity, uptime, recipients }: ProjectAlert): AlertJson {
  return {
    id: Number(id),
    name,
    timespanMinutes,
    quantity,
    uptime,
    alertRecipients: recipients.map((one) => ({
      id: Number(one.id),
      recipientType: one.kind,
      url: one.url,
      config: one.config,
      tagsToAdd: [...one.tags],
    })),
  }
}

export function deliveryJson(delivery: Delivery): DeliveryJson {
  const { attempt, recipient, subject } = delivery
  const issues = subject.kind === 'issues' ? subject : null
  const monitor = subject.kind === 'monitor' ? subject : null
  return {
    ...{
      id: delivery.id,
      state: delivery.state,
      recipientType: recipient?.kind ?? 'email',
      target: targetOf(delivery),
    },
    ...{ subject: subject.kind, issueCount: issues?.count ?? 0, issueIDs: [...(issues?.issueIds ?? [])] },
    ...{ monitorID: monitor === null ? null : Number(monitor.monitorId), change: monitor?.change ?? null },
    ...{ created: delivery.createdAt.toISOString(), attempts: delivery.attempts },
    ...{ lastAttempt: attempt?.at.toISOString() ?? null, duration: attempt?.ms ?? null },
    ...{ status: attempt?.status ?? null, error: attempt?.error ?? '' },
    nextAttempt: delivery.nextAttemptAt?.toISOString() ?? null,
  }
}

function targetOf({ address, recipient }: Delivery): string {
  if (address !== null) return address
  return recipient !== null && URL.canParse(recipient.url) ? new URL(recipient.url).host : ''
}
