import type { EventJson } from './event-types.js'
import type { ActivityJson, IssuePeopleJson, IssueWorkJson } from './issue-work-types.js'

export type LevelName = 'sample' | 'debug' | 'info' | 'warning' | 'error' | 'fatal'

export type IssueStatusName = 'unresolved' | 'resolved' | 'ignored'

export interface IssueJson extends IssueWorkJson {
  id: string
  shortId: string
  title: string
  culprit: string
  count: string
  userCount: number
  type: 'error' | 'default' | 'csp'
  level: LevelName
  status: IssueStatusName
  metadata: { type?: string; value?: string; title?: string; filename?: string; function?: string }
  project: { id: string; name: string; slug: string; platform: string | null }
  firstSeen: string
  lastSeen: string
  numComments: number
  permalink: string
  stats: Record<string, [number, number][]>
  shareId: null
  logger: string | null
  matchingEventId: string | null
  firstRelease: ReleaseRefJson | null
  lastRelease: ReleaseRefJson | null
  isUnhandled: boolean
  /** When an event last reopened the issue; null where that never happened. Not in GlitchTip. */
  regressedAt: string | null
}

export interface IssueDetailJson extends IssueJson, IssuePeopleJson {
  userReportCount: number
  /** The newest entries of the log; `listIssueActivity` has all of them. */
  activity: ActivityJson[]
}

/** What a person wrote: about an event, or about the app. */
export interface UserReportJson {
  id: number
  /** Of the event that it is about; its own where it is about none. */
  eventID: string
  event: { eventId: string }
  issueID: string | null
  name: string
  email: string
  comments: string
  url: string | null
  environment: string | null
  release: string | null
  user: null
  dateCreated: string
}

export interface ReleaseRefJson {
  version: string
  shortVersion: string
  dateCreated: string
  dateReleased: string | null
}

export interface IssueStatsJson {
  id: string
  count: string
  userCount: number
  firstSeen: string
  lastSeen: string
  isUnhandled: boolean
  /** `[epoch seconds, events]`; empty buckets are left out. */
  stats: { '24h'?: [number, number][] | null; '14d'?: [number, number][] | null }
}

export interface IssueTagJson {
  key: string
  name: string
  uniqueValues: number
  totalValues: number
  /** Whether there are more values than were looked at; the most frequent are among them. Not in Sentry. */
  isSampled: boolean
  topValues: { key: string; name: string; value: string; count: number; lastSeen: string }[]
}

export interface IssueHashJson {
  id: string
  latestEvent: EventJson
}
