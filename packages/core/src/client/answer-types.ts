import type { ApiTokenJson, UserJson } from './account-types.js'

/** What every refusal of the management API says. */
export interface ErrorJson {
  /** A sentence, or with status 422 what is wrong with which input. */
  detail: string | FieldFaultJson[]
  /** The reason, for programs. */
  code: string
  /** What is wrong in a text that somebody wrote, each at its place. */
  faults?: { message: string; remedy: string; [more: string]: unknown }[]
  /** With the code `reauthentication_required`: by what somebody can show who they are. */
  data?: { flows: { id: string; types?: string[] }[] }
}

export interface FieldFaultJson {
  type: string
  /** The way to the input, such as `["body", "payload", "name"]`. */
  loc: (string | number)[]
  msg: string
}

/**
 * Whatever the auth API (`/_allauth/`) answers, as django-allauth has it: `data` of who is signed in, or with status 401
 * the flows by which somebody could sign in.
 */
export interface AuthAnswerJson {
  status: number
  data?: unknown
  meta?: { is_authenticated?: boolean; [more: string]: unknown }
  errors?: { code: string; message: string; param?: string }[]
}

/** Who is asking, as `sentry-cli info` wants it; null for nobody, `auth` also for a browser. */
export interface RootJson {
  version: string
  user: UserJson | null
  auth: ApiTokenJson | null
}

/** What a heartbeat is answered: as GlitchTip describes it, and in snake_case, as it answers here alone. */
export interface HeartbeatJson {
  isUp: boolean
  startCheck: string
  is_up: boolean
  start_check: string
  reason: number | null
}
