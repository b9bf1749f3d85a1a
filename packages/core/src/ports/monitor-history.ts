import type { Id } from './model.js'

/** How wide the stretches are in which the past of a monitor is kept, each for a time of its own. In UTC. */
export const HISTORY_STEPS = ['minute', 'hour', 'day'] as const
export type HistoryStep = (typeof HISTORY_STEPS)[number]

export const CHECK_PARTS = ['dns', 'connect', 'tls', 'firstByte', 'transfer'] as const
export type CheckPart = (typeof CHECK_PARTS)[number]

/** How much of a time is known, and what a monitor was in it; in milliseconds. Up is what is none of the others. */
export interface KnownTime {
  readonly knownMs: number
  readonly downMs: number
  readonly degradedMs: number
  readonly maintenanceMs: number
}

/** What was seen of a monitor in a stretch of time. */
export interface HistoryBucket extends KnownTime {
  /** Its beginning. */
  readonly at: Date
  readonly checks: number
  readonly failed: number
  /** How many good checks took how long, by `latencySlot`. */
  readonly latency: ReadonlyMap<number, number>
  /** Of the checks that have such a part, all together. */
  readonly parts: Readonly<Record<CheckPart, { readonly ms: number; readonly count: number }>>
}

export interface HistoryStorage {
  /**
   * Stretches of `width` steps each, the first of which begins at `start`, a beginning of such a step; those before `end`
   * of which something is known, the oldest first, of each of these monitors of the organization.
   */
  history(
    organizationId: Id,
    monitorIds: readonly Id[],
    range: { readonly step: HistoryStep; readonly width: number; readonly start: Date; readonly end: Date },
  ): Promise<ReadonlyMap<Id, readonly HistoryBucket[]>>
  /** What is known since each of these days, of each of these monitors of the organization, in the order of the days. */
  knownSince(
    organizationId: Id,
    monitorIds: readonly Id[],
    days: readonly Date[],
  ): Promise<ReadonlyMap<Id, readonly KnownTime[]>>
}
