import type { Context } from '../context.js'
import type { KeyTarget } from '../ports/model.js'
import type { RateLimit } from '../protocol/rate-limits.js'

/** Why a request with a good key is refused. */
export interface Limited extends Pick<RateLimit, 'retryAfterMs' | 'scope'> {
  readonly reason: string
  readonly message: string
}

/** What stands against taking a request: a closed organization, a throttle, or the rate limit of the key; else null. */
export function checkQuota(context: Context, key: KeyTarget): Limited | null | Promise<Limited | null> {
  if (!key.isAcceptingEvents) return closedOrganization
  const throttle = throttled(key)
  if (throttle !== null) return throttle
  return key.rateLimit === null ? null : overRate(context, key, key.rateLimit)
}

const CLOSED_MS = 600_000

const closedOrganization: Limited = {
  scope: 'organization',
  reason: 'not_accepting',
  retryAfterMs: CLOSED_MS,
  message: 'The organization accepts no events at present.',
}

/** A throttle rate is the share of requests to refuse, in percent; each request takes its own chance, twice. */
function throttled(key: KeyTarget): Limited | null {
  const { organizationThrottleRate, projectThrottleRate } = key
  const scope = isRefused(organizationThrottleRate) ? 'organization' : 'project'
  if (scope === 'project' && !isRefused(projectThrottleRate)) return null
  const rate = Math.max(organizationThrottleRate, projectThrottleRate)
  return {
    scope,
    reason: 'throttled',
    retryAfterMs: rate >= 100 ? CLOSED_MS : Math.ceil(0.02 * rate ** 2.3) * 1000,
    message: `The ${scope} is throttled.`,
  }
}

function isRefused(rate: number): boolean {
  return rate > 0 && Math.random() * 100 < rate
}

async function overRate(
  { rateLimiter, logger }: Context,
  key: KeyTarget,
  { count, windowSeconds }: NonNullable<KeyTarget['rateLimit']>,
): Promise<Limited | null> {
  try {
    const taken = await rateLimiter.take({ key: `key:${key.keyId}`, limit: count, windowMs: windowSeconds * 1000 })
    if (taken.allowed) return null
    return {
      scope: 'key',
      reason: 'key_rate',
      retryAfterMs: taken.retryAfterMs,
      message: `The key is limited to ${count} requests in ${windowSeconds} seconds.`,
    }
  } catch (error) {
    // A limiter that is away must not cost events.
    logger.debug('A rate limit could not be checked', { error })
    return null
  }
}
