import type { ApiTokenJson, ProjectKeyJson, ProjectOrganizationJson } from './types.js'

export interface EmailJson {
  email: string
  isPrimary: boolean
  isVerified: boolean
}

/** Where somebody is signed in. */
export interface BrowserSessionJson {
  id: string
  user_agent: string
  ip: string
  /** Seconds since 1970. */
  created_at: number
  expires_at: number
  is_current: boolean
}

export interface NotificationsJson {
  /** Whether projects are heard of for which nothing else is chosen. */
  subscribeByDefault: boolean
}

/** What a set-up program gets. */
export interface WizardJson {
  apiKeys: ApiTokenJson
  projects: (ProjectOrganizationJson & { keys: ProjectKeyJson[] })[]
}
