import { AppError, type Fetcher } from '@mishap/core'
import type { CustomFetch } from 'openid-client'

const TIMEOUT_MS = 10_000
/** Of a discovery document, keys, a token or what is known of somebody. */
const MAX_BYTES = 1024 * 1024

/** Lets openid-client ask through the server's own door to others, which refuses private networks unless allowed. */
export function fetchByPort(fetcher: Fetcher): CustomFetch {
  return async (url, { method, headers, body }) => {
    const text = body === undefined || body === null ? null : String(body)
    const answer = await fetcher
      .fetch({
        url,
        method: method === 'POST' ? 'POST' : 'GET',
        headers,
        ...(text === null ? {} : { body: text }),
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_BYTES,
      })
      .catch((cause: Error) => {
        throw new AppError('unavailable', `The provider cannot be asked: ${cause.message}`, { cause })
      })
    const isBodiless = answer.status === 204 || answer.status === 304
    return new Response(isBodiless ? null : Buffer.from(answer.body), {
      status: answer.status,
      headers: { ...answer.headers },
    })
  }
}
