import type { Id } from './model.js'
import type { MonitorCoverage } from './monitor-relations.js'

/** When it is. Repeated ones last `minutes` from each start; none starts at `until` or later, null for without end. */
export type MaintenanceSchedule =
  | { readonly kind: 'single'; readonly start: Date; readonly end: Date }
  | ({
      readonly kind: 'weekly'
      /** 1 is Monday. */
      readonly days: readonly number[]
      /** `HH:MM`. */
      readonly time: string
    } & Repeated)
  | ({ readonly kind: 'cron'; readonly cron: string } & Repeated)

interface Repeated {
  readonly minutes: number
  /** An IANA name. */
  readonly timezone: string
  readonly until: Date | null
}

/** A time in which monitors are not judged. */
export interface MaintenanceSetup extends MonitorCoverage {
  readonly title: string
  /** Markdown. */
  readonly text: string
  readonly schedule: MaintenanceSchedule
  readonly isPublic: boolean
}

export interface Maintenance extends MaintenanceSetup {
  readonly id: Id
  readonly organizationId: Id
  readonly createdAt: Date
}

/** Of the monitors that it names it holds those of its organization that there are, in the order of their ids. */
export interface MaintenanceStorage {
  /** Rejects with `conflict` where the organization has `MAINTENANCE_BOUNDS.windows` already. */
  create(organizationId: Id, setup: MaintenanceSetup, now: Date): Promise<Maintenance>
  /** All, the newest first. */
  list(organizationId: Id): Promise<readonly Maintenance[]>
  get(organizationId: Id, id: Id): Promise<Maintenance | null>
  update(organizationId: Id, id: Id, setup: MaintenanceSetup): Promise<Maintenance | null>
  delete(organizationId: Id, id: Id): Promise<boolean>
  /** Those of every organization that are not over for good. */
  unfinished(now: Date): Promise<readonly Maintenance[]>
}

/** Lengths in UTF-16 units, counts in entries. */
export const MAINTENANCE_BOUNDS = {
  /** Of an organization; about as many when several are made at once. */
  windows: 200,
  title: 200,
  text: 10_000,
  monitors: 500,
  groups: 50,
  tags: 50,
  /** A week. */
  minutes: 10_080,
} as const
