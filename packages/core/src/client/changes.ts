import type { RateJson } from './project-types.js'

/** What is not given stays. */
export interface OrganizationChange {
  readonly name?: string
  /** Addresses of pages and of the API change with it. */
  readonly slug?: string
  /** Whether members may join teams by themselves. */
  readonly openMembership?: boolean
  /** Only who has a second factor may turn it on. */
  readonly require2fa?: boolean
  readonly isAcceptingEvents?: boolean
  /** Share of requests to refuse, 0 to 100. */
  readonly eventThrottleRate?: number
  readonly scrubIPAddresses?: boolean
  readonly rateLimit?: RateJson | null
}

/** What is not given stays. */
export interface ProjectChange {
  readonly name?: string
  readonly slug?: string
  readonly platform?: string | null
  readonly eventThrottleRate?: number
  readonly scrubIPAddresses?: boolean
  readonly rateLimit?: RateJson | null
  readonly spikeGuard?: boolean
  /** Of the grouping, as `updateGroupingSettings` takes them. */
  readonly fingerprintingRules?: string
  readonly groupingEnhancements?: string
}

/** What is not given stays; null is as the server has it, 0 no limit. */
export interface RetentionChange {
  readonly maxEvents?: number | null
  readonly maxBytes?: number | null
}

export interface KeyInput {
  readonly name?: string | null
  readonly rateLimit?: RateJson | null
  readonly isActive?: boolean
}
