import type { AppError } from '../errors.js'

export interface FetchRequest {
  /** `http:` or `https:`. */
  readonly url: string
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'HEAD'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** From the first look-up of the name to the last byte. */
  readonly timeoutMs: number
  /** A longer body ends the request. */
  readonly maxBytes: number
  /** A body that is longer, breaks off or takes too long is answered as far as it came: the status is what is wanted. */
  readonly isPartEnough?: boolean
}

export interface FetchAnswer {
  readonly status: number
  /** By name in lower case; several of one name are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** Why the body is only a part, with the code that it would reject with; absent where it is whole. */
  readonly cut?: AppError
}

/**
 * Asks other servers, whatever people name. Follows no redirects. Rejects with `forbidden` for an address that is not to be
 * asked, such as one of the own network; with `unavailable` where no whole answer comes in time; with `too_large`. Where a part
 * is enough, whatever comes behind the status and the headers does not reject.
 */
export interface Fetcher {
  fetch(request: FetchRequest): Promise<FetchAnswer>
}
