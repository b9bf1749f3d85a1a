import type { MonitorJson } from './monitor-types.js'

/** A page that tells everybody, or those who may, how things are; as GlitchTip has it, and more. */
export interface StatusPageJson {
  isPublic: boolean
  name: string
  monitors: MonitorJson[]
  slug: string
  id: string
  /** `public`, behind a password, or for members of the organization. */
  access: 'public' | 'password' | 'members'
  hasPassword: boolean
  /** Markdown, above everything. */
  description: string
  /** What is shown, in order. */
  sections: StatusSectionJson[]
  /** Of a host whose name leads here; empty for none. */
  domain: string
  theme: 'system' | 'light' | 'dark'
  /** `#rrggbb`; empty for the usual one. */
  accent: string
  hasLogo: boolean
  /** Of the links at the top, such as to the site itself; empty for none. */
  homepage: string
  showLatency: boolean
  allowSubscribers: boolean
  subscriberCount: number
  created: string
  /** Where it is read. */
  url: string
}

export interface StatusSectionJson {
  /** Empty where they belong to no group. */
  name: string
  isCollapsed: boolean
  monitors: { id: number /** Shown in the place of its own; empty for that. */; name: string; description: string }[]
}

export interface StatusPageInput {
  readonly name: string
  readonly isPublic: boolean
  readonly slug?: string
  readonly access?: StatusPageJson['access']
  /** Null keeps it. */
  readonly password?: string | null
  readonly description?: string
  readonly sections?: readonly StatusSectionJson[]
  readonly domain?: string
  readonly theme?: StatusPageJson['theme']
  readonly accent?: string
  readonly homepage?: string
  readonly showLatency?: boolean
  readonly allowSubscribers?: boolean
}

export interface StatusSubscriberJson {
  id: string
  email: string
  created: string
  confirmed: string | null
}
