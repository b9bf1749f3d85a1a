import { isIP } from 'node:net'
import type { HttpRequest } from './types.js'

/**
 * The address of the client; null where it is not known.
 * Of `x-forwarded-for` only the last entry counts: the proxy in front wrote it, all before it may be made up.
 */
export function clientIp(
  request: Pick<HttpRequest, 'socket'>,
  header: (name: string) => string | null,
  trustProxy: boolean,
): string | null {
  const forwarded = trustProxy ? header('x-forwarded-for') : null
  const last = forwarded === null ? null : addressOf(forwarded.slice(forwarded.lastIndexOf(',') + 1))
  return last ?? addressOf(request.socket?.remoteAddress ?? '')
}

function addressOf(text: string): string | null {
  const bare = text.trim().replace(/^\[([^\]]*)\].*$/, '$1')
  if (isIP(bare) !== 0) return bare.startsWith('::ffff:') && isIP(bare.slice(7)) === 4 ? bare.slice(7) : bare
  const withoutPort = bare.slice(0, bare.lastIndexOf(':') === -1 ? bare.length : bare.lastIndexOf(':'))
  return isIP(withoutPort) === 4 ? withoutPort : null
}
