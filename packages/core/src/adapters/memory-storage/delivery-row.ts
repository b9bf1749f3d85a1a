import type { Delivery, DeliveryAttempt } from '../../ports/deliveries.js'
import type { Id } from '../../ports/model.js'

export interface DeliveryRow extends Omit<Delivery, 'organizationId' | 'projectId' | 'recipient' | 'alertName'> {
  readonly recipientId: Id | null
  /** What happens meanwhile is added to it; null: nothing is. */
  readonly gathers: string | null
  readonly channelKey: string | null
  /** It may have been sent: it stays what it is. */
  readonly hasBegun: boolean
  /** Somebody has it, until `nextAttemptAt`. */
  readonly isClaimed: boolean
  readonly payload: string | null
  readonly history: readonly DeliveryAttempt[]
}
