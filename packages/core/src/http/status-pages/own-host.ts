import type { Context } from '../../context.js'
import { domainOf } from '../../status-pages/address.js'
import { keptPagesOf } from '../../status-pages/kept.js'
import { headerOf } from '../call.js'
import type { Target } from '../mount.js'
import type { HttpRequest } from '../types.js'

/**
 * The host that was asked for, where it can be a page's own: a name, and not that of the server itself. Behind a proxy that
 * is trusted it is what the proxy says.
 */
export function hostOf({ config }: Pick<Context, 'config'>, header: (name: string) => string | null): string | null {
  const forwarded = config.trustProxy ? header('x-forwarded-host') : null
  const given = (forwarded?.slice(forwarded.lastIndexOf(',') + 1) ?? header('host') ?? '').trim().toLowerCase()
  if (given === '' || given === config.url.host) return null
  const domain = domainOf(given.replace(/:\d{1,5}$/, ''))
  return domain === config.url.hostname ? null : domain
}

/**
 * Where a request at a page's own host leads: below the page, whatever it asks for, so that nothing else is answered there.
 * Null at every other host, and while nobody can say.
 */
export async function ownHostTarget(
  context: Context,
  request: HttpRequest,
  { path, search }: Target,
): Promise<Target | null> {
  const host = hostOf(context, headerOf(request))
  if (host === null) return null
  const kept = await keptPagesOf(context)
    .get({ domain: host })
    .catch(() => null)
  if (kept === null) return null
  const below = path === '/' ? '' : path
  return { path: `/status/${kept.organization.slug}/${kept.page.slug}${below || '/'}`, search, isInside: true }
}
