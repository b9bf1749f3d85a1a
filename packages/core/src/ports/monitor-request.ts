/** Ways to ask over HTTP. */
export const HTTP_METHODS = ['HEAD', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
export type HttpMethod = (typeof HTTP_METHODS)[number]

/** A text that is kept so that nobody reads it without the secret key of the server. */
export interface SealedText {
  readonly sealed: string
}

export type HttpAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: SealedText }
  | { readonly kind: 'bearer'; readonly token: SealedText }

/** How something is asked over HTTP. */
export interface HttpRequestSetup {
  readonly method: HttpMethod
  /** At most 32. Values of those that hold secrets are sealed. */
  readonly headers: readonly { readonly name: string; readonly value: string | SealedText }[]
  /** At most 16 KB. */
  readonly body: string
  readonly auth: HttpAuth
  /** Followed at most, 0 to 20. */
  readonly redirects: number
  /** Whether a certificate that is not good is a failure. */
  readonly verifyTls: boolean
}

export const TEXT_COMPARISONS = ['contains', 'not_contains', 'equals', 'matches'] as const
export const RECORD_COMPARISONS = ['contains', 'not_contains', 'equals'] as const
export const COMPARISONS = [
  'equals',
  'not_equals',
  'contains',
  'not_contains',
  'less',
  'greater',
  'exists',
  'missing',
] as const
export type Comparison = (typeof COMPARISONS)[number]

/** What an answer must be. */
export type Assertion =
  /** Such as `200`, `200-299` or `2xx`, several between commas. */
  | { readonly kind: 'status'; readonly expected: string }
  | { readonly kind: 'body'; readonly compare: (typeof TEXT_COMPARISONS)[number]; readonly value: string }
  | { readonly kind: 'json'; readonly path: string; readonly compare: Comparison; readonly value: string }
  | { readonly kind: 'header'; readonly name: string; readonly compare: Comparison; readonly value: string }
  | { readonly kind: 'responseTime'; readonly maxMs: number }
  | { readonly kind: 'record'; readonly compare: (typeof RECORD_COMPARISONS)[number]; readonly value: string }

export const RECORD_TYPES = ['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'NS', 'SOA', 'SRV', 'TXT'] as const

/** What is asked of the name servers. */
export interface DnsQuery {
  readonly recordType: (typeof RECORD_TYPES)[number]
  /** An IP address, with a port where it is not 53; empty for the host's own. */
  readonly resolver: string
}
