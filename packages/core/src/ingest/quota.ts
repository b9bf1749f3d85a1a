import type { Context } from '../context.js'
import type { Id, KeyTarget, RequestRate } from '../ports/model.js'
import type { RateLimit } from '../protocol/rate-limits.js'
import { createSpikeGuard } from './spike-guard.js'

/** Why a request with a good key is refused. */
export interface Limited extends Pick<RateLimit, 'retryAfterMs' | 'scope'> {
  readonly reason: string
  readonly message: string
}

/**
 * What stands against taking a request, else null: a closed organization, a throttle, the rate of the key, the spike
 * guard, the rates of project and organization. The narrow ones come first, so that a flood through one key does not use
 * up what all share. Answers at once where no rate is set.
 */
export type Quota = (key: KeyTarget) => Limited | null | Promise<Limited | null>

const CLOSED_MS = 600_000
/** SDKs come again sooner than the next request would pass, which is a matter of milliseconds in a flood. */
const SPIKE_PAUSE_MS = 10_000
const MAX_BLOCKS = 10_000

/**
 * The quotas at one door. A refusal by a rate is remembered until it ends, so that a flood asks no rate limiter. Where
 * the limiter is away everything passes: that must not cost events.
 */
export function createQuota(context: Context): Quota {
  const { rateLimiter, clock, logger } = context
  const spikeGuard = createSpikeGuard(context)
  const blocks = new Map<string, number>()

  const blockedFor = (name: string): number => {
    const until = blocks.get(name)
    if (until === undefined) return 0
    const ms = until - clock.now().getTime()
    if (ms <= 0) blocks.delete(name)
    return ms
  }

  const block = (name: string, ms: number) => {
    blocks.delete(name)
    blocks.set(name, clock.now().getTime() + ms)
    if (blocks.size > MAX_BLOCKS) blocks.delete(blocks.keys().next().value!)
  }

  const rate = (scope: Limited['scope'], id: Id, { count, windowSeconds }: NonNullable<RequestRate>): Step => ({
    name: `${scope}:${id}`,
    ask: async () => {
      const { allowed, retryAfterMs } = await rateLimiter.take({
        key: `${scope}:${id}`,
        limit: count,
        windowMs: windowSeconds * 1000,
      })
      return allowed ? null : retryAfterMs
    },
    refuse: (retryAfterMs) => ({
      scope,
      reason: `${scope}_rate`,
      retryAfterMs,
      message: `The ${scope} is limited to ${count} requests in ${windowSeconds} seconds.`,
    }),
  })

  const spike = (projectId: Id): Step => ({
    name: `spike:${projectId}`,
    ask: () => spikeGuard(projectId),
    refuse: (retryAfterMs) => ({
      scope: 'project',
      reason: 'spike',
      retryAfterMs: Math.max(SPIKE_PAUSE_MS, retryAfterMs),
      message: 'The project sends far more than it usually does; its requests are sampled.',
    }),
  })

  const stepsOf = (key: KeyTarget): readonly Step[] => {
    const steps: Step[] = []
    if (key.rateLimit !== null) steps.push(rate('key', key.keyId, key.rateLimit))
    if (key.spikeGuard) steps.push(spike(key.projectId))
    if (key.projectRateLimit !== null) steps.push(rate('project', key.projectId, key.projectRateLimit))
    if (key.organizationRateLimit !== null)
      steps.push(rate('organization', key.organizationId, key.organizationRateLimit))
    return steps
  }

  const walk = (steps: readonly Step[], from = 0): Limited | null | Promise<Limited | null> => {
    for (const [index, step] of steps.entries()) {
      if (index < from) continue
      const left = blockedFor(step.name)
      if (left > 0) return step.refuse(left)
      const asked = step.ask()
      if (asked !== null) return settle(asked, steps, index)
    }
    return null
  }

  const settle = async (asked: Promise<number | null>, steps: readonly Step[], index: number) => {
    const { name, refuse } = steps[index]!
    try {
      const ms = await asked
      if (ms === null) return await walk(steps, index + 1)
      block(name, ms)
      return refuse(ms)
    } catch (error) {
      logger.debug('A rate limit could not be checked', { error })
      return await walk(steps, index + 1)
    }
  }

  return (key) => {
    if (!key.isAcceptingEvents) return closedOrganization
    return throttled(key) ?? walk(stepsOf(key))
  }
}

/** One question on the way. */
interface Step {
  readonly name: string
  /** Milliseconds until it would pass; null where it passes. */
  ask(): null | Promise<number | null>
  refuse(retryAfterMs: number): Limited
}

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
