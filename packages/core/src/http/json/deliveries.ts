import { targetOf } from '../../alerts/target.js'
import type { DeliveryDetailJson, DeliveryJson } from '../../client/alert-types.js'
import type { Context } from '../../context.js'
import type { Delivery, DeliveryDetail, DeliverySubject } from '../../ports/deliveries.js'
import type { Id } from '../../ports/model.js'

/** How each of these messages is told of. */
export async function deliveriesShown(
  { storage }: Context,
  organizationId: Id,
  deliveries: readonly Delivery[],
): Promise<(delivery: Delivery) => DeliveryJson> {
  const ids = [...new Set(deliveries.map(({ projectId }) => projectId))]
  const projects = await storage.projects.getMany(organizationId, ids)
  return (delivery) => {
    const { slug = '', name = '' } = projects.find(({ id }) => id === delivery.projectId) ?? {}
    return deliveryJson(delivery, { id: delivery.projectId, slug, name })
  }
}

export function deliveryDetailJson(shown: DeliveryJson, { payload, history }: DeliveryDetail): DeliveryDetailJson {
  return {
    ...{ ...shown, payload },
    history: history.map(({ at, ms, status, error, answer }) => ({
      ...{ at: at.toISOString(), duration: ms, status, error, answer },
    })),
  }
}

function deliveryJson(delivery: Delivery, project: DeliveryJson['project']): DeliveryJson {
  const { attempt, recipient, subject } = delivery
  const issues = subject.kind === 'issues' ? subject : null
  const monitor = subject.kind === 'monitor' ? subject : null
  return {
    ...{ id: delivery.id, alertID: Number(delivery.alertId), alertName: delivery.alertName, project },
    ...{ state: delivery.state, held: delivery.held, trigger: triggerOf(subject) },
    ...{ recipientType: recipient?.kind ?? 'email', target: targetOf(delivery) },
    ...{ subject: subject.kind, issueCount: issues?.count ?? 0, issueIDs: [...(issues?.issueIds ?? [])] },
    ...{ monitorID: monitor === null ? null : Number(monitor.monitorId), change: monitor?.change ?? null },
    ...{ created: delivery.createdAt.toISOString(), attempts: delivery.attempts },
    ...{ lastAttempt: attempt?.at.toISOString() ?? null, duration: attempt?.ms ?? null },
    ...{ status: attempt?.status ?? null, error: attempt?.error ?? '' },
    nextAttempt: delivery.nextAttemptAt?.toISOString() ?? null,
  }
}

function triggerOf(subject: DeliverySubject): DeliveryJson['trigger'] {
  if (subject.kind === 'monitor' && subject.change === 'reminder') return 'reminder'
  return subject.trigger ?? null
}
