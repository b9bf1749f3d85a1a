/** One limit as `X-Sentry-Rate-Limits` carries it (https://develop.sentry.dev/sdk/expected-features/rate-limiting/). */
export interface RateLimit {
  readonly retryAfterMs: number
  /** Sentry's data categories; none means all. */
  readonly categories?: readonly string[]
  readonly scope: 'organization' | 'project' | 'key'
  /** One word for people who read the header, such as `quota`. */
  readonly reason?: string
}

/** The value of `X-Sentry-Rate-Limits`; `''` for no limits. Seconds are rounded up, at least one. */
export function formatRateLimits(limits: readonly RateLimit[]): string {
  return limits
    .map(({ retryAfterMs, categories = [], scope, reason }) =>
      [retryAfterSeconds(retryAfterMs), categories.map(word).join(';'), scope, ...(reason ? [word(reason)] : [])].join(
        ':',
      ),
    )
    .join(', ')
}

/** The value of `Retry-After`: whole seconds, at least one. */
export function retryAfterSeconds(retryAfterMs: number): number {
  return Math.max(1, Math.ceil(retryAfterMs / 1000))
}

/** Separators inside a word would make another limit of it. */
function word(text: string): string {
  return text.replace(/[^a-z0-9_]/gi, '_')
}
