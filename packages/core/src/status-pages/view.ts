import type { IncidentStage } from '../client/incident-types.js'
import type { Id } from '../ports/model.js'
import type { StatusPage } from '../ports/status-pages.js'

/** Everything that a page shows at a time: nothing that its readers may not see, whoever may read it. */
export interface StatusView {
  readonly page: Omit<StatusPage, 'passwordHash' | 'sections'>
  readonly organizationSlug: string
  readonly at: Date
  readonly sections: readonly StatusViewSection[]
  /** Those that go on, then those that are over, each with what began last first. */
  readonly incidents: readonly StatusIncident[]
  /** By when they begin. */
  readonly maintenance: readonly StatusMaintenance[]
}

interface StatusViewSection {
  readonly name: string
  readonly isCollapsed: boolean
  readonly components: readonly StatusComponent[]
}

export type ComponentStatus = 'up' | 'degraded' | 'down' | 'maintenance' | 'unknown'

/** A monitor as the page calls it. */
export interface StatusComponent {
  readonly id: Id
  readonly name: string
  readonly description: string
  readonly status: ComponentStatus
  /** Shares of the time that is known, 0 to 1; null where nothing is. */
  readonly uptime: { readonly day: number | null; readonly month: number | null; readonly quarter: number | null }
  /** The median of the last day, in milliseconds; null where it is not known. */
  readonly latencyMs: number | null
  /** `STATUS_DAYS` of them, today the last. */
  readonly days: readonly StatusDay[]
}

/** A day in UTC. */
export interface StatusDay {
  readonly start: Date
  /** Nothing is known of a day without. */
  readonly knownSeconds: number
  readonly downSeconds: number
  readonly degradedSeconds: number
  readonly maintenanceSeconds: number
}

export interface StatusIncident {
  readonly id: Id
  readonly title: string
  readonly severity: 'down' | 'degraded' | 'notice'
  readonly startedAt: Date
  readonly resolvedAt: Date | null
  /** Names of components. */
  readonly affects: readonly string[]
  /** The newest first. */
  readonly updates: readonly StatusUpdate[]
}

export interface StatusUpdate {
  readonly id: Id
  readonly at: Date
  readonly stage: IncidentStage | null
  /** Markdown. */
  readonly text: string
}

export interface StatusMaintenance {
  readonly id: Id
  readonly title: string
  /** Markdown. */
  readonly text: string
  readonly start: Date
  readonly end: Date
  readonly isActive: boolean
  readonly affects: readonly string[]
}

export const STATUS_DAYS = 90
/** Incidents that are over are shown for so long. */
export const PAST_DAYS = 14

/** How things are in one word, for the banner, the badge and programs. */
export type OverallStatus = 'up' | 'degraded' | 'partly_down' | 'down' | 'maintenance' | 'unknown'

/** The worst of what is shown; what is under maintenance counts where nothing is worse. */
export function overallOf({ sections, incidents }: Pick<StatusView, 'sections' | 'incidents'>): OverallStatus {
  const statuses = sections.flatMap(({ components }) => components.map(({ status }) => status))
  const isAny = (status: ComponentStatus) => statuses.includes(status)
  const open = incidents.filter(({ resolvedAt }) => resolvedAt === null)
  const down = statuses.filter((status) => status === 'down').length
  if (down > 0 && statuses.every((status) => status === 'down')) return 'down'
  if (down > 0 || open.some(({ severity }) => severity === 'down')) return 'partly_down'
  if (isAny('degraded') || open.some(({ severity }) => severity === 'degraded')) return 'degraded'
  if (isAny('maintenance')) return 'maintenance'
  return isAny('up') ? 'up' : 'unknown'
}

export const OVERALL_TEXTS: Readonly<Record<OverallStatus, string>> = {
  up: 'All systems are up',
  degraded: 'Some systems are slow',
  partly_down: 'Some systems are down',
  down: 'All systems are down',
  maintenance: 'Maintenance is under way',
  unknown: 'Nothing is known yet',
}

export const COMPONENT_TEXTS: Readonly<Record<ComponentStatus, string>> = {
  up: 'Up',
  degraded: 'Slow',
  down: 'Down',
  maintenance: 'Maintenance',
  unknown: 'Unknown',
}

export const STAGE_TEXTS: Readonly<Record<IncidentStage, string>> = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
}

/** Never rounded up to what it was not: 0.99999 is `99.99 %`. */
export function percentOf(share: number): string {
  const hundredths = Math.floor(share * 10_000 + 1e-6)
  return `${(hundredths / 100).toFixed(2).replace(/\.?0+$/, '')} %`
}

export function durationOf(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60))
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
}
