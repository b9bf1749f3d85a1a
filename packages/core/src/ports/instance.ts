import type { OutcomeCount } from './ingest.js'
import type { Id } from './model.js'

/** Counts of all organizations together, by hour. */
export type InstanceOutcome = Pick<OutcomeCount, 'hour' | 'category' | 'outcome' | 'reason' | 'quantity'>

/** What a process noted of a piece of background work, the last time that it did some. */
export interface JobRun {
  /** As it is called in logs: `Thinning out events`. */
  readonly job: string
  /** Which process: its host and number. */
  readonly worker: string
  readonly finishedAt: Date
  readonly tookMs: number
  /** How many of what it works on were done since the note before; null where it does not count. */
  readonly done: number | null
  /** Since when that was; null where it does not count. */
  readonly since: Date | null
  /** Null where it went well. At most 500 characters. */
  readonly error: string | null
}

/** What the instance holds of one day, in UTC. */
export interface InstanceDay {
  /** `2026-01-31`. */
  readonly day: string
  readonly events: number
  /** Of their payloads, compressed. */
  readonly bytes: number
  /** With indexes and all columns; null where the storage cannot tell. */
  readonly storedBytes: number | null
}

/** What an organization holds. */
export interface Holdings {
  readonly organizationId: Id
  readonly projects: number
  readonly members: number
  readonly events: number
  /** Of payloads, compressed. */
  readonly bytes: number
}

/** How much there is of what, by the names that addresses have. */
export interface Census {
  readonly organizations: readonly { readonly slug: string; readonly projects: number }[]
  /** `events` of the days that are kept. */
  readonly projects: readonly { readonly organization: string; readonly slug: string; readonly events: number }[]
}

/** All of the instance at once: what was set at run time, how the background work goes, and what is held. */
export interface InstanceStorage {
  /** By name. What nobody set is missing; values are as they were given, and of any version that there ever was. */
  settings(): Promise<Readonly<Record<string, unknown>>>
  /** null forgets one; what is not named stays. In one step. */
  updateSettings(change: Readonly<Record<string, unknown>>): Promise<void>
  /** In place of what the same process noted of the same job before. */
  noteRun(run: JobRun): Promise<void>
  /** By job, then by worker. */
  runs(): Promise<readonly JobRun[]>
  /** Of processes that noted nothing since. */
  forgetRuns(before: Date): Promise<void>
  counts(): Promise<{ readonly users: number; readonly organizations: number; readonly projects: number }>
  /** The organizations and the projects that hold the most events, at most `limit` of each. */
  census(limit: number): Promise<Census>
  /** Messages of alerts that are still to be sent, and when the first of them is or was due. */
  pendingDeliveries(): Promise<{ readonly count: number; readonly dueAt: Date | null }>
  /** Of the hours that begin in `from` (taken down to its hour) to before `to`, in any order. */
  outcomes(range: { readonly from: Date; readonly to: Date }): Promise<readonly InstanceOutcome[]>
  /** Of these organizations, in any order; none of one that there is not. */
  holdings(organizationIds: readonly Id[]): Promise<readonly Holdings[]>
  /** Those that hold the most bytes, at most `limit`. */
  heaviest(limit: number): Promise<readonly Holdings[]>
  /** Days of which something is held or prepared, the newest first. */
  days(): Promise<readonly InstanceDay[]>
  /** Parts of the storage by name, the largest first. Estimates where counting takes long. */
  sizes(): Promise<readonly { readonly name: string; readonly bytes: number; readonly rows: number }[]>
}
