import type { QuietHoursJson } from './alert-types.js'
import type { ProjectKeyJson, ProjectOrganizationJson } from './project-types.js'

export interface EmailJson {
  email: string
  isPrimary: boolean
  isVerified: boolean
}

/** What somebody has beside the password. Times are seconds since 1970. */
export interface AuthenticatorJson {
  type: 'totp' | 'recovery_codes' | 'webauthn'
  created_at: number
  last_used_at: number | null
  /** Of recovery codes. */
  total_code_count?: number
  unused_code_count?: number
  /** Of a passkey. */
  id?: number
  name?: string
  /** It signs in without the password. */
  is_passwordless?: boolean
}

export interface RecoveryCodesJson extends AuthenticatorJson {
  unused_codes: string[]
}

/** An authenticator app: the one that there is, or a secret by which one is set up. */
export type TotpJson =
  | { isActive: true; authenticator: AuthenticatorJson }
  | { isActive: false; secret: string; url: string }

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

/** What mails are sent of; `assigned`, `mentioned` and `followed` are about the user's own issues. */
export type MailKind = 'alerts' | 'uptime' | 'limits' | 'assigned' | 'mentioned' | 'followed'

/** What the user wants to hear of by mail, and when. */
export interface NotificationMatrixJson {
  byDefault: Record<MailKind, boolean>
  /** By the id of a project: what is chosen for it, whatever holds by default. */
  projects: Record<string, Partial<Record<MailKind, boolean>>>
  /** Mails of alerts wait until they end. */
  quietHours: QuietHoursJson | null
}

/** What is not given stays; null takes a choice of a project back. */
export interface NotificationMatrixInput {
  readonly byDefault?: Partial<Record<MailKind, boolean>>
  readonly projects?: Record<string, Partial<Record<MailKind, boolean | null>>>
  readonly quietHours?: QuietHoursJson | null
}

/** What a set-up program gets. */
export interface WizardJson {
  apiKeys: ApiTokenJson
  projects: (ProjectOrganizationJson & { keys: ProjectKeyJson[] })[]
}

/** An account at a provider by which the user signs in. */
export interface IdentityJson {
  id: number
  provider: string
  uid: string
  email: string | null
  username: string | null
  dateJoined: string
  lastLogin: string
}

export interface UserJson {
  id: string
  username: string
  email: string
  name: string
  isSuperuser: boolean
  isActive: boolean
  dateJoined: string
  lastLogin: string | null
  hasPasswordAuth: boolean
  identities: IdentityJson[]
  options: {
    timezone?: string | null
    stacktraceOrder?: number | null
    language?: string | null
    clock24Hours?: boolean | null
    preferredTheme?: string | null
  }
  /** Only where a superuser acts as this user: who, and until when. */
  impersonatedBy?: { email: string; until: string }
}

export interface ApiTokenJson {
  id: number
  label: string
  scopes: string[]
  /** Whole only in the answer that made it; empty later, for only its hash is kept. */
  token: string
  created: string
  /** To the minute; null where it was never used. Not in GlitchTip, as the next one. */
  lastUsed: string | null
  /** From then on it opens nothing; null for never. */
  expires: string | null
}
