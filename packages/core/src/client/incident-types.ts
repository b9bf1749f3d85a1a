/** A time in which something that is watched, or that people say so of, is not as it should be. */
export interface IncidentJson {
  id: string
  /** Of the organization, from 1. */
  number: number
  title: string
  status: 'open' | 'acknowledged' | 'resolved'
  severity: 'down' | 'degraded' | 'notice'
  /** Why, as the first failed check found. */
  cause: string
  startedAt: string
  acknowledgedAt: string | null
  acknowledgedBy: IncidentPersonJson | null
  resolvedAt: string | null
  /** Null where it resolved by itself. */
  resolvedBy: IncidentPersonJson | null
  /** Opened by a monitor; by people otherwise. */
  isAutomatic: boolean
  monitors: { id: number; name: string; projectID: string | null }[]
}

export interface IncidentPersonJson {
  id: string
  name: string
}

export interface IncidentDetailJson extends IncidentJson {
  /** The oldest first. */
  timeline: IncidentEntryJson[]
}

export interface IncidentEntryJson {
  id: string
  at: string
  kind:
    | 'opened'
    | 'monitor_down'
    | 'monitor_degraded'
    | 'monitor_up'
    | 'acknowledged'
    | 'update'
    | 'resolved'
    | 'reopened'
  /** Null where no person did it. */
  by: IncidentPersonJson | null
  /** Markdown; empty where there is nothing to say. */
  text: string
  /** Of an update for the public. */
  stage: IncidentStage | null
  /** Shown on status pages. */
  isPublic: boolean
  monitorID: number | null
}

export type IncidentStage = 'investigating' | 'identified' | 'monitoring' | 'resolved'

export interface IncidentInput {
  readonly title: string
  readonly severity?: IncidentJson['severity']
  readonly monitors?: readonly number[]
  readonly text?: string
  readonly startedAt?: string | null
}

export interface IncidentChange {
  readonly title?: string
  readonly severity?: IncidentJson['severity']
  readonly status?: IncidentJson['status']
}

export interface IncidentUpdateInput {
  readonly text: string
  readonly stage?: IncidentStage | null
  readonly isPublic?: boolean
}

/** An issue whose events rose while an incident went on. */
export interface IncidentIssueJson {
  id: string
  shortId: string
  title: string
  level: string
  /** In its window, and in as long a time before. */
  events: number
  eventsBefore: number
  firstSeen: string
  lastSeen: string
  isNew: boolean
}
