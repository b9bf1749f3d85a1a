import type { Id } from '../../ports/model.js'
import type { DeliveryRow } from './delivery-row.js'
import type { State } from './state.js'

/** Of a message that does not leave any more. */
export const SUPERSEDED = {
  ...({ state: 'superseded', held: null, gathers: null } as const),
  ...{ channelKey: null, isClaimed: false, nextAttemptAt: null },
}

/** Messages that wait and are older news of the monitor that this one tells of, for the same recipient. */
export function supersedeOlder(state: State, news: DeliveryRow): void {
  for (const row of state.deliveries.values())
    if (row.state === 'pending' && !row.isClaimed && isOfSame(row, news) && isOlder(row, news))
      state.deliveries.set(row.id, { ...row, ...SUPERSEDED })
}

/** Whether there is news of the same monitor: it may be for everybody who gets mails yet, or for one of them by now. */
export function hasNews(state: State, row: DeliveryRow): boolean {
  return others(state, row).some(
    (other) => isOlder(row, other) && (row.address === null || other.address === null || row.address === other.address),
  )
}

/** Whether something older of the same monitor is on its way. */
export function isBehind(state: State, row: DeliveryRow, now: Date): boolean {
  return others(state, row).some(
    (other) =>
      isOlder(other, row) &&
      (other.address === null || other.address === row.address) &&
      other.isClaimed &&
      other.nextAttemptAt !== null &&
      other.nextAttemptAt > now,
  )
}

function others(state: State, row: DeliveryRow): readonly DeliveryRow[] {
  if (monitorOf(row) === null) return []
  return [...state.deliveries.values()].filter((other) => other.id !== row.id && isOfSame(other, row))
}

function isOfSame(a: DeliveryRow, b: DeliveryRow): boolean {
  const monitorId = monitorOf(a)
  return monitorId !== null && monitorId === monitorOf(b) && a.alertId === b.alertId && a.recipientId === b.recipientId
}

function monitorOf({ subject }: DeliveryRow): Id | null {
  return subject.kind === 'monitor' ? subject.monitorId : null
}

/** By when it happened: what a mail for everybody becomes is made later than that. */
function isOlder(a: DeliveryRow, b: DeliveryRow): boolean {
  return (
    Number(a.createdAt) - Number(b.createdAt) < 0 ||
    (Number(a.createdAt) === Number(b.createdAt) && Number(a.id) < Number(b.id))
  )
}
