import { storable } from './bounds.js'
import type { Id, Page, PageRequest } from './model.js'

export type IncidentStatus = 'open' | 'acknowledged' | 'resolved'
export type IncidentSeverity = 'down' | 'degraded' | 'notice'
export type IncidentStage = 'investigating' | 'identified' | 'monitoring' | 'resolved'
export type IncidentEntryKind =
  | 'opened'
  | 'monitor_down'
  | 'monitor_degraded'
  | 'monitor_up'
  | 'acknowledged'
  | 'update'
  | 'resolved'
  | 'reopened'

/** A time in which something that is watched, or that people say so of, is not as it should be. */
export interface Incident {
  readonly id: Id
  readonly organizationId: Id
  /** Of the organization, from 1. */
  readonly number: number
  readonly title: string
  readonly status: IncidentStatus
  /** The worst that it was, unless people say otherwise. */
  readonly severity: IncidentSeverity
  /** Why, as the first failed check found; empty where people opened it. */
  readonly cause: string
  /** Opened by a check; it resolves when its monitors are up. */
  readonly isAutomatic: boolean
  readonly startedAt: Date
  readonly acknowledgedAt: Date | null
  /** Null where nobody has, or the account is gone. */
  readonly acknowledgedBy: Id | null
  readonly resolvedAt: Date | null
  /** Null where it resolved by itself. */
  readonly resolvedBy: Id | null
  /** By name; those that are gone are not in it. */
  readonly monitors: readonly { readonly id: Id; readonly name: string; readonly projectId: Id | null }[]
}

export interface IncidentEntry {
  readonly id: Id
  readonly at: Date
  readonly kind: IncidentEntryKind
  /** Null where no person did it. */
  readonly userId: Id | null
  /** Markdown. */
  readonly text: string
  /** Of an update for the public. */
  readonly stage: IncidentStage | null
  /** Shown on status pages. */
  readonly isPublic: boolean
  readonly monitorId: Id | null
}

/** What a check that was kept means for the incidents of its monitor. */
export interface IncidentSignal {
  readonly kind: 'down' | 'degraded' | 'up'
  /** Of the incident that it opens. */
  readonly title: string
  /** In words. */
  readonly cause: string
}

export interface IncidentFilter {
  /** `open` are those that are not resolved. */
  readonly state?: 'open' | 'resolved'
  readonly monitorIds?: readonly Id[]
  /** With a monitor of one of these. */
  readonly projectIds?: readonly Id[]
  /** Went on at some time between them, `to` not included. */
  readonly from?: Date
  readonly to?: Date
}

export interface NewIncident {
  readonly title: string
  readonly severity: IncidentSeverity
  readonly text: string
  readonly monitorIds: readonly Id[]
  readonly startedAt: Date
}

export interface NewIncidentUpdate {
  readonly text: string
  readonly stage: IncidentStage | null
  readonly isPublic: boolean
}

/** Who does something, and when. */
export interface IncidentActor {
  readonly userId: Id
  readonly at: Date
}

/**
 * A monitor is in one incident at a time that is not resolved. Checks open and end incidents in the step that keeps them
 * (`MonitorStorage.record`). They go with their organization, and with time once they are resolved (`Storage.maintain`).
 */
export interface IncidentStorage {
  /**
   * Opened by hand. Rejects with `not_found` where a monitor is not the organization's, with `conflict` where one is in
   * another incident already.
   */
  open(organizationId: Id, incident: NewIncident, actor: IncidentActor): Promise<Incident>
  /** Those that go on first, then those that began last. */
  list(organizationId: Id, filter: IncidentFilter, page: PageRequest): Promise<Page<Incident>>
  get(organizationId: Id, id: Id): Promise<Incident | null>
  /** The oldest first, at most `INCIDENT_BOUNDS.entries`. Of several incidents, each has its own. */
  entries(organizationId: Id, ids: readonly Id[]): Promise<ReadonlyMap<Id, readonly IncidentEntry[]>>
  /**
   * What is not given stays. Resolved, its monitors are in it no longer; opened again, those are that no other has meanwhile.
   * An incident that is so already says nothing of it in its timeline.
   */
  change(
    organizationId: Id,
    id: Id,
    change: { readonly title?: string; readonly severity?: IncidentSeverity; readonly status?: IncidentStatus },
    actor: IncidentActor,
  ): Promise<Incident | null>
  /** Rejects with `conflict` where it has `INCIDENT_BOUNDS.entries` already. */
  addUpdate(organizationId: Id, id: Id, update: NewIncidentUpdate, actor: IncidentActor): Promise<Incident | null>
  /** Their part in incidents that go on ends: nobody looks at them any more. Automatic ones without others are resolved. */
  leave(organizationId: Id, monitorIds: readonly Id[], at: Date): Promise<void>
}

/** Lengths in UTF-16 units, counts in entries. */
export const INCIDENT_BOUNDS = {
  title: 200,
  cause: 500,
  text: 10_000,
  /** Of one incident. */
  monitors: 200,
  entries: 1000,
} as const

export function boundSignal({ kind, title, cause }: IncidentSignal): IncidentSignal {
  return { kind, title: storable(title, INCIDENT_BOUNDS.title), cause: storable(cause, INCIDENT_BOUNDS.cause) }
}

const SEVERITIES: readonly IncidentSeverity[] = ['notice', 'degraded', 'down']

export function worseOf(a: IncidentSeverity, b: IncidentSeverity): IncidentSeverity {
  return SEVERITIES.indexOf(a) >= SEVERITIES.indexOf(b) ? a : b
}
