/** One limit as `X-Sentry-Rate-Limits` carries it (https://develop.sentry.dev/sdk/expected-features/rate-limiting/). */
export interface RateLimit {
  readonly retryAfterMs: number
  /** Sentry's data categories; none means all. */
  readonly categories?: readonly string[]
  readonly scope: 'organization' | 'project' | 'key'
  /** One word for people who read the header, such as `quota`. */
  readonly reason?: string
  /** Of the category `metric_bucket`, whose limits may be for some of its metrics only. */
  readonly namespaces?: readonly string[]
}

/** The value of `X-Sentry-Rate-Limits`; `''` for no limits. Seconds are rounded up, at least one. */
export function formatRateLimits(limits: readonly RateLimit[]): string {
  return limits
    .map(({ retryAfterMs, categories = [], scope, reason = '', namespaces = [] }) => {
      const all = [retryAfterSeconds(retryAfterMs), words(categories), scope, word(reason), words(namespaces)]
      // What is empty at the end is left out.
      return all.join(':').replace(/:{1,2}$/, '')
    })
    .join(', ')
}

/** The value of `Retry-After`: whole seconds, at least one. */
export function retryAfterSeconds(retryAfterMs: number): number {
  return Math.max(1, Math.ceil(retryAfterMs / 1000))
}

function words(texts: readonly string[]): string {
  return texts.map(word).join(';')
}

/** Separators inside a word would make another limit of it. */
function word(text: string): string {
  return text.replace(/[^a-z0-9_]/gi, '_')
}
