import { DELIVERY_BOUNDS, type DeliverySubject } from '../ports/deliveries.js'

/** What messages gather under: those of one alert to one recipient with the same one are merged. Null: none are. */
export function gatheringOf(subject: DeliverySubject): string | null {
  if (subject.kind === 'issues') return 'issues'
  return subject.kind === 'monitor' ? `monitor ${subject.monitorId}` : null
}

/** One message in place of two that gather under the same: of a monitor the last word. */
export function mergeSubjects(earlier: DeliverySubject, later: DeliverySubject): DeliverySubject {
  if (earlier.kind !== 'issues' || later.kind !== 'issues') return later
  const both = [...new Set([...earlier.issueIds, ...later.issueIds])]
  const twice = earlier.issueIds.length + later.issueIds.length - both.length
  return {
    kind: 'issues',
    // Of several reasons none is the one.
    ...(later.trigger !== undefined && later.trigger === earlier.trigger ? { trigger: later.trigger } : {}),
    issueIds: both.slice(0, DELIVERY_BOUNDS.issues),
    count: Math.max(both.length, earlier.count + later.count - twice),
  }
}
