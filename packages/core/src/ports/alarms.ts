import type { AlertRecipient } from './alerts.js'
import type { Id, LookedAt } from './model.js'

/** What was opened elsewhere for an issue or a monitor, and is to be closed there when that is over. */
export interface Alarm {
  readonly id: Id
  readonly organizationId: Id
  readonly projectId: Id
  readonly recipient: AlertRecipient
  /** By which the other side knows it. */
  readonly key: string
  readonly attempts: number
  /** The caller has it until then. */
  readonly claimedUntil: Date
}

export interface NewAlarm {
  readonly key: string
  readonly of: 'issue' | 'monitor'
  /** Of the issue or the monitor. */
  readonly id: Id
}

/** They go with their recipient: who takes it out closes by hand what is open there. */
export interface AlarmStorage {
  /**
   * Notes what is about to be opened, and is closed from `closesFrom` on; once for each recipient and key. False where one of
   * them is being closed by somebody just now: the end of what was could arrive behind the beginning.
   */
  note(
    recipientId: Id,
    alarms: readonly NewAlarm[],
    times: { readonly now: Date; readonly closesFrom: Date },
  ): Promise<boolean>
  /**
   * Those that are over, the oldest first; nobody else gets them before `leaseMs` are over: their issue is resolved, merged
   * or deleted, their monitor is up or deleted. Looks at some of those behind `after`, from the first one on where it is
   * null, and answers where the next look goes on: so that none takes long, however many are open.
   */
  claimOver(now: Date, limit: number, leaseMs: number, after: Id | null): Promise<LookedAt<Alarm>>
  /** It is closed, or is not tried any more. One that was opened again since it was claimed stays, to be closed in its time. */
  forget(claimed: Pick<Alarm, 'id' | 'claimedUntil'>): Promise<void>
  /** One that could not be closed is tried again then; one that was opened again meanwhile when that is over. */
  postpone(claimed: Pick<Alarm, 'id' | 'claimedUntil'>, until: Date): Promise<void>
}
