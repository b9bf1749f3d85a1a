import type { ProjectJson, ProjectTeamJson, RateJson } from './project-types.js'

export interface OrganizationJson {
  id: string
  name: string
  slug: string
  dateCreated: string
  status: { id: string; name: string }
  avatar: { avatarType: string; avatarUuid: string | null }
  isEarlyAdopter: boolean
  require2fa: boolean
  /** Sentry's spelling of the same; sentry-cli fails without it. */
  require2FA: boolean
  requireEmailVerification: boolean
  features: string[]
  isAcceptingEvents: boolean
  eventThrottleRate: number
}

export interface OrganizationDetailJson extends OrganizationJson {
  projects: ProjectTeamJson[]
  teams: TeamJson[]
  access: string[]
  openMembership: boolean
  /** Not in GlitchTip's API, as the next one. */
  scrubIPAddresses: boolean
  rateLimit: RateJson | null
}

/** Has no `name`: a team with both name and slug is refused by clients in use. */
export interface TeamJson {
  id: string
  slug: string
  dateCreated: string
  isMember: boolean
  memberCount: number
}

export interface TeamProjectJson extends TeamJson {
  projects: ProjectJson[]
}

export interface SessionsJson {
  start: string
  end: string
  query: string
  /** Starts of the buckets. */
  intervals: string[]
  groups: {
    by: Record<string, string | number>
    totals: Record<string, number | null>
    /** One number for each interval. */
    series: Record<string, (number | null)[]>
  }[]
}

/** Counts per interval. One group without `groupBy`, else one for each combination that occurs. */
export interface StatsJson {
  intervals: string[]
  groups: { by?: Record<string, string>; totals?: Record<string, number>; series: Record<string, number[]> }[]
}
