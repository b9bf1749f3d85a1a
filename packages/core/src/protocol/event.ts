/**
 * The normalised event: what every SDK's report becomes before it is grouped, stored and shown.
 * Field names are those of Sentry's event payload (https://develop.sentry.dev/sdk/data-model/event-payloads/),
 * so a stored event is again a valid report. Every field has exactly one shape here, however it arrived.
 */
export interface NormalizedEvent {
  /** 32 lower-case hex digits. */
  readonly event_id: string
  /** Seconds since the epoch, by the client's clock after correction of its drift. */
  readonly timestamp: number
  /** Seconds since the epoch, by our clock. */
  readonly received: number
  readonly type: EventType
  readonly level: Level
  /** Lower case; `other` where the SDK named none. */
  readonly platform: string
  readonly logger?: string
  readonly transaction?: string
  readonly culprit?: string
  readonly server_name?: string
  readonly release?: string
  readonly dist?: string
  readonly environment?: string
  readonly logentry?: LogEntry
  readonly exception?: { readonly values: readonly ExceptionValue[] }
  readonly threads?: { readonly values: readonly ThreadValue[] }
  /** A stack of the event itself, outside of any exception. */
  readonly stacktrace?: Stacktrace
  readonly breadcrumbs?: { readonly values: readonly Breadcrumb[] }
  readonly request?: RequestInfo
  readonly user?: EventUser
  readonly contexts?: Readonly<Record<string, unknown>>
  /** In the order they arrived, keys unique. */
  readonly tags: readonly Tag[]
  readonly extra?: Readonly<Record<string, unknown>>
  readonly modules?: Readonly<Record<string, string>>
  readonly sdk?: SdkInfo
  readonly fingerprint?: readonly string[]
  readonly checksum?: string
  readonly template?: Readonly<Record<string, unknown>>
  readonly debug_meta?: Readonly<Record<string, unknown>>
  /** A CSP report, with snake_case keys. */
  readonly csp?: Readonly<Record<string, unknown>>
  /** What salvage had to mend or drop, for the reader of the event. */
  readonly errors: readonly ProcessingError[]
  readonly _meta?: unknown
}

export const LEVELS = ['sample', 'debug', 'info', 'warning', 'error', 'fatal'] as const
export type Level = (typeof LEVELS)[number]

/** As GlitchTip and Sentry name them in their APIs. */
export type EventType = 'error' | 'default' | 'csp'

export type Tag = readonly [key: string, value: string]

export interface LogEntry {
  /** The template, before its parameters were filled in. */
  readonly message?: string
  readonly formatted?: string
  readonly params?: readonly unknown[] | Readonly<Record<string, unknown>>
}

export interface ExceptionValue {
  readonly type?: string
  readonly value?: string
  readonly module?: string
  readonly thread_id?: string | number
  readonly mechanism?: Mechanism
  readonly stacktrace?: Stacktrace
  readonly raw_stacktrace?: Stacktrace
}

export interface Mechanism {
  readonly type: string
  readonly description?: string
  readonly help_link?: string
  readonly handled?: boolean
  readonly synthetic?: boolean
  readonly is_exception_group?: boolean
  readonly exception_id?: number
  readonly parent_id?: number
  readonly source?: string
  readonly meta?: Readonly<Record<string, unknown>>
  readonly data?: Readonly<Record<string, unknown>>
}

export interface Stacktrace {
  /** Oldest call first; the frame that failed is the last. */
  readonly frames: readonly Frame[]
  readonly registers?: Readonly<Record<string, string>>
}

export interface Frame {
  readonly filename?: string
  readonly abs_path?: string
  readonly module?: string
  readonly package?: string
  readonly function?: string
  readonly raw_function?: string
  readonly lineno?: number
  readonly colno?: number
  readonly in_app?: boolean
  readonly platform?: string
  readonly context_line?: string
  readonly pre_context?: readonly string[]
  readonly post_context?: readonly string[]
  readonly vars?: Readonly<Record<string, unknown>>
  readonly instruction_addr?: string
  readonly symbol_addr?: string
  readonly image_addr?: string
  readonly addr_mode?: string
  readonly symbol?: string
  readonly data?: Readonly<Record<string, unknown>>
}

export interface ThreadValue {
  readonly id?: string | number
  readonly name?: string
  readonly crashed?: boolean
  readonly current?: boolean
  readonly main?: boolean
  readonly state?: string
  readonly stacktrace?: Stacktrace
}

export interface Breadcrumb {
  /** Seconds since the epoch. */
  readonly timestamp?: number
  readonly type?: string
  readonly category?: string
  readonly level?: Level
  readonly message?: string
  readonly data?: Readonly<Record<string, unknown>>
}

export interface RequestInfo {
  readonly url?: string
  readonly method?: string
  readonly query_string?: readonly (readonly [string, string])[]
  readonly headers?: readonly (readonly [string, string])[]
  readonly cookies?: readonly (readonly [string, string])[]
  readonly data?: unknown
  readonly env?: Readonly<Record<string, unknown>>
  readonly fragment?: string
  readonly inferred_content_type?: string
  readonly body_size?: number
}

export interface EventUser {
  readonly id?: string
  readonly email?: string
  readonly username?: string
  readonly name?: string
  readonly ip_address?: string
  readonly geo?: Readonly<Record<string, unknown>>
  readonly data?: Readonly<Record<string, unknown>>
}

export interface SdkInfo {
  readonly name?: string
  readonly version?: string
  readonly packages?: readonly { readonly name?: string; readonly version?: string }[]
  readonly integrations?: readonly string[]
}

/** `type` is Sentry's word for the fault (`invalid_data`, `value_too_long`, `clock_drift`, …). */
export interface ProcessingError {
  readonly type: string
  readonly name?: string
  readonly value?: unknown
}
