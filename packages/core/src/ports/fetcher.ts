export interface FetchRequest {
  /** `http:` or `https:`. */
  readonly url: string
  readonly method?: 'GET' | 'POST' | 'HEAD'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** From the first look-up of the name to the last byte. */
  readonly timeoutMs: number
  /** A longer body ends the request. */
  readonly maxBytes: number
}

export interface FetchAnswer {
  readonly status: number
  /** By name in lower case; several of one name are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/**
 * Asks other servers, whatever people name. Follows no redirects. Rejects with `forbidden` for an address that is not to be
 * asked, such as one of the own network; with `unavailable` where no whole answer comes in time; with `too_large`.
 */
export interface Fetcher {
  fetch(request: FetchRequest): Promise<FetchAnswer>
}
