import type { SocialAppJson } from './sign-in-types.js'

export interface SettingsJson {
  socialApps: SocialAppJson[]
  billingEnabled: boolean
  iPaidForGlitchTip: boolean
  enableUserRegistration: boolean
  enableSocialAppsUserRegistration: boolean
  enableOrganizationCreation: boolean
  stripePublicKey: string | null
  plausibleUrl: string | null
  plausibleDomain: string | null
  chatwootWebsiteToken: string | null
  sentryDSN: string | null
  sentryTracesSampleRate: number | null
  environment: string | null
  version: string
  serverTimeZone: string
  glitchtipInstanceName: string | null
  enabledFeatures: string[]
  /** True while no user exists: `/setup` is open. Not in GlitchTip. */
  /** Where the app that Mishap is part of signs people in, and out; null where Mishap does it itself. */
  hostAuth: { loginUrl: string | null; logoutUrl: string | null } | null
  /** False: people sign in by providers or passkeys. Not in GlitchTip. */
  passwordLogin: boolean
  /** People can sign in by passkeys. Not in GlitchTip. */
  passkeys: boolean
  needsSetup: boolean
  /** Set-up wants the token that the server printed at its start. Not in GlitchTip. */
  setupTokenRequired: boolean
  /** False: links come in answers, and addresses are not confirmed. Not in GlitchTip. */
  canSendMail: boolean
}

/** What the set-up page sends in one go, and what it gets. `POST /api/0/setup/`; only while no user exists. */
export interface SetupInput {
  email: string
  password: string
  name?: string
  /** Where the server asks for the token of its log (`setupTokenRequired`). */
  token?: string
}

/** A message of `GET /api/0/organizations/{org}/live/`, a stream of server-sent events. */
export type LiveJson =
  | { topic: 'event.first'; projectId: string; issueId: string; eventId: string }
  | {
      topic: 'issue.new' | 'issue.regressed' | 'issue.seen' | 'issue.changed' | 'issue.deleted'
      projectId: string
      issueId: string
    }
  | {
      topic: 'ingest.outcome'
      projectId: string
      at: string
      outcome: string
      reason: string
      sdk: string | null
      items: readonly string[]
      bytes: number
    }
