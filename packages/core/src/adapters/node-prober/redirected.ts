import type { HttpMethod } from '../../ports/monitor-request.js'
import type { HeaderLine } from '../../ports/prober.js'
import { ProbeError } from './ask.js'

/** One request of a probe. */
export interface Sent {
  readonly url: URL
  readonly method: HttpMethod
  readonly headers: readonly HeaderLine[]
  readonly body: string
}

/**
 * What is sent where a redirect leads. As browsers do, only 307 and 308 keep what is not safe to ask twice. To another server
 * nothing goes that may be a secret: of the headers those alone that cannot be one, and no body.
 */
export function redirected(sent: Sent, url: URL, status: number): Sent {
  const keepsMethod = sent.method === 'HEAD' || sent.method === 'GET' || status === 307 || status === 308
  const next: Sent = keepsMethod ? { ...sent, url } : { ...sent, url, method: 'GET', body: '' }
  if (isSameServer(sent.url, url)) return next
  if (next.body !== '') throw new ProbeError('redirects', `Led to ${url.host}, which is not to have the body`)
  return { ...next, headers: next.headers.filter(({ name }) => NO_SECRET.test(name)) }
}

const NO_SECRET = /^(?:accept|accept-language|cache-control|content-type|pragma|user-agent)$/i

/** One that only begins to speak TLS, on the usual ports, has had everything in the clear already. */
function isSameServer(from: URL, to: URL): boolean {
  if (from.origin === to.origin) return true
  const isUpgrade = from.protocol === 'http:' && to.protocol === 'https:' && from.port === '' && to.port === ''
  return isUpgrade && from.hostname === to.hostname
}
