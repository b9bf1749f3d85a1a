import { type ConfiguredProvider, providerFaults } from './auth/providers/configured.js'
import { AppError } from './errors.js'
import { isNetwork } from './ingest/filters/ip-ranges.js'
import type { RetentionLimits } from './ports/retention.js'
import { RETAINED_KINDS, type RetainedKind, type RetentionDays } from './ports/retention-days.js'

/** What an embedder may set. Everything has a default but `url`. */
export interface ConfigInput {
  /** Where the outside world reaches Mishap, with the mount prefix: `https://host/monitoring`. DSNs and links are made of it. */
  readonly url: string
  /** At least 32 characters. Secrets of authenticator apps are sealed with it; without one there are no second factors. */
  readonly secretKey?: string
  /** Keys of before, the newest first: what was sealed with them still opens, and is sealed anew by `rotateSecrets`. */
  readonly secretKeyFallbacks?: readonly string[]
  readonly sessionTtlDays?: number
  readonly retentionDays?: number
  /** Days of single kinds, where they are not to follow `retentionDays`. */
  readonly retention?: Partial<RetentionDays>
  /** What a project may hold before its repetitive events are thinned out, unless it has limits of its own; 0: no limit. */
  readonly projectLimits?: Partial<RetentionLimits>
  /** Anybody may make an account. While no user exists, `/setup` may in any case. */
  readonly openRegistration?: boolean
  /** Anybody with an account may make an organization; superusers may in any case. */
  readonly openOrganizationCreation?: boolean
  /** Who is invited is a member at once, an account without a password being made where there is none: nobody accepts. */
  readonly skipInvitations?: boolean
  /** Whom people can sign in by, besides those that superusers set up at run time. Nothing comes of it without `identityClient`. */
  readonly signInProviders?: readonly ConfiguredProvider[]
  /** Whether passwords open anything; not given: as superusers have it, which is yes at first. */
  readonly allowPasswords?: boolean
  readonly limits?: Partial<Limits>
  /** Believe `x-forwarded-for` of a proxy in front. */
  readonly trustProxy?: boolean
  /** Whom mails come from, where nobody is to set it at run time: an address, with a name before it or without. */
  readonly mailFrom?: string
  /** While no user exists, `/setup` asks for this; null opens it to whoever comes first (a server on loopback). */
  readonly setupToken?: string | null
  /** Origins whose pages may show ours in a frame, such as `https://intranet.example`, or `'self'`. By default none may. */
  readonly frameAncestors?: readonly string[]
  readonly version?: string
  /** Who may read `/metrics`; by default nobody, and it is not there. */
  readonly metrics?: Partial<MetricsAccess>
}

export interface MetricsAccess {
  /** At least 16 characters, sent as `Authorization: Bearer`. */
  readonly token: string | null
  /** Addresses and networks, such as `10.0.0.0/8`, that need no token. */
  readonly allow: readonly string[]
  /** Whether the names of GlitchTip stand beside Mishap's own, for boards and autoscalers that ask for them. */
  readonly compat: boolean
}

/** All in bytes or counts; each refusal names the limit. */
export interface Limits {
  /** Of an ingest body as it comes over the wire. */
  readonly maxWireBytes: number
  /** Of an ingest body after decoding. */
  readonly maxDecodedBytes: number
  readonly maxHeaderLineBytes: number
  readonly maxItems: number
  /** Of one event's JSON. */
  readonly maxEventBytes: number
  /** Of one file that comes with an event. */
  readonly maxAttachmentBytes: number
  /** Files of one event. */
  readonly maxAttachments: number
  readonly maxApiBodyBytes: number
  /** Of an organization. */
  readonly maxMonitors: number
  /** Of an organization, over all its monitors. */
  readonly maxChecksPerMinute: number
  /** Of alerts, to one place by one kind of channel; twice as many where they are of monitors. */
  readonly maxMessagesPerMinute: number
  /** Of alerts, to everybody; twice as many where they are of monitors. */
  readonly maxMailsPerMinute: number
}

export interface Config {
  readonly url: URL
  /** `''` at the root, else `/monitoring`: no slash at the end. */
  readonly basePath: string
  readonly secretKey: string
  readonly secretKeyFallbacks: readonly string[]
  readonly sessionTtlMs: number
  readonly retentionDays: number
  readonly retention: Partial<RetentionDays>
  readonly projectLimits: RetentionLimits
  readonly openRegistration: boolean
  readonly openOrganizationCreation: boolean
  readonly skipInvitations: boolean
  readonly signInProviders: readonly ConfiguredProvider[]
  /** Null: as superusers have it. */
  readonly allowPasswords: boolean | null
  readonly limits: Limits
  readonly trustProxy: boolean
  /** Empty: as the mailer has it. */
  readonly mailFrom: string
  readonly setupToken: string | null
  readonly frameAncestors: readonly string[]
  readonly version: string
  readonly metrics: MetricsAccess
}

const MiB = 1024 * 1024

export const DEFAULT_LIMITS: Limits = {
  maxWireBytes: 20 * MiB,
  maxDecodedBytes: 40 * MiB,
  maxHeaderLineBytes: 64 * 1024,
  maxItems: 1000,
  maxEventBytes: 4 * MiB,
  maxAttachmentBytes: 20 * MiB,
  maxAttachments: 20,
  maxApiBodyBytes: 1 * MiB,
  maxMonitors: 1000,
  maxChecksPerMinute: 6000,
  maxMessagesPerMinute: 30,
  maxMailsPerMinute: 60,
}

const DEFAULT_PROJECT_LIMITS: RetentionLimits = { maxEvents: 1_000_000, maxBytes: 4 * 1024 * MiB }

const DAY_MS = 86_400_000

/** A source of a content security policy: nothing that could begin another directive. */
const FRAME_ANCESTOR = /^(?:'self'|https?:\/\/(?:\*\.)?[\w.[\]:-]+)$/

/** Throws one `AppError` of code `config` whose message lists every fault with its fix. */
export function resolveConfig(input: ConfigInput): Config {
  const faults: string[] = []
  let url: URL | null = null
  try {
    url = new URL(input.url)
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
      faults.push(`url: wanted http:// or https://, found ${JSON.stringify(input.url)}`)
  } catch {
    faults.push(`url: wanted an absolute URL such as https://mishap.example.com, found ${JSON.stringify(input.url)}`)
  }
  const secretKey = input.secretKey ?? ''
  if (secretKey !== '' && secretKey.length < 32)
    faults.push('secretKey: wanted at least 32 characters; `openssl rand -hex 32` makes one')
  const secretKeyFallbacks = input.secretKeyFallbacks ?? []
  if (secretKeyFallbacks.some((key) => key.length < 32))
    faults.push('secretKeyFallbacks: wanted at least 32 characters each, as keys had before')
  if (secretKeyFallbacks.length > 0 && secretKey === '')
    faults.push('secretKeyFallbacks: wanted a secretKey beside them, found none')
  const whole = (name: string, value: number, min: number) => {
    if (!Number.isFinite(value) || value < min)
      faults.push(`${name}: wanted a number of at least ${min}, found ${value}`)
    return value
  }
  const limits: Limits = { ...DEFAULT_LIMITS, ...input.limits }
  for (const [name, value] of Object.entries(limits)) whole(`limits.${name}`, value, 1)
  const sessionTtlMs = whole('sessionTtlDays', input.sessionTtlDays ?? 14, 0.01) * DAY_MS
  const retentionDays = whole('retentionDays', input.retentionDays ?? 90, 1)
  for (const [kind, days] of Object.entries(input.retention ?? {})) {
    whole(`retention.${kind}`, days, 1)
    if (!RETAINED_KINDS.includes(kind as RetainedKind))
      faults.push(`retention: wanted ${RETAINED_KINDS.join(', ')}, found ${JSON.stringify(kind)}`)
  }
  const projectLimits: RetentionLimits = { ...DEFAULT_PROJECT_LIMITS, ...input.projectLimits }
  for (const [name, value] of Object.entries(projectLimits)) whole(`projectLimits.${name}`, value, 0)
  const frameAncestors = input.frameAncestors ?? []
  for (const origin of frameAncestors)
    if (!FRAME_ANCESTOR.test(origin))
      faults.push(
        `frameAncestors: wanted an origin such as https://intranet.example, or 'self', found ${JSON.stringify(origin)}`,
      )
  const metrics: MetricsAccess = { token: null, allow: [], compat: false, ...input.metrics }
  if (metrics.token !== null && !/^[\x21-\x7e]{16,}$/.test(metrics.token))
    faults.push('metrics.token: wanted at least 16 characters without spaces; `openssl rand -hex 32` makes some')
  for (const network of metrics.allow)
    if (!isNetwork(network))
      faults.push(`metrics.allow: wanted an address or a network such as 10.0.0.0/8, found ${JSON.stringify(network)}`)
  const signInProviders = input.signInProviders ?? []
  faults.push(...providerFaults(signInProviders))
  if (faults.length > 0 || url === null) throw new AppError('config', faults.join('\n'))
  return {
    url,
    basePath: url.pathname.replace(/\/+$/, ''),
    secretKey,
    secretKeyFallbacks,
    sessionTtlMs,
    retentionDays,
    retention: input.retention ?? {},
    projectLimits,
    openRegistration: input.openRegistration ?? false,
    openOrganizationCreation: input.openOrganizationCreation ?? false,
    skipInvitations: input.skipInvitations ?? false,
    signInProviders,
    allowPasswords: input.allowPasswords ?? null,
    limits,
    trustProxy: input.trustProxy ?? false,
    mailFrom: input.mailFrom ?? '',
    setupToken: input.setupToken ?? null,
    frameAncestors,
    version: input.version ?? '0.1.0',
    metrics,
  }
}
